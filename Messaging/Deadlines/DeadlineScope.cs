namespace Messaging;

/// <summary>What the log lines of a deadline's firing carry.</summary>
internal sealed class DeadlineScope(DeadlineType type, DeadlineRow row) : LogScope
{
    public override int Count => 3;

    public override KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("MessageType", $"deadline.{row.Name}"),
        1 => new("MessageId", row.Token),
        2 => new(type.CorrelationName, row.CorrelationId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}
