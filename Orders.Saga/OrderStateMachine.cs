using Contracts;
using MassTransit;
using Orders.Data;

namespace Orders.Saga;

/// <summary>
/// The process of an order. Payment and stock are asked for at once; both succeed and the order is confirmed, or what
/// was done is undone and the order is cancelled. Every event has a stated answer in every state.
/// </summary>
public sealed partial class OrderStateMachine : MassTransitStateMachine<OrderState>
{
    public OrderStateMachine(Patience patience)
    {
        this.patience = patience;
        InstanceState(order => order.CurrentState);
        Correlate();

        // An order begins.
        Initially(
            When(OrderCreated)
                .Then(Begin)
                .IfElse(WasCancelledBefore,
                    cancelled => cancelled
                        .Then(BeginCancelled)
                        .Produce(OrderIsCancelled)
                        .TransitionTo(Cancelled),
                    accepted => accepted
                        .Then(BeginWaiting)
                        .Produce(AskForPayment)
                        .Produce(AskForStock)
                        .Schedule(StepDeadline, NextStepDeadline, UntilDue)
                        .TransitionTo(AwaitingPaymentAndStock)));

        // Both steps succeed, in either order, and the order is confirmed.
        During(AwaitingPaymentAndStock,
            When(PaymentCompleted, IsAsAgreed)
                .Then(PaymentIsMade)
                .TransitionTo(AwaitingStock),
            When(StockReserved)
                .Then(StockIsReserved)
                .TransitionTo(AwaitingPayment));

        During(AwaitingPayment,
            When(PaymentCompleted, IsAsAgreed)
                .Then(PaymentIsMade)
                .Unschedule(StepDeadline)
                .Produce(OrderIsConfirmed)
                .TransitionTo(Confirmed));

        During(AwaitingStock,
            When(StockReserved)
                .Then(StockIsReserved)
                .Unschedule(StepDeadline)
                .Produce(OrderIsConfirmed)
                .TransitionTo(Confirmed));

        // A step fails, nobody answers, or somebody cancels: what was done is undone.
        During([AwaitingPaymentAndStock, AwaitingPayment],
            Undo(When(PaymentFailed).Then(PaymentHasFailed)),
            Undo(When(PaymentCompleted, IsNotAsAgreed).Then(PaymentIsWrong)));

        During([AwaitingPaymentAndStock, AwaitingStock],
            Undo(When(StockRejected).Then(StockIsRejected)));

        During([AwaitingPaymentAndStock, AwaitingPayment, AwaitingStock],
            Undo(When(CancellationRequested).Then(CustomerCancels)),
            Undo(When(OperatorActed, IsCancelling).Then(OperatorCancels)),
            When(StepDeadline.Received)
                .IfElse(PatienceIsOver,
                    over => Undo(over.Then(StepsTookTooLong)),
                    left => AskForSteps(left.Then(WaitOn))));

        // The undo of each step is answered for itself; both are done and the order is cancelled. A late answer to the
        // steps tells what there is to undo.
        During([Undoing, NeedsAttention],
            EndWhenUndone(When(PaymentRefunded).Then(MoneyIsBack)),
            EndWhenUndone(When(RefundWaived).Then(MoneyIsSettled)),
            EndWhenUndone(When(StockReleased).Then(StockIsBack)),
            When(RefundFailed).Then(RefundIsRefused),
            When(PaymentCompleted).Then(PaymentWasMade),
            When(PaymentFailed).Then(PaymentWasNotMade));

        // An undo that is not answered is asked for again; in the end a person has to look.
        During(Undoing,
            When(UndoDeadline.Received)
                .IfElse(UndoPatienceIsOver,
                    over => over
                        .Then(UndoTookTooLong)
                        .Produce(OrderNeedsAttention)
                        .TransitionTo(NeedsAttention),
                    left => AskForUndo(left.Then(WaitOn))));

        // An operator asks again, and the wait goes on as it was; tries an undo again, or settles its steps by hand.
        During([AwaitingPaymentAndStock, AwaitingPayment, AwaitingStock],
            AskForSteps(When(OperatorActed, IsRetrying).Then(BoundWait)));

        During([Undoing, NeedsAttention],
            AskForUndo(When(OperatorActed, IsRetrying).Then(BeginUndoWait))
                .TransitionTo(Undoing),
            AskForUndo(When(OperatorActed, IsResolvingPayment).Then(WaiveTheRefund))
                .TransitionTo(Undoing),
            EndWhenUndone(When(OperatorActed, IsResolvingStock).Then(StockIsBack)));

        Accepted = States.ToDictionary(state => state.Name, state => NamesOf(NextEvents(state)));
        IgnoreOnPurpose();
    }

