using Messaging;

namespace Tests.Messaging;

/// <summary>
/// A message that somebody counts on is published again, as it was, until whoever applies it deletes its row.
/// </summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PublishedUntilItIsApplied : IAsyncDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private readonly TestDatabase database;
    private readonly TestSaga deadlines;
    private readonly Deposited message = new(Guid.NewGuid(), 7, "thanks");

    public PublishedUntilItIsApplied(Engine engine)
    {
        database = new TestDatabase(engine);
        deadlines = new TestSaga(database);
    }

    [Test]
    public async Task It_is_sent_and_its_row_stands_in_one_transaction()
    {
        await Produce();

        var (sent, row) = (Sent().Single(), Standing().Single());
        Assert.That(row, Is.EqualTo(new DeadlineRow
        {
            Token = sent.Id,
            CorrelationId = message.AccountId,
            Name = "intake",
            DueAt = deadlines.Time.Now + FirstWait,
            ClaimedUntil = deadlines.Time.Now,
            Attempt = 1,
            TraceParent = sent.Headers.Text("traceparent"),
            MessageType = "ledger.deposited.v1",
            Value = sent.Value,
        }).UsingPropertiesComparer());
        Assert.That(database.Groups(), Is.EqualTo(1));
    }

    [Test]
    public async Task Sent_again_it_has_the_same_id_key_and_value()
    {
        await Produce();

        deadlines.Time.Advance(FirstWait);
        await deadlines.FireDue();

        var (first, again) = (Sent()[0], Sent()[1]);
        Assert.That(again.Id, Is.EqualTo(first.Id));
        Assert.That((again.Key, again.Value, again.Topic), Is.EqualTo((first.Key, first.Value, first.Topic)));
        Assert.That(again.Headers.Text("CorrelationId"), Is.EqualTo(message.AccountId.ToString()));
        Assert.That(TraceOf(again), Is.EqualTo(TraceOf(first)));
    }

    [Test]
    public async Task Each_wait_is_longer_up_to_ten_minutes()
    {
        await Produce();
        var waits = new List<double>();
        for (var n = 0; n < 7; n++)
        {
            var row = Standing().Single();
            waits.Add((row.DueAt - deadlines.Time.Now).TotalSeconds);
            Assert.That(row.Attempt, Is.EqualTo(n + 1));
            deadlines.Time.Advance(row.DueAt - deadlines.Time.Now);
            Assert.That(await deadlines.FireDue(), Is.EqualTo(1));
        }

        Assert.That(waits, Is.EqualTo([30d, 60, 120, 240, 480, 600, 600]));
        Assert.That(Sent(), Has.Count.EqualTo(8));
    }

    [Test]
    public void A_first_wait_beyond_ten_minutes_stays_what_it_is()
    {
        var hour = TimeSpan.FromHours(1);

        Assert.That(AwaitedMessages.NextWait(hour, 1), Is.EqualTo(hour));
        Assert.That(AwaitedMessages.NextWait(FirstWait, int.MaxValue), Is.EqualTo(TimeSpan.FromMinutes(10)));
    }

    [Test]
    public async Task Once_its_row_is_gone_it_is_sent_no_more()
    {
        await Produce();
        database.Execute("DELETE FROM deadlines");

        deadlines.Time.Advance(TimeSpan.FromHours(1));

        Assert.That(await deadlines.FireDue(), Is.Zero);
        Assert.That(Sent(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_is_asked_again_is_counted_by_its_name()
    {
        using var counted = new Counted(Telemetry.AskedAgain);
        await Produce();

        deadlines.Time.Advance(FirstWait);
        await deadlines.FireDue();

        Assert.That(counted.By("kind")["intake"], Is.EqualTo(1));
    }

    [Test]
    public async Task A_type_that_nobody_here_knows_is_reported_and_its_row_stays()
    {
        await Produce();
        database.Execute("UPDATE deadlines SET message_type = 'ledger.unheard_of.v1'");

        deadlines.Time.Advance(FirstWait);
        await deadlines.FireDue();

        Assert.That(deadlines.Log.Count("'ledger.unheard_of.v1'"), Is.EqualTo(1));
        Assert.That(Standing(), Has.Count.EqualTo(1));
        Assert.That(Sent(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Where_records_may_be_lost_all_are_due_at_once_and_what_was_late_stays_first()
    {
        var now = deadlines.Time.Now;
        await deadlines.GroupCommit.Execute(new ScriptedUnit(unit =>
        {
            Insert(unit, 1, dueAt: now.AddHours(1), claimedUntil: now);
            Insert(unit, 2, dueAt: now.AddHours(-1), claimedUntil: now.AddSeconds(20));
        })).InTime();

        await deadlines.GroupCommit.Execute(new DeadlinePoller.MakeDue()).InTime();

        Assert.That(Standing().Select(row => (row.Attempt, row.DueAt, row.ClaimedUntil)), Is.EqualTo(
            [(2, now.AddHours(-1), now), (1, now, now)]));
        Assert.That(await deadlines.FireDue(), Is.EqualTo(2));
    }

    public async ValueTask DisposeAsync()
    {
        await deadlines.DisposeAsync();
        database.Dispose();
    }

    private static string TraceOf(OutgoingMessage sent) => sent.Headers.Text("traceparent")!.Split('-')[1];

    private Task Produce() => deadlines.GroupCommit.Execute(new ScriptedUnit(unit =>
        unit.ProduceUntilApplied(message, message.AccountId, "intake", FirstWait))).InTime();

    private void Insert(UnitOfWork unit, int attempt, DateTime dueAt, DateTime claimedUntil) => unit.Insert(
        DeadlineTable.Table,
        deadlines.Row(Guid.NewGuid(), message.AccountId, "intake", dueAt, message) with
        {
            ClaimedUntil = claimedUntil,
            Attempt = attempt,
            MessageType = "ledger.deposited.v1",
        });

    private List<DeadlineRow> Standing() => database.Rows(DeadlineTable.Table, "due_at");

    private List<OutgoingMessage> Sent() => database.Outbox().ConvertAll(row => NumberedMessage.Of(row).Message);
}
