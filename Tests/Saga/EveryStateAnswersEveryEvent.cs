using Contracts;
using Orders.Saga;
using Orders.Testing;

namespace Tests.Saga;

/// <summary>
/// Walks the whole table: every state of the machine, and the order without a saga, times every event. Both are read
/// from the machine, so what is added there has to be added here.
/// </summary>
[Category("Unit")]
public partial class EveryStateAnswersEveryEvent
{
    /// <summary>
    /// Situations, and for their events the next state with the messages produced. <c>noted</c>: the saga knows more
    /// but stays. <c>ignored</c>: nothing but a row of the history. <c>no history</c>: not even that. An event of
    /// several kinds has them in parentheses; without, all those are meant that are not named beside it.
    /// </summary>
    private const string Table =
        """
        no saga
            OrderCreated                                        → AwaitingPaymentAndStock + ProcessPayment, ReserveStock
            CancellationRequested, OperatorActed                → no history
            PaymentCompleted, PaymentFailed                     → no history
            PaymentRefunded, RefundFailed, RefundWaived         → no history
            StockReserved, StockRejected, StockReleased         → no history
            StepDeadline, UndoDeadline                          → no history

        AwaitingPaymentAndStock
            PaymentCompleted                                    → AwaitingStock
            StockReserved                                       → AwaitingPayment
            StepDeadline                                        → AwaitingPaymentAndStock + ProcessPayment, ReserveStock
            OperatorActed(retry)                                → AwaitingPaymentAndStock + ProcessPayment, ReserveStock
            PaymentCompleted(another amount)                    → Undoing + RefundPayment, ReleaseStock
            PaymentFailed                                       → Undoing + ReleaseStock
            StockRejected                                       → Undoing + RefundPayment
            CancellationRequested, OperatorActed(cancel)        → Undoing + RefundPayment, ReleaseStock
            StepDeadline(last)                                  → Undoing + RefundPayment, ReleaseStock
            PaymentRefunded, RefundFailed, RefundWaived         → ignored
            StockReleased, UndoDeadline                         → ignored
            OrderCreated, OperatorActed                         → ignored

        AwaitingPayment
            PaymentCompleted                                    → Confirmed + OrderConfirmed
            StepDeadline, OperatorActed(retry)                  → AwaitingPayment + ProcessPayment
            PaymentCompleted(another amount)                    → Undoing + RefundPayment, ReleaseStock
            PaymentFailed                                       → Undoing + ReleaseStock
            CancellationRequested, OperatorActed(cancel)        → Undoing + RefundPayment, ReleaseStock
            StepDeadline(last)                                  → Undoing + RefundPayment, ReleaseStock
            StockReserved, StockRejected                        → ignored
            PaymentRefunded, RefundFailed, RefundWaived         → ignored
            StockReleased, UndoDeadline                         → ignored
            OrderCreated, OperatorActed                         → ignored

        AwaitingStock
            StockReserved                                       → Confirmed + OrderConfirmed
            StepDeadline, OperatorActed(retry)                  → AwaitingStock + ReserveStock
            StockRejected                                       → Undoing + RefundPayment
            CancellationRequested, OperatorActed(cancel)        → Undoing + RefundPayment, ReleaseStock
            StepDeadline(last)                                  → Undoing + RefundPayment, ReleaseStock
            PaymentCompleted, PaymentFailed                     → ignored
            PaymentRefunded, RefundFailed, RefundWaived         → ignored
            StockReleased, UndoDeadline                         → ignored
            OrderCreated, OperatorActed                         → ignored

        Confirmed
            PaymentCompleted, PaymentFailed                     → ignored
            PaymentRefunded, RefundFailed, RefundWaived         → ignored
            StockReserved, StockRejected, StockReleased         → ignored
            StepDeadline, UndoDeadline                          → ignored
            OrderCreated, CancellationRequested, OperatorActed  → ignored

        Undoing both
            PaymentRefunded, RefundWaived, RefundFailed         → noted
            StockReleased                                       → noted
            PaymentCompleted, PaymentFailed                     → noted
            UndoDeadline                                        → Undoing + RefundPayment, ReleaseStock
            UndoDeadline(last)                                  → NeedsAttention + OrderNeedsAttention
            OperatorActed(retry)                                → Undoing + RefundPayment, ReleaseStock
            OperatorActed(resolve payment)                      → Undoing + WaiveRefund, ReleaseStock
            OperatorActed(resolve stock)                        → noted
            StockReserved, StockRejected, StepDeadline          → ignored
            OrderCreated, CancellationRequested, OperatorActed  → ignored

        Undoing the payment
            PaymentRefunded, RefundWaived                       → Cancelled + OrderCancelled
            RefundFailed                                        → noted
            PaymentCompleted, PaymentFailed                     → noted
            UndoDeadline                                        → Undoing + RefundPayment
            UndoDeadline(last)                                  → NeedsAttention + OrderNeedsAttention
            OperatorActed(retry)                                → Undoing + RefundPayment
            OperatorActed(resolve payment)                      → Undoing + WaiveRefund
            OperatorActed(resolve stock)                        → ignored
            StockReserved, StockRejected, StockReleased         → ignored
            OrderCreated, CancellationRequested, OperatorActed  → ignored
            StepDeadline                                        → ignored

        Undoing the stock
            StockReleased                                       → Cancelled + OrderCancelled
            UndoDeadline                                        → Undoing + ReleaseStock
            UndoDeadline(last)                                  → NeedsAttention + OrderNeedsAttention
            OperatorActed(retry), OperatorActed(resolve payment) → Undoing + ReleaseStock
            OperatorActed(resolve stock)                        → Cancelled + OrderCancelled
            PaymentCompleted, PaymentFailed                     → ignored
            PaymentRefunded, RefundFailed, RefundWaived         → ignored
            StockReserved, StockRejected, StepDeadline          → ignored
            OrderCreated, CancellationRequested, OperatorActed  → ignored

        NeedsAttention for the payment
            PaymentRefunded, RefundWaived                       → Cancelled + OrderCancelled
            RefundFailed                                        → noted
            PaymentCompleted, PaymentFailed                     → noted
            OperatorActed(retry)                                → Undoing + RefundPayment
            OperatorActed(resolve payment)                      → Undoing + WaiveRefund
            OperatorActed(resolve stock)                        → ignored
            StockReserved, StockRejected, StockReleased         → ignored
            OrderCreated, CancellationRequested, OperatorActed  → ignored
            StepDeadline, UndoDeadline                          → ignored

        NeedsAttention for the stock
            StockReleased                                       → Cancelled + OrderCancelled
            OperatorActed(retry), OperatorActed(resolve payment) → Undoing + ReleaseStock
            OperatorActed(resolve stock)                        → Cancelled + OrderCancelled
            PaymentCompleted, PaymentFailed                     → ignored
            PaymentRefunded, RefundFailed, RefundWaived         → ignored
            StockReserved, StockRejected                        → ignored
            OrderCreated, CancellationRequested, OperatorActed  → ignored
            StepDeadline, UndoDeadline                          → ignored

        Cancelled
            PaymentCompleted, PaymentFailed                     → ignored
            PaymentRefunded, RefundFailed, RefundWaived         → ignored
            StockReserved, StockRejected, StockReleased         → ignored
            StepDeadline, UndoDeadline                          → ignored
            OrderCreated, CancellationRequested, OperatorActed  → ignored
        """;