    /// <summary>The events that have an effect, by state.</summary>
    public IReadOnlyDictionary<string, string[]> Accepted { get; }

    public State AwaitingPaymentAndStock { get; private set; } = null!;

    public State AwaitingPayment { get; private set; } = null!;

    public State AwaitingStock { get; private set; } = null!;

    public State Confirmed { get; private set; } = null!;

    public State Undoing { get; private set; } = null!;

    public State NeedsAttention { get; private set; } = null!;

    public State Cancelled { get; private set; } = null!;

    public Event<OrderCreated> OrderCreated { get; private set; } = null!;

    public Event<OrderCancellationRequested> CancellationRequested { get; private set; } = null!;

    public Event<OperatorActionRequested> OperatorActed { get; private set; } = null!;

    public Event<PaymentCompleted> PaymentCompleted { get; private set; } = null!;

    public Event<PaymentFailed> PaymentFailed { get; private set; } = null!;

    public Event<PaymentRefunded> PaymentRefunded { get; private set; } = null!;

    public Event<RefundFailed> RefundFailed { get; private set; } = null!;

    public Event<RefundWaived> RefundWaived { get; private set; } = null!;

    public Event<StockReserved> StockReserved { get; private set; } = null!;

    public Event<StockRejected> StockRejected { get; private set; } = null!;

    public Event<StockReleased> StockReleased { get; private set; } = null!;

    public Schedule<OrderState, StepIsDue> StepDeadline { get; private set; } = null!;

    public Schedule<OrderState, UndoIsDue> UndoDeadline { get; private set; } = null!;

    /// <summary>Whoever has not answered is asked again.</summary>
    private EventActivityBinder<OrderState, T> AskForSteps<T>(EventActivityBinder<OrderState, T> source)
        where T : class =>
        source
            .If(PaymentIsAwaited, asking => asking.Produce(AskForPayment))
            .If(StockIsAwaited, asking => asking.Produce(AskForStock))
            .Schedule(StepDeadline, NextStepDeadline, UntilDue);

    /// <summary>The undo begins: both steps at once, each only where there may be something to undo.</summary>
    private EventActivityBinder<OrderState, T> Undo<T>(EventActivityBinder<OrderState, T> failed)
        where T : class =>
        AskForUndo(failed.Then(BeginUndo).Unschedule(StepDeadline))
            .TransitionTo(Undoing);

    private EventActivityBinder<OrderState, T> AskForUndo<T>(EventActivityBinder<OrderState, T> source)
        where T : class =>
        source
            .If(RefundIsAwaited, asking => asking.Then(RefundIsUnderWay).Produce(AskForRefund))
            .If(WaiverIsAwaited, asking => asking.Produce(AskForWaiver))
            .If(ReleaseIsAwaited, asking => asking.Produce(AskForRelease))
            .Schedule(UndoDeadline, NextUndoDeadline, UntilDue);

    private EventActivityBinder<OrderState, T> EndWhenUndone<T>(EventActivityBinder<OrderState, T> answered)
        where T : class =>
        answered.If(IsUndone, undone => undone
            .Unschedule(UndoDeadline)
            .Produce(OrderIsCancelled)
            .TransitionTo(Cancelled));

