using Messaging;
using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// The process is killed at an exact step of what it does over and over: read, load, apply, commit, send, ack, offsets,
/// the gateway's answer. On files and on a server.
/// </summary>
[Category("Faults")]
internal sealed class KilledAtAStep
{
    private const int Wanted = 40;
    private const int SigKill = 9;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Whose hits are counted from the start of the process, which has some itself.</summary>
    private static IEnumerable<TestCaseData> Steps =>
        from point in Failpoint.All
        from isOnServer in new[] { false, true }
        select new TestCaseData(point, isOnServer ? 33 : 17, isOnServer)
            .SetArgDisplayNames(point, isOnServer ? "PostgreSQL" : "SQLite");

    [TestCaseSource(nameof(Steps))]
    public async Task All_that_was_accepted_ends_with_its_books_in_balance(string point, int hit, bool isOnServer)
    {
        await using var place = new Place(isOnServer);
        var armed = new Dictionary<string, string>(place.Settings)
        {
            ["Failpoints:Armed"] = $"{point}=kill@{(point == Failpoint.BeforeOffsets ? 3 : hit)}",
        };

        // When it dies at the step
        var load = await LoadUntilItDies(place.Folder, armed);

        // Then what it had accepted is there when it is started again, and ends
        await using var orders = await OrdersProcess.Start(place.Folder, place.Settings);
        await new MixedLoad(_ => orders.Client).Submit(5);
        var report = await orders.Client.WaitFor(
            "all orders to have ended",
            () => BookCheck.Run(place.Books, allHaveEnded: true),
            seen => seen.IsClean && seen.Open == 0);
        Assert.That(report.Ended, Is.GreaterThanOrEqualTo(load.Accepted.Count));
        LedgerReader.Agrees(place.Folder, load, await load.Statuses(orders.Client));
    }

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

    private sealed class Place : IAsyncDisposable
    {
        private readonly string name = $"k{Guid.NewGuid():N}"[..9];
        private readonly bool isOnServer;

        public Place(bool isOnServer)
        {
            this.isOnServer = isOnServer;
            if (!isOnServer)
                return;
            Settings = new Dictionary<string, string>
            {
                ["Database:Provider"] = "PostgreSql",
                ["ConnectionStrings:Orders"] = Of("orders"),
                ["ConnectionStrings:Payments"] = Of("payments"),
                ["ConnectionStrings:Inventory"] = Of("inventory"),
            };
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("orders-").FullName;

        public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

        public BookSources Books => isOnServer
            ? new BookSources(
                new PostgreSqlDialect(), Of("orders"), Of("payments"), Of("inventory"),
                $"Data Source={Path.Combine(Folder, "gateway-ledger.db")}")
            : BookSources.InFolder(Folder);

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            foreach (var database in isOnServer ? new[] { "orders", "payments", "inventory" } : [])
                PostgresServer.Shared.Execute($"DROP DATABASE IF EXISTS {name}_{database} WITH (FORCE)");
            return ValueTask.CompletedTask;
        }

        private string Of(string database) => PostgresServer.Shared.ConnectionString($"{name}_{database}");
    }
}
