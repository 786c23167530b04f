using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Messaging;

namespace Tests.Messaging;

/// <summary>What a counter of the library has counted for one group since.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<(long Count, Dictionary<string, object?> Tags)> counts = [];

    public Counted(string counter, string? group = null)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == Telemetry.MeterName && instrument.Name == counter)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            var counted = tags.ToArray().ToDictionary();
            if (group is null || Equals(counted.GetValueOrDefault("group"), group))
                counts.Enqueue((count, counted));
        });
        listener.Start();
    }

    public long Total => counts.Sum(count => count.Count);

    /// <summary>The counts by the values of a tag.</summary>
    public Dictionary<string, long> By(string tag) =>
        counts.GroupBy(count => $"{count.Tags[tag]}")
            .ToDictionary(group => group.Key, group => group.Sum(count => count.Count));

    public void Dispose() => listener.Dispose();
}
