using System.Diagnostics.Metrics;

namespace Payments.Worker;

/// <summary>What the gateway answers.</summary>
internal static class GatewayMeter
{
    private static readonly Meter Meter = new("Payments.Worker");

    private static readonly Counter<long> Answers = Meter.CreateCounter<long>(
        "orders.gateway.answers", "{answer}", "What the gateway answered, by kind and outcome.");

    public static void Answered(string kind, GatewayAnswer answer) =>
        Answers.Add(1, new("kind", kind), new("outcome", answer switch
        {
            GatewayAnswer.MoneyTaken => AttemptStates.Captured,
            GatewayAnswer.ChargeDeclined => AttemptStates.Declined,
            GatewayAnswer.MoneyReturned => AttemptStates.Refunded,
            GatewayAnswer.RefundRefused => AttemptStates.Refused,
            _ => AttemptStates.Unknown,
        }));
}
