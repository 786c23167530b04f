using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Orders.Testing;

/// <summary>An open stream of events, read as a browser reads it: it knows where to go on when it is cut off.</summary>
public sealed class EventStream : IDisposable
{
    private readonly HttpResponseMessage response;

    private EventStream(HttpResponseMessage response, string? lastEventId)
    {
        this.response = response;
        LastEventId = lastEventId;
    }

    /// <summary>The answer, of which only the head was read.</summary>
    public HttpResponseMessage Response => response;

    /// <summary>The last id that came, or was given at the beginning; what to go on from.</summary>
    public string? LastEventId { get; private set; }

    /// <summary>Opens a stream; returns when its head is there.</summary>
    /// <param name="http">A client with the installation's base address.</param>
    /// <param name="path">Its path, as an order's links name it.</param>
    /// <param name="lastEventId">Where to go on; null for where the stream itself begins.</param>
    /// <param name="headers">What else is to be sent.</param>
    public static async Task<EventStream> Open(
        HttpClient http, string path, string? lastEventId = null, params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(headers);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return new EventStream(
            await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false), lastEventId);
    }

    /// <summary>The events as they come, to the end of the stream. They can be asked for once.</summary>
    /// <exception cref="HttpRequestException">The answer is no stream.</exception>
    public async IAsyncEnumerable<SseItem<JsonElement>> Events(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        response.EnsureSuccessStatusCode();
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var parser = SseParser.Create(body, (_, data) => JsonElement.Parse(data));
        await foreach (var item in parser.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            LastEventId = item.EventId ?? LastEventId;
            yield return item;
        }
    }

    /// <summary>The data of those that say that something happened to an order.</summary>
    /// <exception cref="HttpRequestException">The answer is no stream.</exception>
    public async IAsyncEnumerable<JsonElement> Steps(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in Events(cancellationToken).ConfigureAwait(false))
        {
            if (item.EventType == "order")
                yield return item.Data;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => response.Dispose();
}
