using System.Diagnostics;
using Messaging;
using Orders.Testing;

namespace Tests;

/// <summary>What a test of a fault waits for at its end.</summary>
internal static class EndOfAll
{
    /// <summary>Waits until every order has ended and the books are right.</summary>
    public static async Task<BookReport> WaitUntilAllHaveEnded(
        this OrdersClient client, BookSources books, TimeSpan? pause = null)
    {
        var watch = Stopwatch.StartNew();
        var report = await client.WaitFor(
            "all orders to have ended and the books to be right",
            () => BookCheck.Run(books, allHaveEnded: true),
            report => report.IsClean && report.Open == 0,
            pause);
        TestContext.Out.WriteLine($"{report.Ended} orders had ended after {watch.Elapsed.TotalSeconds:0.0} s");
        return report;
    }

    /// <summary>Waits until the topics are read and right as well.</summary>
    /// <param name="client">Whose orders they are.</param>
    /// <param name="books">The databases.</param>
    /// <param name="kafka">Where the topics are.</param>
    /// <param name="recordsWereLost">Then it is not asked whether all that was sent is still there.</param>
    public static async Task<BookReport> WaitUntilAllHaveEnded(
        this OrdersClient client, BookSources books, KafkaOptions kafka, bool recordsWereLost = false)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        var report = await client.WaitUntilAllHaveEnded(books, pause);
        await client.WaitFor(
            "the topics to agree",
            async () => report with
            {
                Findings = [.. (await TopicCheck.Run(books, kafka, allHaveEnded: true))
                    .Where(finding => !recordsWereLost || finding.Name != "T1")],
            },
            seen => seen.IsClean,
            pause);
        return report;
    }
}
