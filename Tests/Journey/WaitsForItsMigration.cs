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
        var gate = new MigrationGate(
            [migration], new DatabaseAwaited(time, loggers.CreateLogger<DatabaseAwaited>()), time,
            loggers.CreateLogger<MigrationGate>());

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

    [Test]
    public async Task And_for_a_database_that_does_not_answer()
    {
        var (time, log) = (new FakeTime(), new CapturedLog());
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        var migration = new ScriptedMigration(0) { Fails = 2 };
        var start = new MigrationAtStart(
            migration, new DatabaseAwaited(time, loggers.CreateLogger<DatabaseAwaited>()));

        var starting = start.StartAsync(CancellationToken.None);
        for (var look = 1; look <= 2; look++)
        {
            await Eventually.Holds(() => migration.Migrations == look && time.Waits == 1, "it waits");
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await starting.InTime();
        Assert.That(log.Count("does not answer: nobody is there"), Is.EqualTo(1));
    }

    [Test]
    public void But_not_where_it_answers_what_is_wrong()
    {
        using var loggers = LoggerFactory.Create(logging => logging.ClearProviders());
        var migration = new ScriptedMigration(0) { Fails = 1, IsThere = true };
        var start = new MigrationAtStart(
            migration, new DatabaseAwaited(new FakeTime(), loggers.CreateLogger<DatabaseAwaited>()));

        Assert.ThrowsAsync<InvalidOperationException>(() => start.StartAsync(CancellationToken.None).InTime());
    }

    private sealed class ScriptedMigration(int missing) : IDatabaseMigration
    {
        public int Looks { get; private set; }

        public int Migrations { get; private set; }

        public int Fails { get; init; }

        public bool IsThere { get; init; }

        public Task Migrate(CancellationToken cancellationToken) => ++Migrations <= Fails
            ? Task.FromException(new InvalidOperationException("nobody is there"))
            : Task.CompletedTask;

        public bool IsAway(Exception exception) => !IsThere;

        public Task<IReadOnlyList<string>> Missing(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>(Looks++ < missing ? ["20260101_Columns"] : []);
    }
}
