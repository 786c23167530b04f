using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Orders.Api;

/// <summary>The events of a stream.</summary>
internal static class StreamEvents
{
    /// <param name="step">What happened.</param>
    /// <param name="id">From where a client goes on that has seen it; null leaves it where it is.</param>
    public static SseItem<string> Order(LiveStep step, long? id) => Event("order", step.Json, id);

    /// <summary>The stream lives, although nothing happens.</summary>
    public static SseItem<string> Ping(DateTime at) => Event(
        "ping", JsonSerializer.Serialize(
            new PingView(at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond))), StreamJson.Default.PingView));

    /// <summary>Nothing will happen to the order any more; who comes again is told the same.</summary>
    public static SseItem<string> End(string status) =>
        Event("end", JsonSerializer.Serialize(new EndView(status), StreamJson.Default.EndView));

    /// <summary>The client was too slow. It has missed nothing: by coming again it goes on where it is.</summary>
    public static SseItem<string> ComeAgain() => Resync(new ResyncView(Reload: false), null);

    /// <summary>The client is too far behind. It loads what it shows anew and goes on from here.</summary>
    public static SseItem<string> Reload(long seq) => Resync(new ResyncView(Reload: true), seq);

    private static SseItem<string> Resync(ResyncView view, long? id) =>
        Event("resync", JsonSerializer.Serialize(view, StreamJson.Default.ResyncView), id);

    private static SseItem<string> Event(string type, string json, long? id = null) =>
        new(json, type) { EventId = id?.ToString(CultureInfo.InvariantCulture) };
}
