using Orders.Testing;

namespace Tests;

/// <summary>What a test of a fault waits for at its end.</summary>
internal static class EndOfAll
{
    /// <summary>Waits until every order has ended and the books are right.</summary>
    public static Task<BookReport> WaitUntilAllHaveEnded(
        this OrdersClient client, BookSources books, TimeSpan? pause = null) => client.WaitFor(
            "all orders to have ended and the books to be right",
            () => BookCheck.Run(books, allHaveEnded: true),
            report => report.IsClean && report.Open == 0,
            pause);
}
