namespace Orders.Hosting;

/// <summary>What a route answers where nothing is wrong.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Words">What it means.</param>
public sealed record RouteAnswer(int Status, string Words)
{
    /// <summary>The record that is written as JSON; null where there is no body, or a stream.</summary>
    public Type? Type { get; private init; }

    /// <summary>Bodies as they may be.</summary>
    public IReadOnlyList<RouteExample> Examples { get; private init; } = [];

    /// <summary>What is written as a stream, one after the other; empty where the answer is none.</summary>
    public IReadOnlyList<RouteEvent> Events { get; private init; } = [];

    /// <summary>The headers that matter to who asks.</summary>
    public IReadOnlyList<RouteHeader> Headers { get; init; } = [];

    /// <summary>An answer with a body.</summary>
    public static RouteAnswer Of<T>(
        int status, string words, params IReadOnlyList<(string Words, T Body)> examples) => new(status, words)
        {
            Type = typeof(T),
            Examples = [.. examples.Select(example => RouteExample.OfAnswer(example.Words, example.Body))],
        };

    /// <summary>An answer without a body.</summary>
    public static RouteAnswer Empty(int status, string words) => new(status, words);

    /// <summary>Events that are sent as they happen (<c>text/event-stream</c>).</summary>
    public static RouteAnswer Stream(int status, string words, params IReadOnlyList<RouteEvent> events) =>
        new(status, words) { Events = events };
}

/// <summary>An event of a stream.</summary>
/// <param name="Name">By which clients listen to it.</param>
/// <param name="Words">When it comes and what it means.</param>
public sealed record RouteEvent(string Name, string Words)
{
    /// <summary>What its id is, by which a client goes on where it was; null where it has none.</summary>
    public string? IdWords { get; init; }

    /// <summary>An id as it may be.</summary>
    public string? Id { get; init; }

    /// <summary>The record that is its data; null where that says nothing.</summary>
    public Type? Type { get; private init; }

    /// <summary>The data as it may be.</summary>
    public RouteExample? Example { get; private init; }

    /// <summary>An event with data.</summary>
    public static RouteEvent Of<T>(string name, string words, T data) => new(name, words)
    {
        Type = typeof(T),
        Example = RouteExample.OfAnswer(words, data),
    };
}
