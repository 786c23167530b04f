namespace Messaging;

/// <summary>Where copies of dead letters go, a topic for each group. None of our groups reads one.</summary>
public static class DeadLetterCopies
{
    /// <summary>All of them, as SQL's LIKE has it.</summary>
    internal const string Like = Prefix + "%";

    private const string Prefix = "dlq.";

    /// <summary>The topic of a group's copies.</summary>
    public static string TopicOf(string group) => Prefix + group;
}
