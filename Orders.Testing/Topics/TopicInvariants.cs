using Contracts;

namespace Orders.Testing;

/// <summary>Nothing was lost on its way, nothing came from nowhere, and nothing was passed over.</summary>
internal static class TopicInvariants
{
    private static readonly Dictionary<string, Contract> ContractOf = Catalogue.All.ToDictionary(c => c.Name);

    public static IReadOnlyList<Invariant<SeenMessages>> All { get; } =
    [
        new("T1", "what is recorded as sent is on its topic", (seen, _) => Lost(seen)),
        new("T2", "what is on a topic is recorded as sent", (seen, _) => Ghosts(seen)),
        new("T4", "a message that comes again is the same",
            (seen, _) => seen.Topics.Values.SelectMany(topic => topic.Altered)),
        new("T5", "what concerns an order is in one partition",
            (seen, _) => seen.Topics.Values.SelectMany(topic => topic.Spread)),
        new("T6", "no group is past the end of a topic, or lost what it had not read", Positions),
        new("T7", "what was read is recorded, or a dead letter", (seen, _) => PassedOver(seen)),
        new("T9", "dead letters are what was read", (seen, _) => ChangedLetters(seen)),
    ];

    private static IEnumerable<Discrepancy> Lost(SeenMessages seen)
    {
        var wholeSince = seen.Topics.ToDictionary(topic => topic.Key, topic => topic.Value.WholeSince);
        return
            from sent in seen.Before.Sent
            let topic = seen.Topics[ContractOf[sent.Value.Type].Topic]
            where sent.Value.At > wholeSince[topic.Topic]
                && !topic.Messages.ContainsKey(sent.Key)
                && !seen.Before.Unsent.Contains(sent.Key) && !seen.After.IsDead(sent.Key)
            select new Discrepancy(
                sent.Value.OrderId, $"{sent.Value.Type} {sent.Key} of {sent.Value.At:O} is not on {topic.Topic}");
    }

    private static IEnumerable<Discrepancy> Ghosts(SeenMessages seen) =>
        from topic in seen.Topics.Values
        from message in topic.Messages
        let contract = ContractOf.GetValueOrDefault(message.Value.Type)
        where contract?.Topic == topic.Topic && !IsCaused(seen.After, message.Key, message.Value, contract)
        select new Discrepancy(
            message.Value.OrderId, $"{message.Value.Type} {message.Key} on {topic.Topic}, and nobody has sent it");

    /// <summary>
    /// A refusal of a refund is forgotten when the refund succeeds; what the Api has published is in no history until
    /// its saga has read it.
    /// </summary>
    private static bool IsCaused(RecordedMessages recorded, Guid id, MessageOnTopic message, Contract contract) =>
        contract switch
        {
            { IsAwaited: true } => recorded.Orders.Contains(message.OrderId),
            { Type: var type } when type == typeof(RefundFailed) =>
                recorded.Done.Contains((message.OrderId, typeof(RefundPayment))),
            _ => recorded.Sent.TryGetValue(id, out var sent) && sent.OrderId == message.OrderId,
        };

    private static IEnumerable<Discrepancy> Positions(SeenMessages seen, bool allHaveEnded) =>
        from topic in seen.Topics.Values
        from partition in topic.Positions
        let position = partition.Value
        let wrong =
            position.Committed > position.End ? $"at {position.Committed}, the end is {position.End}"
            : position.Committed < position.Begin ? $"at {position.Committed}, the oldest is {position.Begin}"
            : allHaveEnded && position.Committed < position.End ? $"{position.End - position.Committed} unread"
            : null
        where wrong is not null
        select new Discrepancy($"{topic.Topic}/{partition.Key}", wrong);

    private static IEnumerable<Discrepancy> PassedOver(SeenMessages seen)
    {
        foreach (var topic in seen.Topics.Values)
        {
            foreach (var (id, message) in topic.Messages)
            {
                if (topic.IsRead(message.Partition, message.Offset) && !IsRecorded(seen.After, topic, id, message))
                    yield return new(
                        message.OrderId, $"{message.Type} {id} was read, and nothing is recorded");
            }

            foreach (var (origin, type) in topic.Strange)
            {
                if (topic.IsRead(origin.Partition, origin.Offset) && !IsForOthers(topic, type)
                    && !seen.After.IsDead(origin))
                    yield return new(
                        $"{origin.Topic}/{origin.Partition}/{origin.Offset}", "is no message, and no dead letter");
            }
        }
    }

    private static bool IsRecorded(RecordedMessages recorded, TopicContent topic, Guid id, MessageOnTopic message)
    {
        if (recorded.IsDead(id) || IsForOthers(topic, message.Type))
            return true;
        if (ContractOf.GetValueOrDefault(message.Type) is not { } contract || contract.Topic != topic.Topic)
            return recorded.IsDead(new RecordOrigin(topic.Topic, message.Partition, message.Offset, message.Time));

        return topic.Topic switch
        {
            Contracts.Topics.PaymentsCommands or Contracts.Topics.InventoryCommands =>
                recorded.Done.Contains((message.OrderId, contract.Type)),

            // A wish that comes before its saga leaves no trace but in the order; without an order there is no saga.
            _ => (contract.IsAwaited && contract.Type != typeof(OrderCreated))
                || !recorded.Orders.Contains(message.OrderId)
                || (recorded.Handled.TryGetValue(id, out var taken) && taken.OrderId == message.OrderId),
        };
    }

    /// <summary>An events topic has what the saga says itself, and may have more; a command is for us.</summary>
    private static bool IsForOthers(TopicContent topic, string? type) =>
        type is not null && topic.Topic.EndsWith(".events", StringComparison.Ordinal)
        && (ContractOf.GetValueOrDefault(type) is not { } contract || contract.Topic != topic.Topic
            || contract.Source == SagaSource);

    private static string SagaSource { get; } =
        Catalogue.All.Single(contract => contract.Type == typeof(OrderConfirmed)).Source;

    private static IEnumerable<Discrepancy> ChangedLetters(SeenMessages seen) =>
        from letter in seen.Before.DeadLetters
        where letter.Origin is { } origin
            && seen.Topics.TryGetValue(origin.Topic, out var topic)
            && topic.Origins.TryGetValue(origin, out var record) && !record.IsSameAs(letter.Bytes)
        let at = letter.Origin!.Value
        select new Discrepancy(letter.Id, $"is not what {at.Topic}/{at.Partition}/{at.Offset} is");
}
