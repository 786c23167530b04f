using Contracts;
using MassTransit;
using Messaging;

namespace Payments.Worker;

/// <summary>Charges an order once, however often it is asked for.</summary>
internal sealed class ProcessPaymentConsumer(PaymentCaller caller) : IConsumer<ProcessPayment>
{
    private const int FirstAndOnly = 1;

    public Task Consume(ConsumeContext<ProcessPayment> context) =>
        caller.Execute(new ChargeOnce(context.Message, context.GetCause()), context.CancellationToken);

    private sealed class ChargeOnce(ProcessPayment command, Cause cause) : PaymentUnit(command.OrderId)
    {
        public override Cause Cause => cause;

        protected override PaymentRow Next(PaymentRow? payment) => payment switch
        {
            null => Begin(
                New(PaymentStatuses.Pending, cause) with
                {
                    AmountMinor = command.AmountMinor,
                    Currency = command.Currency,
                    PaymentToken = command.PaymentToken,
                },
                AttemptKinds.Charge, FirstAndOnly, command.AmountMinor),
            { ChargeOutcomeId: not null } => SentAgain(
                payment, payment.ChargeOutcomeId, payment.ChargeOutcomeType, payment.ChargeOutcomeValue),
            { Status: PaymentStatuses.Pending } => payment,
            _ => Refuse(payment),
        };

        /// <summary>The undo overtook the command: it must not charge any more.</summary>
        private PaymentRow Refuse(PaymentRow payment)
        {
            var answer = Produce(new PaymentFailed(
                OrderId, PaymentCodes.Undone, "The order was undone before its payment was asked for."));
            return ChargeAnswered(
                payment with { AmountMinor = command.AmountMinor, Currency = command.Currency }, answer);
        }
    }
}
