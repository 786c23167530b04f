using Messaging;

namespace Tests.Messaging;

/// <summary>Answers from several topics meet in one group.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SeveralMessagesOfOneSaga : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly TestSaga saga;
    private readonly Guid id = Guid.NewGuid();

    public SeveralMessagesOfOneSaga(Engine engine)
    {
        database = new TestDatabase(engine);
        saga = new TestSaga(database);
    }

    [Test]
    public async Task The_second_sees_what_the_first_has_made_of_it()
    {
        await InOneGroup(Deposit(1), Deposit(2), Deposit(4));

        var transfer = Single();
        Assert.That((transfer.Amount, transfer.Version), Is.EqualTo((7L, 3)));
        Assert.That(Sent(), Is.EqualTo([3L, 7]));
    }

    [Test]
    public async Task One_that_comes_twice_is_applied_once()
    {
        using var duplicates = new Counted(Telemetry.Duplicates);
        var twice = Deposit(2);

        await InOneGroup(Deposit(1), twice, twice);

        Assert.That((Single().Amount, Single().Version), Is.EqualTo((3L, 2)));
        Assert.That(duplicates.Total, Is.EqualTo(1));
    }

    [Test]
    public async Task So_is_the_first_one_when_it_comes_twice()
    {
        var twice = Deposit(2);

        await InOneGroup(twice, twice);

        Assert.That((Single().Amount, Single().Version), Is.EqualTo((2L, 1)));
    }

    [Test]
    public async Task One_that_throws_is_undone_between_the_others_with_its_messages_and_its_history()
    {
        var outcomes = await InOneGroup(Deposit(1), Deposit(13), Deposit(4));

        Assert.That(
            outcomes.Select(outcome => outcome?.GetBaseException().Message), Is.EqualTo(new[] { null, "13", null }));
        Assert.That((Single().Amount, Single().Version), Is.EqualTo((5L, 2)));
        Assert.That(Sent(), Is.EqualTo([5L]));
        Assert.That(
            database.Rows(SagaHistoryTable.Table, "seq").Select(row => row.Version),
            Is.EqualTo(new long?[] { 1, 2, null }));
    }

    [Test]
    public async Task One_that_begins_it_and_one_that_ends_it_may_share_a_group()
    {
        await InOneGroup(Deposit(1), saga.Record(new Withdrawn(id, 1)));

        Assert.That(Single().CurrentState, Is.EqualTo("Done"));
        Assert.That(database.Rows(DeadlineTable.Table, "due_at"), Is.Empty, "its deadlines came and went");
    }

    [Test]
    public async Task One_that_overruns_is_refused_and_the_others_are_applied_again()
    {
        var late = new TaskCompletionSource();
        var deposits = 0;
        TransferStateMachine.OnDepositAsync = () => ++deposits == 1 ? late.Task : Task.CompletedTask;
        SagaUnit<Transfer, Deposited>.TimeLimit = TimeSpan.FromMilliseconds(50);

        var outcomes = await InOneGroup(Deposit(1), Deposit(2), Deposit(4));
        late.SetResult();

        Assert.That(outcomes[1], Is.TypeOf<UnitOverrunException>());
        Assert.That((Single().Amount, Single().Version), Is.EqualTo((5L, 2)));
        Assert.That(Sent(), Is.EqualTo([5L]));
    }

    [Test]
    public async Task A_behaviour_that_executes_another_unit_is_refused_at_once_even_after_an_await()
    {
        TransferStateMachine.OnDepositAsync = async () =>
        {
            await Task.Yield();
            await saga.GroupCommit.Execute(new ScriptedUnit(_ => { }));
        };

        var outcomes = await InOneGroup(Deposit(1), Deposit(2));

        Assert.That(
            outcomes[1]?.GetBaseException(),
            Is.TypeOf<InvalidOperationException>().With.Message.Contains("from within another unit"));
        Assert.That(Single().Amount, Is.EqualTo(1));
    }

    public async ValueTask DisposeAsync()
    {
        SagaUnit<Transfer, Deposited>.TimeLimit = TimeSpan.FromSeconds(5);
        TransferStateMachine.OnDepositAsync = () => Task.CompletedTask;
        await saga.DisposeAsync();
        database.Dispose();
    }

    private OutgoingMessage Deposit(long amount) => saga.Record(new Deposited(id, amount));

    private async Task<Exception?[]> InOneGroup(params OutgoingMessage[] records)
    {
        using var held = new HeldGroup(saga.GroupCommit);
        await held.Begun;
        var delivered = records.Select(record => saga.Deliver(record).Outcome()).ToList();
        await held.Release();
        var outcomes = await Task.WhenAll(delivered).InTime();
        Assert.That(database.Groups(), Is.EqualTo(2));
        return outcomes;
    }

    private Transfer Single()
    {
        using var context = database.Of().OpenContext(null);
        return context.Set<Transfer>().Single();
    }

    private IEnumerable<long> Sent() =>
        database.Outbox().Select(row => LedgerMessages.Read<CloseAccount>(row.Value).Number);
}
