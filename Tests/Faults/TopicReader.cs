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
}
