namespace Messaging;

/// <summary>
/// A topic as it was when it was last seen. A topic of the same name with another id has lost all its records.
/// </summary>
public sealed record KnownTopic
{
    public required string Topic { get; init; }

    /// <summary>Given by Kafka when the topic was made.</summary>
    public required Guid TopicId { get; init; }
}

/// <summary>The table of topics that were seen.</summary>
public static class KnownTopicTable
{
    public static Table<KnownTopic, string> Table { get; } =
        new Table<KnownTopic, string>("known_topics", row => row.Topic)
            .Key(row => row.Topic, maxLength: 249)
            .Changing(row => row.TopicId);
}
