using System.Text.Json;
using Contracts;
using MassTransit;
using Orders.Data;

namespace Orders.Saga;

/// <content>What the sentences of the process mean, in the order of the page.</content>
public sealed partial class OrderStateMachine
{
    private readonly Patience patience;

    // An order begins.
    private static void Begin(BehaviorContext<OrderState, OrderCreated> context)
    {
        context.Saga.TotalMinor = context.Message.TotalMinor;
        context.Saga.Currency = context.Message.Currency;
        context.Saga.StartedAt = NowOf(context);
    }

    /// <summary>A cancellation that came before the saga is not remembered by it: the order's row tells.</summary>
    private static bool WasCancelledBefore(BehaviorContext<OrderState, OrderCreated> context) =>
        OrderOf(context).Cancellation is not null;

    private static void BeginCancelled(BehaviorContext<OrderState, OrderCreated> context)
    {
        context.Saga.Reason = CancelReasons.CancelledByCustomer;
        context.Saga.PaymentIsUndone = true;
        context.Saga.StockIsUndone = true;
        context.Saga.CapturedMinor = 0;
    }

    private void BeginWaiting(BehaviorContext<OrderState, OrderCreated> context)
    {
        context.Saga.PaymentStatus = PaymentStatuses.Pending;
        context.Saga.StockStatus = StockStatuses.Pending;
        BeginWait(context, patience.NextForStep);
    }

    private static ProcessPayment AskForPayment<T>(BehaviorContext<OrderState, T> context)
        where T : class =>
        new(context.Saga.CorrelationId, context.Saga.TotalMinor, context.Saga.Currency, OrderOf(context).PaymentToken);

    private static ReserveStock AskForStock<T>(BehaviorContext<OrderState, T> context)
        where T : class
    {
        var lines = JsonSerializer.Deserialize(OrderOf(context).Lines, ContractJson.Default.IReadOnlyListOrderLine)!;
        return new(context.Saga.CorrelationId, [.. lines.Select(line => new StockLine(line.Sku, line.Quantity))]);
    }

    // Both steps succeed.
    private static bool IsAsAgreed(BehaviorContext<OrderState, PaymentCompleted> context) =>
        context.Message.AmountMinor == context.Saga.TotalMinor && context.Message.Currency == context.Saga.Currency;

    private static void PaymentIsMade(BehaviorContext<OrderState, PaymentCompleted> context)
    {
        context.Saga.PaymentStatus = PaymentStatuses.Completed;
        context.Saga.PaymentId = context.Message.PaymentId;
        context.Saga.CapturedMinor = context.Message.AmountMinor;
    }

    private static void StockIsReserved(BehaviorContext<OrderState, StockReserved> context) =>
        context.Saga.StockStatus = StockStatuses.Reserved;

    private static OrderConfirmed OrderIsConfirmed<T>(BehaviorContext<OrderState, T> context)
        where T : class => new(context.Saga.CorrelationId);

    // A step fails.
    private static bool IsNotAsAgreed(BehaviorContext<OrderState, PaymentCompleted> context) => !IsAsAgreed(context);

    private static void PaymentHasFailed(BehaviorContext<OrderState, PaymentFailed> context)
    {
        context.Saga.PaymentStatus = PaymentStatuses.Failed;
        context.Saga.CapturedMinor = 0;
        Because(context.Saga, CancelReasons.PaymentFailed, $"{context.Message.Code}: {context.Message.Reason}");
    }

    private static void PaymentIsWrong(BehaviorContext<OrderState, PaymentCompleted> context)
    {
        PaymentIsMade(context);
        Because(context.Saga, CancelReasons.PaymentFailed,
            $"paid {context.Message.AmountMinor} {context.Message.Currency} "
            + $"instead of {context.Saga.TotalMinor} {context.Saga.Currency}");
    }

    private static void StockIsRejected(BehaviorContext<OrderState, StockRejected> context)
    {
        var shortages = context.Message.Shortages;
        context.Saga.StockStatus = StockStatuses.Rejected;
        context.Saga.Shortages = JsonSerializer.Serialize(shortages, ContractJson.Default.IReadOnlyListShortage);
        Because(context.Saga, CancelReasons.OutOfStock, string.Join("; ", shortages.Select(shortage =>
            $"{shortage.Sku}: {shortage.Requested} ordered, {shortage.Available} available")));
    }

    private static void CustomerCancels(BehaviorContext<OrderState, OrderCancellationRequested> context) =>
        Because(context.Saga, CancelReasons.CancelledByCustomer, context.Message.Reason);

