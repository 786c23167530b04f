using Contracts;
using MassTransit;
using Orders.Data;

namespace Orders.Saga;

/// <content>What the sentences of the process mean: waiting for answers, asking again, giving up.</content>
public sealed partial class OrderStateMachine
{
    private readonly Patience patience;

    private static void BeginWait(BehaviorContext<OrderState> context, Func<TimeSpan, TimeSpan> next)
    {
        var now = NowOf(context);
        context.Saga.AskedSince = now;
        context.Saga.Asked = 1;
        context.Saga.DueAt = now + next(TimeSpan.Zero);
    }

    private void WaitOn(BehaviorContext<OrderState, StepIsDue> context) => WaitOn(context, patience.NextForStep);

    private void WaitOn(BehaviorContext<OrderState, UndoIsDue> context) => WaitOn(context, patience.NextForUndo);

    private static void WaitOn(BehaviorContext<OrderState> context, Func<TimeSpan, TimeSpan> next)
    {
        var now = NowOf(context);
        BeginNoLaterThan(now, context.Saga);
        context.Saga.Asked++;
        context.Saga.DueAt = now + next(now - context.Saga.AskedSince);
    }

    /// <summary>Where a clock that was ahead has said when, the wait is as long as one from now on may be.</summary>
    private void BoundWait(BehaviorContext<OrderState> context)
    {
        var now = NowOf(context);
        BeginNoLaterThan(now, context.Saga);
        if (context.Saga.DueAt > now + patience.GiveUpAfter)
            context.Saga.DueAt = now + patience.GiveUpAfter;
    }

    private static void BeginNoLaterThan(DateTime now, OrderState order)
    {
        if (order.AskedSince > now)
            order.AskedSince = now;
    }

    private bool PatienceIsOver(BehaviorContext<OrderState, StepIsDue> context) =>
        patience.IsOverForSteps(context.Saga.AskedSince, PlannedOf(context), NowOf(context));

    private bool UndoPatienceIsOver(BehaviorContext<OrderState, UndoIsDue> context) =>
        patience.IsOverForUndo(context.Saga.AskedSince, PlannedOf(context), NowOf(context));

    private static DateTime PlannedOf(BehaviorContext<OrderState> context) =>
        context.Saga.DueAt ?? context.Saga.AskedSince;

    private static StepIsDue NextStepDeadline<T>(BehaviorContext<OrderState, T> context)
        where T : class => new(
            context.Saga.CorrelationId, context.Saga.Asked, context.Saga.AskedSince,
            Asked(PaymentIsAwaited(context), StockIsAwaited(context)))
        {
            DueAt = context.Saga.DueAt,
        };

    private static UndoIsDue NextUndoDeadline<T>(BehaviorContext<OrderState, T> context)
        where T : class => new(
            context.Saga.CorrelationId, context.Saga.Asked, context.Saga.AskedSince,
            Asked(!context.Saga.PaymentIsUndone, ReleaseIsAwaited(context)))
        {
            DueAt = context.Saga.DueAt,
        };

    private static string[] Asked(bool payment, bool stock) => (payment, stock) switch
    {
        (true, true) => [Groups.InventoryWorker, Groups.PaymentsWorker],
        (true, false) => [Groups.PaymentsWorker],
        (false, true) => [Groups.InventoryWorker],
        _ => [],
    };

    private static TimeSpan UntilDue<T>(BehaviorContext<OrderState, T> context)
        where T : class => context.Saga.DueAt!.Value - NowOf(context);

    private static DateTime NowOf(BehaviorContext<OrderState> context) => context.UnitOfWork().Now;
}
