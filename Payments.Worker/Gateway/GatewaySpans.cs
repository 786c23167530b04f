using System.Diagnostics;
using Messaging;

namespace Payments.Worker;

/// <summary>The spans of the calls to the gateway, in the trace of the order that is paid for.</summary>
internal static class GatewaySpans
{
    private static readonly ActivitySource Source = new("Payments.Worker");

    /// <summary>Begins the span of a call with whatever follows from its answer; null where nobody traces.</summary>
    public static Activity? Begin(GatewayCall call)
    {
        if (!Source.HasListeners())
            return null;
        var span = Source.StartActivity(
            $"gateway {call.Attempt.Kind}", ActivityKind.Internal, Telemetry.ParentOf(call.TraceParent));
        span?.SetTag("payment.attempt", call.Attempt.Number);
        span?.SetTag("payment.try", call.Attempt.Tries + 1);
        return span;
    }
}
