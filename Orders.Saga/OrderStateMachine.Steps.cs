using System.Text.Json;
using Contracts;
using MassTransit;
using Messaging;
using Orders.Data;

namespace Orders.Saga;

/// <content>What the sentences of the process mean: how an order begins, succeeds and fails.</content>
public sealed partial class OrderStateMachine
{
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
        Because(context.Saga, CancelReasons.CancelledByCustomer, OrderOf(context).Detail ?? "");
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
        Because(context.Saga, CancelReasons.CancelledByCustomer, context.Message.Reason ?? "");

    private static void OperatorCancels(BehaviorContext<OrderState, OperatorActionRequested> context) =>
        Because(context.Saga, CancelReasons.CancelledByOperator,
            $"{context.Message.RequestedBy}: {context.Message.Reason}");

    private static bool PaymentIsAwaited<T>(BehaviorContext<OrderState, T> context)
        where T : class => context.Saga.PaymentStatus == PaymentStatuses.Pending;

    private static bool StockIsAwaited<T>(BehaviorContext<OrderState, T> context)
        where T : class => context.Saga.StockStatus == StockStatuses.Pending;

    private static void StepsTookTooLong(BehaviorContext<OrderState, StepIsDue> context)
    {
        IEnumerable<(string Step, bool IsAwaited)> steps =
            [(Steps.Payment, PaymentIsAwaited(context)), (Steps.Stock, StockIsAwaited(context))];
        var silent = steps.Where(step => step.IsAwaited).Select(step => step.Step);
        Because(context.Saga, CancelReasons.TimedOut, "no answer from " + string.Join(" and ", silent));
    }

    /// <summary>
    /// A payment that was declined took nothing, and a reservation that was rejected holds nothing. All else, an
    /// unanswered step included, has to be undone.
    /// </summary>
    private void BeginUndo<T>(BehaviorContext<OrderState, T> context)
        where T : class
    {
        context.Saga.PaymentIsUndone = context.Saga.PaymentStatus == PaymentStatuses.Failed;
        context.Saga.StockIsUndone = context.Saga.StockStatus == StockStatuses.Rejected;
        if (!context.Saga.StockIsUndone)
            context.Saga.StockStatus = StockStatuses.Releasing;
        BeginWait(context, patience.NextForUndo);
    }

    // What all of them use.
    private static void Because(OrderState order, string reason, string detail)
    {
        order.Reason = reason;
        order.Detail = detail.Length == 0 ? null : StorableText.Of(detail, 1000);
    }

    private static Order OrderOf(BehaviorContext<OrderState> context) =>
        context.UnitOfWork().Find(OrdersTables.Orders, context.Saga.CorrelationId)
        ?? throw new UnacceptableMessageException(
            $"Order '{context.Saga.CorrelationId}' has no row: an order is accepted by Orders.Api before its saga "
            + "begins.");
}
