namespace Orders.Hosting;

/// <summary>How much a service takes on at a time; section <c>Limits</c> of the configuration.</summary>
public sealed class PressureOptions
{
    /// <summary>
    /// Requests of one caller a second, on the average; the callers of one name are one. Default 5,000 an instance.
    /// </summary>
    public int RequestsPerSecond { get; set; } = 5_000;

    /// <summary>How many of them may come at once after a pause. Default: those of two seconds.</summary>
    public int? Burst { get; set; }

    /// <summary>Requests that are under way or wait, of all callers together. Default 2,000.</summary>
    public int MostWaiting { get; set; } = 2_000;

    /// <summary>
    /// How long a request may be expected to wait, by what is under way and what is answered a second. Default 1 s.
    /// </summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Streams that are open, of all callers together. Default 5,000 an instance.</summary>
    public int MostStreams { get; set; } = 5_000;

    /// <summary>How long a request's body may take to arrive. Default 10 s.</summary>
    public TimeSpan LongestBody { get; set; } = TimeSpan.FromSeconds(10);

    internal int BurstOrDefault => Burst ?? 2 * RequestsPerSecond;

    internal bool IsSound => RequestsPerSecond > 0 && BurstOrDefault > 0 && MostWaiting > 0
        && MostStreams > 0 && LongestWait > TimeSpan.Zero && LongestBody > TimeSpan.Zero;
}
