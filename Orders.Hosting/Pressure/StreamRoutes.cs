using Microsoft.AspNetCore.Builder;

namespace Orders.Hosting;

/// <summary>Routes that answer as long as their clients like.</summary>
public static class StreamRoutes
{
    /// <summary>
    /// How long it lasts says nothing of how soon others are answered, so it has a limit of its own
    /// (<see cref="PressureOptions.MostStreams"/>).
    /// </summary>
    public static TBuilder AsStream<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Stream());

    internal sealed class Stream;
}
