using System.Text;
using Contracts;
using Messaging;
using Orders.Data;
using Orders.Testing;

namespace Tests.Saga;

[Category("Unit")]
public class OrderIsConfirmed
{
    [Test]
    public async Task Payment_and_stock_are_asked_for_at_once()
    {
        await using var harness = await OrderTestHarness.Start();

        var order = await harness.Accept([new("WIDGET", 2, 1250), new("GADGET", 1, 999)], "tok_slow_5s");

        Assert.That(harness.Produced<ProcessPayment>().Single(),
            Is.EqualTo(new ProcessPayment(order, 3499, "EUR", "tok_slow_5s")));
        var reserve = harness.Produced<ReserveStock>().Single();
        Assert.That(reserve.OrderId, Is.EqualTo(order));
        Assert.That(reserve.Lines, Is.EqualTo(new StockLine[] { new("WIDGET", 2), new("GADGET", 1) }));
        Assert.That(harness.Deadlines, Is.EqualTo(new[] { new StandingDeadline("step", TimeSpan.FromMinutes(1), 1) }));
        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("AwaitingPaymentAndStock"));
        Assert.That(saga.PaymentStatus, Is.EqualTo(PaymentStatuses.Pending));
        Assert.That(saga.StockStatus, Is.EqualTo(StockStatuses.Pending));
        Assert.That((await harness.Order(order)).Status, Is.EqualTo(OrderStatuses.Processing));
    }

    [Test]
    public async Task Every_message_has_an_id_of_its_own_and_belongs_to_the_order()
    {
        await using var harness = await OrderTestHarness.Start();

        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));
        await harness.Deliver(Say.Reserved(order));

        Assert.That(harness.Outbox, Has.Count.EqualTo(4));
        Assert.That(harness.Outbox.Select(record => record.Id), Is.Unique);
        foreach (var record in harness.Outbox)
        {
            Assert.That(record.Id.Version, Is.EqualTo(7));
            Assert.That(Encoding.UTF8.GetString(record.Key!), Is.EqualTo(order.ToString()));
            Assert.That(record.Headers.Text(WireFormat.MessageId), Is.EqualTo(record.Id.ToString()));
            Assert.That(record.Headers.Text(WireFormat.CorrelationId), Is.EqualTo(order.ToString()));
            Assert.That(record.Headers.Text(WireFormat.ConversationId), Is.EqualTo(order.ToString()));
        }

        Assert.That(
            harness.Outbox.Select(record => record.Headers.Text(WireFormat.InitiatorId)),
            Is.EqualTo(new[] { null, order.ToString(), order.ToString(), order.ToString() }), "the first has no cause");
    }

    [TestCase("payment", "AwaitingStock")]
    [TestCase("stock", "AwaitingPayment")]
    public async Task Both_answers_confirm_it_whichever_comes_first(string first, string between)
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        object[] answers = [Say.Paid(order), Say.Reserved(order)];
        if (first == "stock")
            Array.Reverse(answers);

        await harness.Deliver(answers[0]);

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo(between));
        Assert.That(harness.Produced<OrderConfirmed>(), Is.Empty);

        await harness.Deliver(answers[1]);

        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Confirmed"));
        Assert.That(saga.PaymentStatus, Is.EqualTo(PaymentStatuses.Completed));
        Assert.That(saga.PaymentId, Is.EqualTo(Say.Paid(order).PaymentId));
        Assert.That(saga.CapturedMinor, Is.EqualTo(2500));
        Assert.That(saga.StockStatus, Is.EqualTo(StockStatuses.Reserved));
        Assert.That(harness.Produced<OrderConfirmed>(), Is.EqualTo(new[] { new OrderConfirmed(order) }));
    }

    [Test]
    public async Task The_customer_sees_it_with_the_time_of_its_end()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));
        harness.Clock.Advance(TimeSpan.FromSeconds(7));

        await harness.Deliver(Say.Reserved(order));

        var seen = await harness.Order(order);
        Assert.That(seen.Status, Is.EqualTo(OrderStatuses.Confirmed));
        Assert.That(seen.Reason, Is.Null);
        Assert.That(seen.Detail, Is.Null);
        Assert.That(seen.Cancellation, Is.Null);
        Assert.That(seen.EndedAt, Is.EqualTo(harness.Clock.GetUtcNow().UtcDateTime));
        Assert.That(seen.UpdatedAt, Is.EqualTo(seen.EndedAt));
        Assert.That(seen.EndedAt - seen.CreatedAt, Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task Nothing_is_waited_for_or_asked_any_more()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));
        await harness.Deliver(Say.Reserved(order));
        var produced = harness.Outbox.Count;

        Assert.That(harness.Deadlines, Is.Empty);
        await harness.Advance(TimeSpan.FromDays(2));

        Assert.That(harness.ProducedSince(produced), Is.Empty);
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Confirmed"));
    }

    [Test]
    public async Task Its_history_tells_every_step()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Reserved(order));
        await harness.Advance(TimeSpan.FromMinutes(1));
        await harness.Deliver(Say.Paid(order));

        Assert.That((await harness.History(order)).Select(Told), Is.EqualTo(new[]
        {
            "1 http orders.accepted",
            "2 in orders.order_created.v1  > AwaitingPaymentAndStock",
            " out payments.process_payment.v1",
            " out inventory.reserve_stock.v1",
            "3 in inventory.stock_reserved.v1 AwaitingPaymentAndStock > AwaitingPayment",
            "4 deadline deadline.step AwaitingPayment > AwaitingPayment",
            " out payments.process_payment.v1",
            "5 in payments.payment_completed.v1 AwaitingPayment > Confirmed",
            " out orders.order_confirmed.v1",
        }));
        Assert.That((await harness.Order(order)).Version, Is.EqualTo(5));
        Assert.That((await harness.State(order))!.Version, Is.EqualTo(4), "the saga's own counts what it has applied");
    }

    [Test]
    public async Task Its_history_has_what_went_out_under_the_ids_and_with_the_bytes_it_went_out_with()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Reserved(order));
        await harness.Deliver(Say.Paid(order));

        var history = (await harness.History(order)).Where(row => row.Direction == Directions.Out).ToList();

        var sent = harness.Outbox.Skip(1).ToList();
        Assert.That(history.Select(row => row.MessageId), Is.EqualTo(sent.Select(record => record.Id)));
        Assert.That(
            history.Skip(1).Select(row => row.Payload),
            Is.EqualTo(sent.Skip(1).Select(record => record.Value)), "all but the payment, which is masked");
    }

    [Test]
    public async Task Its_history_never_shows_the_payment_token()
    {
        await using var harness = await OrderTestHarness.Start();

        var order = await harness.Accept(token: "tok_secret");

        var payloads = (await harness.History(order)).Select(row => Encoding.UTF8.GetString(row.Payload)).ToList();
        Assert.That(payloads, Has.None.Contains("tok_secret"));
        Assert.That(payloads, Has.One.Contains("\"paymentToken\":\"***\""));
        Assert.That(harness.Produced<ProcessPayment>().Single().PaymentToken, Is.EqualTo("tok_secret"));
    }

    private static string Told(SagaHistoryRow row) =>
        $"{row.Version} {row.Direction} {row.Type}"
        + (row.StateAfter is null ? "" : $" {row.StateBefore} > {row.StateAfter}");
}
