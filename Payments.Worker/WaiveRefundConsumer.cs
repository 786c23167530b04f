using Contracts;
using MassTransit;
using Messaging;

namespace Payments.Worker;

/// <summary>
/// No refund is made from now on: an operator settled the money by other means. One that is under way is waited for, so
/// that the answer tells the truth.
/// </summary>
internal sealed class WaiveRefundConsumer(PaymentCaller caller) : IConsumer<WaiveRefund>
{
    public Task Consume(ConsumeContext<WaiveRefund> context) =>
        caller.Execute(new Waive(context.Message, context.GetCause()), context.CancellationToken);

    private sealed class Waive(WaiveRefund command, Cause cause) : PaymentUnit(command.OrderId)
    {
        public override Cause Cause => cause;

        protected override PaymentRow Next(PaymentRow? payment)
        {
            payment ??= New(PaymentStatuses.None, cause);
            return Undo(payment.IsWaived ? payment : payment with { IsUndone = true, IsWaived = true });
        }
    }
}
