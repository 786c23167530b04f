using System.Diagnostics;

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
        _ = ActivityContext.TryParse(call.TraceParent, null, isRemote: true, out var asked);
        var span = Source.StartActivity($"gateway {call.Attempt.Kind}", ActivityKind.Internal, asked);
        span?.SetTag("payment.attempt", call.Attempt.Number);
        span?.SetTag("payment.try", call.Attempt.Tries + 1);
        return span;
    }
}
