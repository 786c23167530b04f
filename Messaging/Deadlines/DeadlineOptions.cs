namespace Messaging;

/// <summary>How deadlines are looked after.</summary>
public sealed class DeadlineOptions
{
    /// <summary>How often is looked whether anything is due. Default 100 ms.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many fire together, so that a mass of them does not starve fresh work. Default 200.</summary>
    public int MostAtOnce { get; set; } = 200;

    /// <summary>
    /// After what time a message that was not applied is published again for the first time. Default 30 s.
    /// </summary>
    public TimeSpan AskAgainAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After what time a wait ends even while a group that was asked has not read the question. Default 24 h.
    /// </summary>
    public TimeSpan HoldAtMost { get; set; } = TimeSpan.FromDays(1);
}
