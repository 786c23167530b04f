using Contracts;
using MassTransit;
using Messaging;

namespace Payments.Worker;

/// <summary>
/// Gives back what was taken. A charge whose outcome is unknown is settled first; for an order that was never seen it
/// is recorded that nothing may be taken.
/// </summary>
internal sealed class RefundPaymentConsumer(PaymentCaller caller) : IConsumer<RefundPayment>
{
    public Task Consume(ConsumeContext<RefundPayment> context) =>
        caller.Execute(new GiveBack(context.Message, context.GetCause()), context.CancellationToken);

    private sealed class GiveBack(RefundPayment command, Cause cause) : PaymentUnit(command.OrderId)
    {
        public override Cause Cause => cause;

        protected override PaymentRow Next(PaymentRow? payment)
        {
            payment ??= New(PaymentStatuses.None, cause);
            return Undo(payment.IsUndone ? payment : payment with { IsUndone = true });
        }
    }
}
