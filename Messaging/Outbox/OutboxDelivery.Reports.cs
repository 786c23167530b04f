namespace Messaging;

/// <content>What the producer tells of each message.</content>
internal sealed partial class OutboxDelivery
{
    /// <summary>Runs on the producer's thread.</summary>
    private void Report(OutboxLane lane, Flight flight, FlightState state, string? reason)
    {
        if (state != FlightState.Lost)
            EndSpan(flight, state == FlightState.Arrived ? null : reason ?? "refused");
        if (state == FlightState.Arrived)
            Failpoint.Hit(Failpoint.AfterAck);
        if (state == FlightState.Arrived)
            acknowledge(flight.Message.Owner, flight.Message.Number);
        else if (state == FlightState.Refused)
            _ = SetAside(flight.Message, reason ?? "refused");
        flight.State = state;
        HasMoved();
        if (state != FlightState.Lost)
            return;
        lane.Lose();
        lock (gate)
            Monitor.Pulse(gate);
    }

    private static void EndSpan(Flight flight, string? refusal)
    {
        var message = flight.Message.Message;
        MessageSpans.EndSend(message.Span, refusal);
        MessageMeter.Sent(message.Topic, flight.Began, refusal is null ? null : "refused");
    }

    private async Task SetAside(NumberedMessage message, string reason)
    {
        LogRefused(name, message.Message.Topic, message.Message.Id, reason);
        try
        {
            await setAside(message, reason).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Its row stays in the outbox and is tried again after the next start.
            LogNotSetAside(exception, name, message.Message.Id);
        }
    }
}
