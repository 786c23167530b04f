namespace Orders.Api;

/// <summary>For how many orders there is room; section <c>Limits</c> of the configuration.</summary>
public sealed class RoomOptions
{
    /// <summary>Messages that wait for Kafka. Default 10 million: Kafka may be away for hours.</summary>
    public int MostUnsent { get; set; } = 10_000_000;

    /// <summary>
    /// Bytes that have to be free where the files of SQLite are. Default 256 MiB; a tenth of the volume where that is
    /// less.
    /// </summary>
    public long LeastFreeBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Orders of one caller that have not ended. Default: any number.</summary>
    public int? OpenOrdersPerCaller { get; set; }
}