    /// <summary>How an order gets into a situation, from being accepted.</summary>
    internal static readonly Dictionary<string, Func<OrderTestHarness, Guid, Task>> Situations = new()
    {
        ["no saga"] = (_, _) => Task.CompletedTask,
        ["AwaitingPaymentAndStock"] = (harness, _) => harness.Deliver<OrderCreated>(),
        ["AwaitingPayment"] = After("AwaitingPaymentAndStock", Say.Reserved),
        ["AwaitingStock"] = After("AwaitingPaymentAndStock", order => Say.Paid(order)),
        ["Confirmed"] = After("AwaitingPayment", order => Say.Paid(order)),
        ["Undoing both"] = After("AwaitingPaymentAndStock", Say.Cancel),
        ["Undoing the payment"] = After("Undoing both", Say.Released),
        ["Undoing the stock"] = After("AwaitingPayment", Say.Declined),
        ["NeedsAttention for the payment"] = AtLast("Undoing the payment"),
        ["NeedsAttention for the stock"] = AtLast("Undoing the stock"),
        ["Cancelled"] = After("Undoing the stock", Say.Released),
    };

    /// <summary>The events of the machine, and how each comes about.</summary>
    private static readonly Dictionary<string, Func<OrderTestHarness, Guid, Task>> Events = new()
    {
        ["OrderCreated"] = async (harness, order) => await harness.Deliver(
            harness.Produced<OrderCreated>()[0], (await harness.State(order) is null ? harness.Outbox[0].Id : null)),
        ["CancellationRequested"] = Comes(Say.Cancel),
        ["PaymentCompleted"] = Comes(order => Say.Paid(order)),
        ["PaymentCompleted(another amount)"] = Comes(order => Say.Paid(order, amountMinor: 1)),
        ["PaymentFailed"] = Comes(Say.Declined),
        ["PaymentRefunded"] = Comes(order => Say.Refunded(order)),
        ["RefundFailed"] = Comes(Say.RefundRefused),
        ["RefundWaived"] = Comes(order => Say.Waived(order)),
        ["StockReserved"] = Comes(Say.Reserved),
        ["StockRejected"] = Comes(Say.Rejected),
        ["StockReleased"] = Comes(Say.Released),
        ["StepDeadline"] = FallsDue("step", order => new StepIsDue(order, 1, DateTime.UnixEpoch, []), TimeSpan.Zero),
        ["StepDeadline(last)"] = FallsDue(
            "step", order => new StepIsDue(order, 1, DateTime.UnixEpoch, []), TimeSpan.FromDays(1)),
        ["UndoDeadline"] = FallsDue("undo", order => new UndoIsDue(order, 1, DateTime.UnixEpoch, []), TimeSpan.Zero),
        ["UndoDeadline(last)"] = AtTheEnd(
            FallsDue("undo", order => new UndoIsDue(order, 1, DateTime.UnixEpoch, []), TimeSpan.Zero)),
        ["OperatorActed(cancel)"] = Comes(order => Say.Operator(order, "cancel")),
        ["OperatorActed(retry)"] = Comes(order => Say.Operator(order, "retry")),
        ["OperatorActed(resolve payment)"] = Comes(order => Say.Operator(order, "resolve", "payment")),
        ["OperatorActed(resolve stock)"] = Comes(order => Say.Operator(order, "resolve", "stock")),
        ["OperatorActed(resolve nothing)"] = Comes(order => Say.Operator(order, "resolve")),
    };

