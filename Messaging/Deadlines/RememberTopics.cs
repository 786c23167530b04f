namespace Messaging;

/// <summary>
/// Compares topics with what they were: what was sent to one that is another by now is lost, and whatever is waited for
/// is due at once.
/// </summary>
internal sealed class RememberTopics(IReadOnlyDictionary<string, Guid> ids) : UnitOfWork
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
                Update(KnownTopicTable.Table, row);
                Changed.Add(topic);
            }
        }

        if (Changed.Count > 0)
            Execute(SqlDialect.MakeAllDue, Now);
    }
}
