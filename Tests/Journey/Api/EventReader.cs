using System.Net.ServerSentEvents;
using System.Text.Json;
using Orders.Testing;

namespace Tests.Journey.Api;

/// <summary>Reads a stream piece by piece, without its pings. What does not come in time fails the test.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
    private readonly EventStream stream;
    private readonly IAsyncEnumerator<SseItem<JsonElement>> events;

    private EventReader(EventStream stream)
    {
        this.stream = stream;
        events = stream.Events(patience.Token).GetAsyncEnumerator();
    }

    public string? LastEventId => stream.LastEventId;

    public static async Task<EventReader> Open(
        HttpClient http, string path, string? lastEventId = null, params (string Name, string Value)[] headers) =>
        new(await EventStream.Open(http, path, lastEventId, headers));

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<SseItem<JsonElement>?> Next()
    {
        while (await events.MoveNextAsync())
        {
            if (events.Current.EventType != "ping")
                return events.Current;
        }

        return null;
    }

    /// <summary>The next events.</summary>
    public async Task<List<SseItem<JsonElement>>> Take(int count)
    {
        var taken = new List<SseItem<JsonElement>>();
        while (taken.Count < count)
        {
            taken.Add(await Next()
                ?? throw new EndOfStreamException($"The stream has ended after {taken.Count} of {count} events."));
        }

        return taken;
    }

    /// <summary>All events to the end of the stream.</summary>
    public async Task<List<SseItem<JsonElement>>> Rest()
    {
        var rest = new List<SseItem<JsonElement>>();
        while (await Next() is { } item)
            rest.Add(item);
        return rest;
    }

    /// <summary>Goes away, as a browser does whose page is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        stream.Dispose();
        await patience.CancelAsync();
        await events.DisposeAsync();
        patience.Dispose();
    }
}
