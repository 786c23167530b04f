using Messaging;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WhatIsDueFires : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly TestDatabase database;
    private readonly TestSaga deadlines;

    public WhatIsDueFires(Engine engine)
    {
        database = new TestDatabase(engine);
        TransferStateMachine.IsBroken = false;
        deadlines = new TestSaga(database);
    }

    [Test]
    public async Task Once_and_its_row_is_gone()
    {
        var transfer = await deadlines.OpenTransfer(dueIn: Minute, amount: 7);
        Assert.That(await deadlines.FireDue(), Is.Zero, "it is not due yet");
        Assert.That(StateOf(transfer), Is.EqualTo("Open"));

        deadlines.Time.Advance(Minute);
        Assert.That(await deadlines.FireDue(), Is.EqualTo(1));
        Assert.That(await deadlines.FireDue(), Is.Zero);

        Assert.That(StateOf(transfer), Is.EqualTo("Late"));
        Assert.That(Standing(), Is.Empty);
        Assert.That(
            database.Outbox().Select(row => LedgerMessages.Read<Withdrawn>(row.Value).Number), Is.EqualTo([7L]));
    }

    [Test]
    public async Task And_stands_in_the_history_under_its_token_with_what_it_caused()
    {
        var transfer = await deadlines.OpenTransfer(dueIn: Minute);
        var token = Standing().Single().Token;

        deadlines.Time.Advance(Minute);
        await deadlines.FireDue();

        var history = database.Rows(SagaHistoryTable.Table, "seq");
        Assert.That(
            history.Select(row => (row.SagaId, row.Type, row.Direction, row.StateBefore, row.StateAfter)),
            Is.EqualTo(
            [
                (transfer, "deadline.late", "deadline", "Open", "Late"),
                (transfer, "ledger.withdrawn.v1", "out", (string?)null, (string?)null),
            ]));
        Assert.That(history[0].MessageId, Is.EqualTo(token));
        Assert.That(history[0].Version, Is.EqualTo(2));
    }

    [Test]
    public async Task The_oldest_first()
    {
        foreach (var minutes in new[] { 3, 1, 2 })
            await deadlines.OpenTransfer(dueIn: minutes * Minute, amount: minutes);

        deadlines.Time.Advance(5 * Minute);
        await deadlines.FireDue();

        Assert.That(
            database.Outbox().Select(row => LedgerMessages.Read<Withdrawn>(row.Value).Number), Is.EqualTo([1L, 2, 3]));
    }

    [Test]
    public async Task Only_so_many_at_once_and_of_these_too_the_oldest_first()
    {
        await using var bounded = new TestSaga(database, mostAtOnce: 2);
        foreach (var minutes in new[] { 3, 1, 2 })
            await bounded.OpenTransfer(dueIn: minutes * Minute, amount: minutes);
        bounded.Time.Advance(5 * Minute);

        Assert.That(await bounded.FireDue(), Is.EqualTo(2));
        Assert.That(
            database.Outbox().Select(row => LedgerMessages.Read<Withdrawn>(row.Value).Number), Is.EqualTo([1L, 2]));
        Assert.That(await bounded.FireDue(), Is.EqualTo(1));
    }

    [Test]
    public async Task Unless_its_row_is_gone_by_then()
    {
        // Both are claimed together; what is late takes the question back.
        var transfer = await deadlines.OpenTransfer(dueIn: Minute);
        var ask = Guid.NewGuid();
        await deadlines.GroupCommit.Execute(new ScriptedUnit(unit =>
        {
            unit.Transfers().Find(transfer)!.ReminderToken = ask;
            unit.Insert(
                DeadlineTable.Table,
                deadlines.Row(ask, transfer, "ask", deadlines.Time.Now + (2 * Minute), new AskAboutTransfer(transfer)));
        })).InTime();

        deadlines.Time.Advance(2 * Minute);
        Assert.That(await deadlines.FireDue(), Is.EqualTo(2));

        Assert.That(database.Outbox(), Has.Count.EqualTo(1), "nobody is asked");
        Assert.That(Standing(), Is.Empty);
        Assert.That(
            database.Rows(SagaHistoryTable.Table, "seq").Select(row => row.Type), Has.None.EqualTo("deadline.ask"));
    }

    [Test]
    public async Task Without_effect_where_the_saga_waits_for_another_token()
    {
        var transfer = await deadlines.OpenTransfer(dueIn: Minute, token: Guid.NewGuid());

        deadlines.Time.Advance(Minute);
        await deadlines.FireDue();

        Assert.That(StateOf(transfer), Is.EqualTo("Open"));
        Assert.That(database.Outbox(), Is.Empty);
        Assert.That(Standing(), Is.Empty);
    }

    [Test]
    public async Task Again_after_30_seconds_and_not_before_where_it_failed()
    {
        var transfer = await deadlines.OpenTransfer(dueIn: Minute);
        TransferStateMachine.IsBroken = true;
        deadlines.Time.Advance(Minute);
        Assert.That(await deadlines.FireDue(), Is.EqualTo(1));
        Assert.That(deadlines.Log.Count("could not be applied; it fires again"), Is.EqualTo(1));
        Assert.That(StateOf(transfer), Is.EqualTo("Open"));
        TransferStateMachine.IsBroken = false;

        deadlines.Time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.That(await deadlines.FireDue(), Is.Zero);

        deadlines.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(await deadlines.FireDue(), Is.EqualTo(1));
        Assert.That(StateOf(transfer), Is.EqualTo("Late"));
    }

    [Test]
    public async Task Even_if_nobody_here_knows_what_it_is_it_stays_and_harms_no_other()
    {
        await deadlines.GroupCommit.Execute(new ScriptedUnit(unit => unit.Insert(
            DeadlineTable.Table,
            deadlines.Row(Guid.NewGuid(), Guid.NewGuid(), "unheard-of", deadlines.Time.Now, "?")))).InTime();
        var transfer = await deadlines.OpenTransfer(dueIn: TimeSpan.Zero);

        await deadlines.FireDue();

        Assert.That(StateOf(transfer), Is.EqualTo("Late"));
        Assert.That(Standing().Select(row => row.Name), Is.EqualTo(["unheard-of"]));
    }

    public async ValueTask DisposeAsync()
    {
        await deadlines.DisposeAsync();
        database.Dispose();
    }

    private List<DeadlineRow> Standing() => database.Rows(DeadlineTable.Table, "due_at");

    private string StateOf(Guid transfer)
    {
        using var context = database.Of().OpenContext(null);
        return context.Find<Transfer>(transfer)!.CurrentState;
    }
}
