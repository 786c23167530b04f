using Contracts;

namespace Tests.Faults;

/// <summary>
/// The topics, read as a listener that came late would read them: from the beginning, by nothing of the product's.
/// </summary>
internal static class TopicReader
{
    /// <summary>Each order was announced, and its one ending was, under one id however often it was sent.</summary>
    public static void Agrees(
        string bootstrapServers, string topicPrefix, IReadOnlyDictionary<Guid, string> statuses)
    {
        var said = RecordsOnTopics.Read(bootstrapServers, topicPrefix + Topics.OrdersEvents)
            .GroupBy(record => record.Key)
            .ToDictionary(order => order.Key, order => order
                .DistinctBy(record => record.Headers["ce_id"])
                .Select(record => record.Headers["ce_type"]).ToList());
        foreach (var (id, status) in statuses)
        {
            Assert.That(
                said.GetValueOrDefault(id.ToString()),
                Is.EquivalentTo(["orders.order_created.v1", $"orders.order_{status}.v1"]), $"{id} {status}");
        }
    }

    /// <summary>
    /// What was on its way when a process died comes once more and no oftener, the same under the same id. Answers how
    /// many messages did. A worker's answer comes as often as its question is read.
    /// </summary>
    public static int NothingCameThrice(string bootstrapServers, string topicPrefix)
    {
        var again = RecordsOnTopics.Read(bootstrapServers, Topics.All.Select(topic => topicPrefix + topic))
            .GroupBy(record => (record.Topic, Id: record.Headers["ce_id"], Type: record.Headers["ce_type"]))
            .Where(message => message.Count() > 1)
            .ToDictionary(message => message.Key, message => message.ToList());
        string[] answers = [topicPrefix + Topics.PaymentsEvents, topicPrefix + Topics.InventoryEvents];
        Assert.That(
            again.Where(message => message.Value.Count > 2 && !answers.Contains(message.Key.Topic))
                .Select(message => $"{message.Key.Type} {message.Key.Id} came {message.Value.Count} times"),
            Is.Empty);
        Assert.That(
            again.Where(message => message.Value.DistinctBy(record => (record.Key, record.Value)).Skip(1).Any())
                .Select(message => $"{message.Key.Type} {message.Key.Id} came as something else"),
            Is.Empty);
        return again.Count;
    }
}
