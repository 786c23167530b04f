using Contracts;
using MassTransit;
using Messaging;
using Orders.Data;

namespace Orders.Saga;

/// <content>What the sentences of the process mean: the undo, and the operator's hand in it.</content>
public sealed partial class OrderStateMachine
{
    private static bool RefundIsAwaited<T>(BehaviorContext<OrderState, T> context)
        where T : class => !context.Saga.PaymentIsUndone && !context.Saga.RefundIsWaived;

    private static bool WaiverIsAwaited<T>(BehaviorContext<OrderState, T> context)
        where T : class => !context.Saga.PaymentIsUndone && context.Saga.RefundIsWaived;

    private static bool ReleaseIsAwaited<T>(BehaviorContext<OrderState, T> context)
        where T : class => !context.Saga.StockIsUndone;

    private static bool IsUndone<T>(BehaviorContext<OrderState, T> context)
        where T : class => context.Saga.PaymentIsUndone && context.Saga.StockIsUndone;

    private static void RefundIsUnderWay<T>(BehaviorContext<OrderState, T> context)
        where T : class => context.Saga.PaymentStatus = PaymentStatuses.Refunding;

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
        context.Saga.CapturedMinor = context.Message.CapturedMinor ?? context.Saga.CapturedMinor;
        context.Saga.RefundedMinor = context.Message.RefundedMinor ?? context.Saga.RefundedMinor;
        context.Saga.LastFault = StorableText.Of($"{context.Message.Code}: {context.Message.Reason}", 1000);
    }

    private static void PaymentWasMade(BehaviorContext<OrderState, PaymentCompleted> context)
    {
        if (context.Saga.PaymentIsUndone)
            return;
        context.Saga.PaymentId = context.Message.PaymentId;
        context.Saga.CapturedMinor = context.Message.AmountMinor;
    }

    /// <summary>
    /// Where the undo came first the charge was refused for that alone; the answer to the undo tells the rest.
    /// </summary>
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
        if (!context.Saga.PaymentIsUndone && context.Saga.LastFault is not null)
            context.Saga.PaymentStatus = PaymentStatuses.RefundFailed;
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

    private static bool IsResolving(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        context.Message.Action == OperatorActions.Resolve;

    private static bool IsRetrying(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        context.Message.Action == OperatorActions.Retry;

    private static bool IsResolvingPayment(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        context.Message is { Action: OperatorActions.Resolve, Step: Steps.Payment };

    private static bool IsResolvingStock(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        context.Message is { Action: OperatorActions.Resolve, Step: Steps.Stock };

    private void WaiveTheRefund(BehaviorContext<OrderState, OperatorActionRequested> context)
    {
        // What is given back already needs no waiver.
        if (!context.Saga.PaymentIsUndone)
            context.Saga.RefundIsWaived = true;
        BeginUndoWait(context);
    }

    private void BeginUndoWait(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        BeginWait(context, patience.NextForUndo);
}