    private static void OperatorCancels(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        Because(context.Saga, CancelReasons.CancelledByOperator,
            $"{context.Message.RequestedBy}: {context.Message.Reason}");

    private static bool PaymentIsAwaited<T>(BehaviorContext<OrderState, T> context)
        where T : class => context.Saga.PaymentStatus == PaymentStatuses.Pending;

    private static bool StockIsAwaited<T>(BehaviorContext<OrderState, T> context)
        where T : class => context.Saga.StockStatus == StockStatuses.Pending;

    private static void StepsTookTooLong(BehaviorContext<OrderState, StepIsDue> context) =>
        Because(context.Saga, CancelReasons.TimedOut, "no answer from " + (PaymentIsAwaited(context), StockIsAwaited(context)) switch
        {
            (true, true) => "payment and stock",
            (true, false) => "payment",
            _ => "stock",
        });

    /// <summary>
    /// A payment that was declined took nothing, and a reservation that was rejected holds nothing. All else, an unanswered
    /// step included, has to be undone.
    /// </summary>
    private void BeginUndo<T>(BehaviorContext<OrderState, T> context)
        where T : class
    {
        context.Saga.PaymentIsUndone = context.Saga.PaymentStatus == PaymentStatuses.Failed;
        context.Saga.StockIsUndone = context.Saga.StockStatus == StockStatuses.Rejected;
        if (!context.Saga.PaymentIsUndone)
            context.Saga.PaymentStatus = PaymentStatuses.Refunding;
        if (!context.Saga.StockIsUndone)
            context.Saga.StockStatus = StockStatuses.Releasing;
        BeginWait(context, patience.NextForUndo);
    }

    // The undo.
    private static bool RefundIsAwaited<T>(BehaviorContext<OrderState, T> context)
        where T : class => !context.Saga.PaymentIsUndone && !context.Saga.RefundIsWaived;

    private static bool WaiverIsAwaited<T>(BehaviorContext<OrderState, T> context)
        where T : class => !context.Saga.PaymentIsUndone && context.Saga.RefundIsWaived;

    private static bool ReleaseIsAwaited<T>(BehaviorContext<OrderState, T> context)
        where T : class => !context.Saga.StockIsUndone;

    private static bool IsUndone<T>(BehaviorContext<OrderState, T> context)
        where T : class => context.Saga.PaymentIsUndone && context.Saga.StockIsUndone;

    private static RefundPayment AskForRefund<T>(BehaviorContext<OrderState, T> context)
        where T : class => new(context.Saga.CorrelationId, context.Saga.Reason ?? "");

    private static WaiveRefund AskForWaiver<T>(BehaviorContext<OrderState, T> context)
        where T : class => new(context.Saga.CorrelationId, context.Saga.Reason ?? "");

    private static ReleaseStock AskForRelease<T>(BehaviorContext<OrderState, T> context)
        where T : class => new(context.Saga.CorrelationId, context.Saga.Reason ?? "");

    private static void MoneyIsBack(BehaviorContext<OrderState, PaymentRefunded> context)
    {
        if (context.Saga.PaymentIsUndone)
            return;
        context.Saga.PaymentIsUndone = true;
        context.Saga.LastFault = null;
        context.Saga.CapturedMinor = context.Message.AmountMinor;
        context.Saga.RefundedMinor = context.Message.AmountMinor;
        context.Saga.PaymentStatus = context.Message.AmountMinor == 0 ? PaymentStatuses.None : PaymentStatuses.Refunded;
    }

    private static void MoneyIsSettled(BehaviorContext<OrderState, RefundWaived> context)
    {
        if (context.Saga.PaymentIsUndone)
            return;
        context.Saga.PaymentIsUndone = true;
        context.Saga.LastFault = null;
        context.Saga.CapturedMinor = context.Message.CapturedMinor;
        context.Saga.RefundedMinor = context.Message.RefundedMinor;
        context.Saga.PaymentStatus = (context.Message.CapturedMinor, context.Message.RefundedMinor) switch
        {
            (0, _) => PaymentStatuses.None,
            var (captured, refunded) when captured == refunded => PaymentStatuses.Refunded,
            _ => PaymentStatuses.RefundFailed,
        };
    }

    private static void StockIsBack<T>(BehaviorContext<OrderState, T> context)
        where T : class
    {
        context.Saga.StockIsUndone = true;
        if (context.Saga.StockStatus == StockStatuses.Releasing)
            context.Saga.StockStatus = StockStatuses.Released;
    }

    private static void RefundIsRefused(BehaviorContext<OrderState, RefundFailed> context)
    {
        if (context.Saga.PaymentIsUndone)
            return;
        context.Saga.PaymentStatus = PaymentStatuses.RefundFailed;
        context.Saga.LastFault = $"{context.Message.Code}: {context.Message.Reason}";
    }

    private static void PaymentWasMade(BehaviorContext<OrderState, PaymentCompleted> context)
    {
        if (context.Saga.PaymentIsUndone)
            return;
        context.Saga.PaymentId = context.Message.PaymentId;
        context.Saga.CapturedMinor = context.Message.AmountMinor;
    }

    /// <summary>Where the undo came first the charge was refused for that alone; the answer to the undo tells the rest.</summary>
    private static void PaymentWasNotMade(BehaviorContext<OrderState, PaymentFailed> context)
    {
        if (!context.Saga.PaymentIsUndone && context.Message.Code != PaymentCodes.Undone)
            context.Saga.CapturedMinor = 0;
    }

    private static OrderCancelled OrderIsCancelled<T>(BehaviorContext<OrderState, T> context)
        where T : class => new(context.Saga.CorrelationId, context.Saga.Reason ?? "", context.Saga.Detail);

    private static void UndoTookTooLong(BehaviorContext<OrderState, UndoIsDue> context)
    {
        context.Saga.DueAt = null;
        context.Saga.LastFault ??= "no answer";
    }

    private static OrderNeedsAttention OrderNeedsAttention(BehaviorContext<OrderState, UndoIsDue> context) => new(
        context.Saga.CorrelationId,
        context.Saga.PaymentIsUndone ? Steps.Stock : Steps.Payment,
        context.Saga.LastFault ?? "no answer",
        context.Saga.Currency,
        context.Saga.PaymentIsUndone ? 0 : context.Saga.CapturedMinor - context.Saga.RefundedMinor);

    // The operator.
    private static bool IsCancelling(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        context.Message.Action == OperatorActions.Cancel;

    private static bool IsNotCancelling(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        !IsCancelling(context);

    private static bool IsRetrying(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        context.Message.Action == OperatorActions.Retry;

    private static bool IsResolvingPayment(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        context.Message is { Action: OperatorActions.Resolve, Step: Steps.Payment };

    private static bool IsResolvingStock(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        context.Message is { Action: OperatorActions.Resolve, Step: Steps.Stock };

    private void WaiveTheRefund(BehaviorContext<OrderState, OperatorActionRequested> context)
    {
        context.Saga.RefundIsWaived = true;
        BeginUndoWait(context);
    }

    private void BeginUndoWait(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        BeginWait(context, patience.NextForUndo);

    // Waiting.
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
        context.Saga.Asked++;
        context.Saga.DueAt = now + next(now - context.Saga.AskedSince);
    }

    private bool PatienceIsOver(BehaviorContext<OrderState, StepIsDue> context) => IsOver(context, patience.GiveUpAfter);

    private bool PatienceIsLeft(BehaviorContext<OrderState, StepIsDue> context) => !PatienceIsOver(context);

    private bool UndoPatienceIsOver(BehaviorContext<OrderState, UndoIsDue> context) =>
        IsOver(context, patience.UndoGiveUpAfter);

    private bool UndoPatienceIsLeft(BehaviorContext<OrderState, UndoIsDue> context) => !UndoPatienceIsOver(context);

    private bool IsOver(BehaviorContext<OrderState> context, TimeSpan giveUpAfter) => patience.IsOver(
        context.Saga.AskedSince, context.Saga.DueAt ?? context.Saga.AskedSince, NowOf(context), giveUpAfter);

    private static StepIsDue NextStepDeadline<T>(BehaviorContext<OrderState, T> context)
        where T : class => new(context.Saga.CorrelationId, context.Saga.Asked);

    private static UndoIsDue NextUndoDeadline<T>(BehaviorContext<OrderState, T> context)
        where T : class => new(context.Saga.CorrelationId, context.Saga.Asked);

    private static TimeSpan UntilDue<T>(BehaviorContext<OrderState, T> context)
        where T : class => context.Saga.DueAt!.Value - NowOf(context);

    private static DateTime NowOf(BehaviorContext<OrderState> context) => context.UnitOfWork().Now;

    private static void Because(OrderState order, string reason, string detail)
    {
        order.Reason = reason;
        order.Detail = detail.Length switch
        {
            0 => null,
            > 1000 => detail[..1000],
            _ => detail,
        };
    }

    private static Order OrderOf(BehaviorContext<OrderState> context) =>
        context.UnitOfWork().Find(OrdersTables.Orders, context.Saga.CorrelationId)
        ?? throw new InvalidOperationException(
            $"Order '{context.Saga.CorrelationId}' has no row: an order is accepted by Orders.Api before its saga begins.");
}