    private static readonly IReadOnlyList<Cell> Cells = [.. Read(Table)];

    [TestCaseSource(nameof(Walk))]
    public async Task The_answer_is_the_one_in_the_table(string situation, string @event, string answer)
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.AcceptUnread();
        await Situations[situation](harness, order);
        var before = await Look(harness, order);

        await Events[@event](harness, order);

        var after = await Look(harness, order);
        Assert.Multiple(() =>
        {
            Assert.That(AnswerOf(before, after), Is.EqualTo(answer));
            Assert.That(harness.Deadlines.Select(deadline => deadline.Name), Is.EqualTo(WaitsOf(after.Saga)));
            Assert.That(after.Order.Version - before.Order.Version, Is.EqualTo(answer == "no history" ? 0 : 1));
        });
    }

    [Test]
    public void The_table_has_every_state_and_every_event_of_the_machine()
    {
        var machine = new OrderStateMachine(new Patience());
        var states = machine.States.Select(state => state.Name).Except(["Initial", "Final"]).Append("no");
        var events = machine.Events.Select(accepted => accepted.Name.Replace(".Received", ""))
            .Where(name => !name.EndsWith(".AnyReceived", StringComparison.Ordinal))
            .ToList();

        Assert.That(Situations.Keys.Select(situation => situation.Split(' ')[0]).Distinct(), Is.EquivalentTo(states));
        Assert.That(Events.Keys.Select(NameOf).Distinct(), Is.EquivalentTo(events));
        foreach (var situation in Situations.Keys)
            Assert.That(
                Cells.Where(cell => cell.Situation == situation).Select(cell => cell.Event),
                Is.EquivalentTo(Events.Keys), situation);
    }

    [Test]
    public void An_order_is_said_to_accept_what_has_an_effect_on_it()
    {
        var effective = Cells
            .Where(cell => cell.Answer is not ("ignored" or "no history"))
            .GroupBy(cell => cell.Situation.Split(' ')[0].Replace("no", "Initial"))
            .ToDictionary(state => state.Key, state => state.Select(cell => NameOf(cell.Event)).Distinct());

        var accepted = new OrderStateMachine(new Patience()).Accepted;

        foreach (var (state, events) in accepted)
        {
            TestContext.Out.WriteLine($"{state}: {string.Join(", ", events)}");
            Assert.That(
                events.Select(name => name.Replace(".Received", "")),
                Is.EquivalentTo(effective.GetValueOrDefault(state, [])), state);
        }
    }
}
