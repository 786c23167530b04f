namespace Messaging;

/// <summary>Compares topics with what they were: what was sent to one that is another by now is lost.</summary>
/// <param name="ids">The topics by name.</param>
/// <param name="isMadeUpFor">
/// Whether what is waited for is due already. Until then a topic that is another is not remembered, so that after a
/// crash it is found again.
/// </param>
internal sealed class RememberTopics(IReadOnlyDictionary<string, Guid> ids, bool isMadeUpFor) : UnitOfWork
{
    /// <summary>The topics that are others than before.</summary>
    public List<string> Changed { get; private set; } = [];

    protected override void Want(WantedRows rows)
    {
        foreach (var topic in ids.Keys)
            rows.Add(KnownTopicTable.Table, topic);
    }

    protected override void Apply()
    {
        Changed = [];
        foreach (var (topic, id) in ids)
        {
            var row = new KnownTopic { Topic = topic, TopicId = id };
            if (Find(KnownTopicTable.Table, topic) is not { } known)
                Insert(KnownTopicTable.Table, row);
            else if (known.TopicId != id)
            {
                Changed.Add(topic);
                if (isMadeUpFor)
                    Update(KnownTopicTable.Table, row);
            }
        }
    }
}
