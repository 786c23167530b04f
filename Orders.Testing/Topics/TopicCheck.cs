using Contracts;
using Messaging;

namespace Orders.Testing;

/// <summary>
/// Checks the topics against the databases: what was to be sent is there, what is there was to be sent, and what was
/// read had its effect. It reads every record that a topic still has, as a member of no group, and keeps about 150
/// bytes of each message.
/// </summary>
public static class TopicCheck
{
    /// <summary>Checks all invariants.</summary>
    /// <param name="sources">Where the databases are.</param>
    /// <param name="kafka">Where the topics are.</param>
    /// <param name="allHaveEnded">Whether a record that its group has not read is a fault.</param>
    /// <param name="time">Whose time passes between two readings.</param>
    /// <exception cref="TopicsUnreadableException">Kafka is away, or a topic is not there.</exception>
    public static Task<IReadOnlyList<BookFinding>> Run(
        BookSources sources, KafkaOptions kafka, bool allHaveEnded, TimeProvider? time = null) =>
        TwoReadings.Of(() => Check(sources, kafka, allHaveEnded), time);

    /// <summary>
    /// What the databases said before must be on the topics, and what was on the topics must be in the databases
    /// afterwards: so a running system breaks nothing.
    /// </summary>
    private static List<BookFinding> Check(BookSources sources, KafkaOptions kafka, bool allHaveEnded)
    {
        var before = MessageReader.Read(sources);
        var wanted = before.DeadLetters.Select(letter => letter.Origin).OfType<RecordOrigin>().ToHashSet();
        var reader = new TopicReader(kafka, wanted);
        var topics = Groups.Readers.ToDictionary(
            reads => reads.Topic, reads => reader.Read(reads.Topic, reads.Group));
        var seen = new SeenMessages(before, topics, MessageReader.Read(sources));
        return [.. TopicInvariants.All.Select(invariant => invariant.Find(seen, allHaveEnded))];
    }
}

/// <summary>The topics cannot be read.</summary>
public sealed class TopicsUnreadableException(string message) : Exception(message);

/// <param name="Before">The databases before the topics were read.</param>
/// <param name="Topics">By their names without a prefix.</param>
/// <param name="After">The databases after it.</param>
internal sealed record SeenMessages(
    RecordedMessages Before, IReadOnlyDictionary<string, TopicContent> Topics, RecordedMessages After);
