using Microsoft.Extensions.Logging;
using Orders.Hosting;
using Tests.Messaging;

namespace Tests.Journey;

/// <summary>A service that is started beside the migration of its database begins when that is over.</summary>
[Category("Unit")]
internal sealed class WaitsForItsMigration
{
    [Test]
    public async Task And_says_once_for_which()
    {
        var (time, log) = (new FakeTime(), new CapturedLog());
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        var migration = new ScriptedMigration(2);
        var gate = new MigrationGate([migration], time, loggers.CreateLogger<MigrationGate>());

        var waiting = gate.WaitUntilMigrated(CancellationToken.None);
        for (var look = 1; look <= 2; look++)
        {
            await Eventually.Holds(() => migration.Looks == look && time.Waits == 1, "it waits");
            Assert.That(waiting.IsCompleted, Is.False);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await waiting.InTime();
        Assert.That(migration.Looks, Is.EqualTo(3));
        Assert.That(log.Count("20260101_Columns is missing"), Is.EqualTo(1));
    }

    private sealed class ScriptedMigration(int missing) : IDatabaseMigration
    {
        public int Looks { get; private set; }

        public Task Migrate(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<string>> Missing(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>(Looks++ < missing ? ["20260101_Columns"] : []);
    }
}
