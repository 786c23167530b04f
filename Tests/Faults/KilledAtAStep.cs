using Messaging;
using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// The process is killed at an exact step of what it does over and over: read, load, apply, commit, send, ack, offsets,
/// the gateway's answer. On files and on a server.
/// </summary>
internal sealed class KilledAtAStep
{
    private const int Wanted = 40;
    private const int SigKill = 9;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Where a server differs most from a file; at the others it is killed in the long run.</summary>
    private static readonly string[] EveryTime = [Failpoint.BeforeCommit, Failpoint.AfterCommit, Failpoint.AfterAnswer];

    private string folder;

    private static IEnumerable<TestCaseData> Steps =>
        from point in Failpoint.All
        from isOnServer in new[] { false, true }
        select new TestCaseData(point, isOnServer)
            .SetArgDisplayNames(point, isOnServer ? "PostgreSQL" : "SQLite")
            .SetCategory(isOnServer && !EveryTime.Contains(point) ? "Soak" : "Faults");

    [SetUp]
    public void Begin() => folder = Directory.CreateTempSubdirectory("orders-").FullName;

    [TearDown]
    public void End() => Directory.Delete(folder, recursive: true);

    [TestCaseSource(nameof(Steps))]
    public async Task All_that_was_accepted_ends_with_its_books_in_balance(string point, bool isOnServer)
    {
        using var databases = isOnServer ? ServerDatabases.On(PostgresServer.Shared) : null;
        var settings = databases?.Settings ?? new Dictionary<string, string>();
        var armed = new Dictionary<string, string>(settings) { ["Failpoints:Armed"] = $"{point}=kill@{Hit(point)}" };

        // When it dies at the step
        var load = await LoadUntilItDies(folder, armed);

        // Then what it had accepted is there when it is started again, and ends
        await using var orders = await OrdersProcess.Start(folder, settings);
        await new MixedLoad(_ => orders.Client).Submit(5);
        var report = await orders.Client.WaitUntilAllHaveEnded(
            databases?.Books(folder) ?? BookSources.InFolder(folder));
        Assert.That(report.Ended, Is.GreaterThanOrEqualTo(load.Accepted.Count));
        LedgerReader.Agrees(folder, load, await load.Statuses(orders.Client));
    }

    /// <summary>Counted from the start of the process, which has some itself; offsets are committed seldom.</summary>
    private static int Hit(string point) => point == Failpoint.BeforeOffsets ? 3 : 25;

    /// <summary>Answers what was accepted until then.</summary>
    private static async Task<MixedLoad> LoadUntilItDies(string folder, Dictionary<string, string> armed)
    {
        await using var dying = await OrdersProcess.Start(folder, armed);
        var load = new MixedLoad(_ => dying.Client);
        var submitting = load.Submit(Wanted);
        Assert.That(await dying.WaitForEnd(Patience), Is.EqualTo(128 + SigKill), "it was killed, and by nobody else");
        load.Stop();
        await submitting;
        return load;
    }
}
