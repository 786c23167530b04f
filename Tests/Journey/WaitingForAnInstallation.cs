using Microsoft.Data.Sqlite;
using Orders.Testing;

namespace Tests.Journey;

/// <summary>What a test waits for may be away for a while: a look that fails is not the end of the wait.</summary>
[Category("Unit")]
internal sealed class WaitingForAnInstallation
{
    private static readonly Exception[] Failures =
    [
        new HttpRequestException("refused"), new TaskCanceledException("too slow"),
        new SqliteException("locked", errorCode: 5),
    ];

    [TestCaseSource(nameof(Failures))]
    public async Task Goes_on_after_a_look_that_failed(Exception failure)
    {
        using var http = new HttpClient();
        var looks = 0;

        var seen = await new OrdersClient(http).WaitFor(
            "the second look", () => ++looks == 1 ? throw failure : Task.FromResult(looks), _ => true);

        Assert.That(seen, Is.EqualTo(2));
    }

    [TestCaseSource(nameof(Failures))]
    public void Says_at_its_end_why_the_last_look_failed(Exception failure)
    {
        using var http = new HttpClient();
        var client = new OrdersClient(http) { Patience = TimeSpan.FromMilliseconds(100) };

        var exception = Assert.ThrowsAsync<TimeoutException>(
            () => client.WaitFor<int>("nothing", () => throw failure, _ => true));

        Assert.That(exception!.Message, Does.EndWith($"for nothing; last seen: {failure.Message}"));
    }

    [Test]
    public void Ends_at_once_where_it_is_the_test_that_is_wrong()
    {
        using var http = new HttpClient();

        Assert.ThrowsAsync<InvalidOperationException>(() => new OrdersClient(http).WaitFor<int>(
            "nothing", () => throw new InvalidOperationException("no such order"), _ => true));
    }

    [Test]
    public void A_program_that_ends_before_it_is_ready_is_not_waited_for()
    {
        var exception = Assert.ThrowsAsync<InvalidOperationException>(
            () => OrdersProcess.Start(Path.GetTempPath(), program: "nothing.dll"));

        Assert.That(exception!.Message, Does.StartWith("The process ended with 1 before it was ready: "));
    }
}
