using System.Text;
using MassTransit;
using Messaging;

namespace Tests.Messaging;

/// <summary>
/// A state machine on the rider: each message is one step, applied once, with its history, deadlines and messages.
/// </summary>
[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
internal sealed class SagasOnTopics(Broker broker)
{
    private TestDatabase database;
    private TestHostSetup setup;
    private TestHost host;

    [OneTimeSetUp]
    public async Task Given_a_saga_on_a_topic()
    {
        database = new TestDatabase();
        setup = new TestHostSetup(database, broker);
        setup.Types = [.. setup.Types.Select(type => type with { IsAwaited = type.ClrType == typeof(Withdrawn) })];
        setup.AddServices = services => services.AddTransferDeadlines();
        setup.AddToRider = rider => rider.AddSagaStateMachine<TransferStateMachine, Transfer>()
            .GroupCommitRepository<Transfer, LedgerContext>(transfer => transfer.CurrentState);
        setup.Configure = (context, kafka) => kafka.TopicEndpoint(setup.Topic, setup.Group, endpoint =>
        {
            endpoint.DeadLettersTo<LedgerContext>();
            endpoint.ConfigureSaga<Transfer>(context);
        });
        host = await TestHost.Start(setup);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await host.DisposeAsync();
        database.Dispose();
    }

    [Test]
    public async Task The_first_message_begins_it_with_its_deadlines()
    {
        var id = Guid.NewGuid();

        await setup.Write(new Deposited(id, 5));
        var transfer = await Transfer(id, version: 1);

        Assert.That((transfer.CurrentState, transfer.Amount), Is.EqualTo(("Open", 5L)));
        var deadlines = Deadlines(id);
        Assert.That(deadlines.Select(row => row.Name), Is.EqualTo(["ask", "late"]));
        Assert.That(deadlines.Select(row => row.Token), Is.EqualTo([transfer.ReminderToken, transfer.TimeoutToken]));
        Assert.That(
            deadlines.Select(row => (row.DueAt - DateTime.UtcNow).TotalMinutes),
            Is.EqualTo(new[] { 1d, 5 }).Within(0.9));
    }

    [Test]
    public async Task What_it_waits_for_no_longer_has_no_deadline_any_more()
    {
        var id = Guid.NewGuid();
        await setup.Write(new Deposited(id, 5));
        await setup.Write(new Withdrawn(id, 5));

        var transfer = await Transfer(id, version: 2);

        Assert.That(transfer.CurrentState, Is.EqualTo("Done"));
        Assert.That(Deadlines(id), Is.Empty);
    }

    [Test]
    public async Task Each_step_stands_in_the_history_with_what_it_produced()
    {
        var id = Guid.NewGuid();
        var (begin, more) = (setup.Record(new Deposited(id, 5)), setup.Record(new Deposited(id, 6)));

        await setup.Broker.Write(begin);
        await setup.Broker.Write(more);
        await Transfer(id, version: 2);

        var history = History(id);
        Assert.That(
            history.Select(row => (row.Version, row.Type, row.Direction, row.StateBefore, row.StateAfter)),
            Is.EqualTo(
            [
                (1L, "ledger.deposited.v1", "in", null, "Open"),
                (2L, "ledger.deposited.v1", "in", "Open", "Open"),
                ((long?)null, "ledger.close_account.v1", "out", (string?)null, (string?)null),
            ]));
        Assert.That(history.Take(2).Select(row => row.MessageId), Is.EqualTo([begin.Id, more.Id]));
        Assert.That(Encoding.UTF8.GetString(history[2].Payload), Does.Contain("\"number\":11"));
    }

    [Test]
    public async Task A_message_that_comes_twice_is_applied_once()
    {
        using var duplicates = new Counted(Telemetry.Duplicates);
        var id = Guid.NewGuid();
        var more = setup.Record(new Deposited(id, 5));
        await setup.Write(new Deposited(id, 1));

        await setup.Broker.Write(more);
        await setup.Broker.Write(more);
        await setup.Write(new Withdrawn(id, 1));

        var transfer = await Transfer(id, version: 3);
        Assert.That(transfer.Amount, Is.EqualTo(6));
        Assert.That(History(id).Count(row => row.MessageId == more.Id), Is.EqualTo(1));
        Assert.That(duplicates.Total, Is.EqualTo(1));
    }

    [Test]
    public async Task A_step_that_throws_leaves_nothing_but_its_dead_letter()
    {
        var id = Guid.NewGuid();
        await setup.Write(new Deposited(id, 1));

        await setup.Write(new Deposited(id, 13));
        await setup.Write(new Deposited(id, 2));

        var transfer = await Transfer(id, version: 2);
        Assert.That(transfer.Amount, Is.EqualTo(3));
        Assert.That(History(id).Select(row => row.Type), Is.EqualTo(
            ["ledger.deposited.v1", "ledger.deposited.v1", "ledger.close_account.v1"]));
        var dead = database.DeadLetters().Single(row => row.Message == "13");
        Assert.That((dead.Reason, dead.Attempts), Is.EqualTo(("retries-exhausted", 4)));
        Assert.That(
            dead.ExceptionType, Is.EqualTo("System.NotSupportedException"), "not what a state machine wraps it in");
    }

    [Test]
    public async Task A_message_without_a_saga_is_done_and_leaves_no_history()
    {
        var id = Guid.NewGuid();
        await setup.Write(new Withdrawn(id, 1));
        await setup.Write(new Deposited(id, 1));

        await Transfer(id, version: 1);

        Assert.That(History(id).Select(row => row.Type), Is.EqualTo(["ledger.deposited.v1"]));
        Assert.That(database.DeadLetters().Where(row => row.RecordKey!.SequenceEqual(WireFormat.Text(id))), Is.Empty);
    }

    [Test]
    public async Task A_message_that_somebody_counts_on_ends_the_wait_for_it([Values] bool isDuplicate)
    {
        var id = Guid.NewGuid();
        await setup.Write(new Deposited(id, 1));
        await Transfer(id, version: 1);

        await host.GroupCommit.Execute(new ScriptedUnit(unit =>
            unit.ProduceUntilApplied(new Withdrawn(id, 1), id, "intake", TimeSpan.FromHours(1)))).InTime();
        await Transfer(id, version: 2);

        await Eventually.Holds(() => Deadlines(id).Count == 0, "the wait is over");
        if (isDuplicate)
        {
            // Published again in the very moment in which it was applied.
            var applied = History(id).Last().MessageId;
            await host.GroupCommit.Execute(new ScriptedUnit(unit =>
                unit.Insert(DeadlineTable.Table, AgainOf(applied, id)))).InTime();
            await setup.Broker.Write(WireFormat.Write(
                setup.Types.Single(type => type.ClrType == typeof(Withdrawn)), applied, id,
                LedgerMessages.Json(new Withdrawn(id, 1)), Cause.None, DateTime.UtcNow));
            await Eventually.Holds(() => Deadlines(id).Count == 0, "the wait is over again");
        }
    }

    private static DeadlineRow AgainOf(Guid message, Guid id) => new()
    {
        Token = message,
        CorrelationId = id,
        Name = "intake",
        DueAt = DateTime.UtcNow.AddHours(1),
        ClaimedUntil = DateTime.UtcNow,
        Attempt = 2,
        MessageType = "ledger.withdrawn.v1",
        Value = [],
    };

    private async Task<Transfer> Transfer(Guid id, int version)
    {
        Transfer? found = null;
        await Eventually.Holds(() => (found = Find(id))?.Version >= version, $"the saga has taken step {version}");
        Assert.That(found!.Version, Is.EqualTo(version));
        return found;
    }

    private Transfer? Find(Guid id)
    {
        using var context = database.Of().OpenContext(null);
        return context.Find<Transfer>(id);
    }

    private List<SagaHistoryRow> History(Guid id) =>
        database.Rows(SagaHistoryTable.Table, "seq").FindAll(row => row.SagaId == id);

    private List<DeadlineRow> Deadlines(Guid id) =>
        database.Rows(DeadlineTable.Table, "due_at").FindAll(row => row.CorrelationId == id);
}
