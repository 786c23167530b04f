using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Orders.Hosting;

namespace Orders.Testing;

/// <summary><c>verify [--data folder] [--all-ended]</c>: a line per invariant, then the count of orders.</summary>
internal static class VerifyVerb
{
    private const string Usage = "usage: verify [--data <folder>] [--all-ended]";

    private static IConfiguration Settings => new ConfigurationBuilder().AddEnvironmentVariables().Build();

    public static async Task<int> Run(string[] options)
    {
        var folder = "data";
        var allHaveEnded = false;
        for (var index = 0; index < options.Length; index++)
        {
            if (options[index] == "--all-ended")
                allHaveEnded = true;
            else if (options[index] == "--data" && index + 1 < options.Length)
                folder = options[++index];
            else
                return await Refuse($"'{options[index]}' is not an option. {Usage}").ConfigureAwait(false);
        }

        try
        {
            var report = await BookCheck.Run(BookSources.Of(Settings, folder), allHaveEnded).ConfigureAwait(false);
            Console.WriteLine(report);
            return report.IsClean ? 0 : 1;
        }
        catch (Exception exception) when (exception is FileNotFoundException or StartRefusedException or DbException)
        {
            return await Refuse(exception.Message).ConfigureAwait(false);
        }
    }

    private static async Task<int> Refuse(string text)
    {
        await Console.Error.WriteLineAsync(text).ConfigureAwait(false);
        return 2;
    }
}
