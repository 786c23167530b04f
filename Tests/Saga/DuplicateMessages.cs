using Contracts;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Orders.Testing;

namespace Tests.Saga;

[Category("Unit")]
public class DuplicateMessages
{
    [Test]
    public async Task A_message_that_comes_twice_is_applied_once()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        var paid = harness.RecordOf(Say.Paid(order));
        await harness.Deliver(paid);
        var before = await Traces(harness, order);

        await harness.Deliver(paid);

        Assert.That(await Traces(harness, order), Is.EqualTo(before));
    }

    [Test]
    public async Task It_is_applied_once_even_where_both_are_in_one_transaction()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Reserved(order));
        var paid = harness.RecordOf(Say.Paid(order));
        var groups = await Groups(harness);

        await harness.DeliverTogether(paid, paid, paid);

        Assert.That(await Groups(harness), Is.EqualTo(groups + 2), "one to keep it busy, one with all three");
        Assert.That((await harness.History(order)).Count(row => row.MessageId == paid.Id), Is.EqualTo(1));
        Assert.That(harness.Produced<OrderConfirmed>(), Has.Count.EqualTo(1));
        Assert.That((await harness.Order(order)).Version, Is.EqualTo(4));
    }

    [Test]
    public async Task The_same_words_under_another_id_are_another_message()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));
        var produced = harness.Outbox.Count;

        await harness.Deliver(Say.Paid(order));

        var history = await harness.History(order);
        Assert.That(history[^1].StateAfter, Is.EqualTo("AwaitingStock"), "written down, and ignored");
        Assert.That((await harness.Order(order)).Version, Is.EqualTo(4));
        Assert.That(harness.Outbox, Has.Count.EqualTo(produced));
    }

    [Test]
    public async Task An_order_that_has_ended_does_not_begin_again()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Declined(order));
        await harness.Deliver(Say.Released(order));
        var before = await Traces(harness, order);

        await harness.Advance(TimeSpan.FromDays(80));
        await harness.Deliver<OrderCreated>();

        Assert.That(await Traces(harness, order), Is.EqualTo(before));
    }

    [Test]
    public async Task All_that_was_ever_read_is_read_again_and_changes_nothing()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        List<OutgoingMessage> read = [harness.Outbox[0]];
        object[] messages = [Say.Paid(order), Say.Rejected(order), Say.RefundRefused(order), Say.Refunded(order)];
        foreach (var message in messages)
        {
            read.Add(harness.RecordOf(message));
            await harness.Deliver(read[^1]);
        }

        var before = await Traces(harness, order);

        foreach (var record in read)
            await harness.Deliver(record);
        await harness.DeliverTogether(read);

        Assert.That(await Traces(harness, order), Is.EqualTo(before));
    }

    [Test]
    public async Task A_whole_life_in_one_transaction_is_the_same_life()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.AcceptUnread();
        var groups = await Groups(harness);

        await harness.DeliverTogether(
            harness.Outbox[0], harness.RecordOf(Say.Reserved(order)), harness.RecordOf(Say.Paid(order)));

        Assert.That(await Groups(harness), Is.EqualTo(groups + 2));
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Confirmed"));
        Assert.That((await harness.History(order)).Where(row => row.Version is not null).Select(row => row.Version),
            Is.EqualTo(new long?[] { 1, 2, 3, 4 }));
        Assert.That(harness.Deadlines, Is.Empty);
    }

    [Test]
    public async Task One_order_that_cannot_be_applied_spoils_no_other_of_its_transaction()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Reserved(order));
        var forged = Guid.NewGuid();

        Assert.That(
            () => harness.DeliverTogether(
                harness.RecordOf(new OrderCreated(forged, "c-42", [new("WIDGET", 1, 1)], 1, "EUR")),
                harness.RecordOf(Say.Paid(order))),
            Throws.InnerException.With.Message.Contains($"Order '{forged}' has no row"));

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Confirmed"));
        Assert.That(await harness.State(forged), Is.Null);
        Assert.That(await harness.History(forged), Is.Empty);
    }

    /// <summary>All that a message can leave behind.</summary>
    private static async Task<(int Saga, long Order, int History, int Produced, int Deadlines)> Traces(
        OrderTestHarness harness, Guid order) =>
        ((await harness.State(order))!.Version, (await harness.Order(order)).Version,
            (await harness.History(order)).Count, harness.Outbox.Count, harness.Deadlines.Count);

    private static async Task<long> Groups(OrderTestHarness harness)
    {
        await using var model = harness.Database.OpenContext(null);
        return (await model.Set<OwnerRow>().SingleAsync()).LastGroup;
    }
}
