using System.Data.Common;
using Messaging;
using Microsoft.Extensions.Configuration;
using Orders.Hosting;

namespace Orders.Testing;

/// <summary>
/// <c>verify [--data folder] [--all-ended] [--topics]</c>: a line per invariant, then the count of orders.
/// </summary>
internal static class VerifyVerb
{
    private const string Usage = "usage: verify [--data <folder>] [--all-ended] [--topics]";

    private static IConfiguration Settings => new ConfigurationBuilder().AddEnvironmentVariables().Build();

    public static async Task<int> Run(string[] options)
    {
        var folder = "data";
        var allHaveEnded = false;
        var readTopics = false;
        for (var index = 0; index < options.Length; index++)
        {
            if (options[index] == "--all-ended")
                allHaveEnded = true;
            else if (options[index] == "--topics")
                readTopics = true;
            else if (options[index] == "--data" && index + 1 < options.Length)
                folder = options[++index];
            else
                return await Refuse($"'{options[index]}' is not an option. {Usage}").ConfigureAwait(false);
        }

        try
        {
            var sources = BookSources.Of(Settings, folder);
            var kafka = readTopics ? Kafka() : null;
            var report = await BookCheck.Run(sources, allHaveEnded).ConfigureAwait(false);
            if (kafka is not null)
            {
                var found = await TopicCheck.Run(sources, kafka, allHaveEnded).ConfigureAwait(false);
                report = report with { Findings = [.. report.Findings, .. found] };
            }

            Console.WriteLine(report);
            return report.IsClean ? 0 : 1;
        }
        catch (Exception exception) when (exception is FileNotFoundException or StartRefusedException or DbException
            or TopicsUnreadableException)
        {
            return await Refuse(exception.Message).ConfigureAwait(false);
        }
    }

    /// <summary>As the services read it.</summary>
    private static KafkaOptions Kafka()
    {
        var kafka = new KafkaOptions();
        Settings.GetSection("Kafka").Bind(kafka);
        return kafka.BootstrapServers.Length > 0 ? kafka : throw new StartRefusedException(
            "Kafka:BootstrapServers is not set: --topics reads the topics of a Kafka. Those of ./dev run live in its "
            + "process and go with it.");
    }

    private static async Task<int> Refuse(string text)
    {
        await Console.Error.WriteLineAsync(text).ConfigureAwait(false);
        return 2;
    }
}
