using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Confluent.Kafka;

namespace Messaging;

/// <content>How far it is behind.</content>
internal sealed partial class TopicConsumer
{
    private static readonly ConcurrentDictionary<TopicConsumer, bool> Running = [];

    private static readonly ObservableGauge<long> Lag = Telemetry.Meter.CreateObservableGauge(
        "orders.consumer.lag", () => Running.Keys.SelectMany(consumer => consumer.lags), "{record}",
        "Records of a partition that this member of the group has not done yet.");

    private IReadOnlyList<Measurement<long>> lags = [];

    /// <summary>The client knows the end of a partition from what it fetched last.</summary>
    private void MeasureLag()
    {
        if (!Lag.Enabled)
            return;
        var measured = new List<Measurement<long>>(assignments.Count);
        foreach (var assignment in assignments.Values)
        {
            var end = consumer!.GetWatermarkOffsets(assignment.Partition).High;
            if (end == Offset.Unset)
                continue;
            measured.Add(new(
                Math.Max(0, end.Value - (assignment.Offsets.FirstNotDone ?? end.Value)),
                new("messaging.consumer.group.name", endpoint.Group),
                new("messaging.destination.name", endpoint.Topic),
                new("messaging.destination.partition.id", assignment.Partition.Partition.Value)));
        }

        lags = measured;
    }
}