    /// <summary>A deadline is an event of its own for MassTransit before its token is looked at.</summary>
    private static string[] NamesOf(IEnumerable<Event> events) =>
        [.. events.Select(e => e.Name).Where(name => !name.EndsWith(".AnyReceived", StringComparison.Ordinal)).Order()];

    /// <summary>
    /// Ignored is written to the history like everything else; it is said here so that nothing is ignored by accident.
    /// </summary>
    private void IgnoreOnPurpose()
    {
        // Published again although the saga has it; its id is known, so this is for a forged or ancient one.
        DuringAny(Ignore(OrderCreated));

        // A step that is answered has one answer for ever; what undoes was not asked for yet.
        During(AwaitingPayment, Ignore(StockReserved), Ignore(StockRejected));
        During(AwaitingStock, Ignore(PaymentCompleted), Ignore(PaymentFailed));
        During([AwaitingPaymentAndStock, AwaitingPayment, AwaitingStock],
            Ignore(PaymentRefunded), Ignore(RefundFailed), Ignore(RefundWaived), Ignore(StockReleased),
            Ignore(UndoDeadline.Received), Ignore(OperatorActed, IsResolving));

        // The undo releases whatever was reserved, and a cancellation changes nothing about it.
        During([Undoing, NeedsAttention],
            Ignore(StockReserved), Ignore(StockRejected), Ignore(CancellationRequested), Ignore(StepDeadline.Received),
            Ignore(OperatorActed, IsCancelling));
        During(NeedsAttention, Ignore(UndoDeadline.Received));

        // Ended for good. A customer who cancels now is told that it is too late, or done.
        During([Confirmed, Cancelled],
            Ignore(CancellationRequested), Ignore(OperatorActed),
            Ignore(PaymentCompleted), Ignore(PaymentFailed), Ignore(PaymentRefunded), Ignore(RefundFailed),
            Ignore(RefundWaived), Ignore(StockReserved), Ignore(StockRejected), Ignore(StockReleased),
            Ignore(StepDeadline.Received), Ignore(UndoDeadline.Received));
    }

    /// <summary>All by the order's id. An order without a saga is one whose OrderCreated is still to come.</summary>
    private void Correlate()
    {
        Event(() => OrderCreated, e => e.CorrelateById(context => context.Message.OrderId));
        Event(() => CancellationRequested, e => Existing(e.CorrelateById(context => context.Message.OrderId)));
        Event(() => OperatorActed, e => Existing(e.CorrelateById(context => context.Message.OrderId)));
        Event(() => PaymentCompleted, e => Existing(e.CorrelateById(context => context.Message.OrderId)));
        Event(() => PaymentFailed, e => Existing(e.CorrelateById(context => context.Message.OrderId)));
        Event(() => PaymentRefunded, e => Existing(e.CorrelateById(context => context.Message.OrderId)));
        Event(() => RefundFailed, e => Existing(e.CorrelateById(context => context.Message.OrderId)));
        Event(() => RefundWaived, e => Existing(e.CorrelateById(context => context.Message.OrderId)));
        Event(() => StockReserved, e => Existing(e.CorrelateById(context => context.Message.OrderId)));
        Event(() => StockRejected, e => Existing(e.CorrelateById(context => context.Message.OrderId)));
        Event(() => StockReleased, e => Existing(e.CorrelateById(context => context.Message.OrderId)));
        Schedule(() => StepDeadline, order => order.StepDeadline,
            s => s.Received = e => Existing(e.CorrelateById(context => context.Message.OrderId)));
        Schedule(() => UndoDeadline, order => order.UndoDeadline,
            s => s.Received = e => Existing(e.CorrelateById(context => context.Message.OrderId)));
    }

    private static void Existing<T>(IEventCorrelationConfigurator<OrderState, T> configured)
        where T : class => configured.OnMissingInstance(missing => missing.Discard());
}
