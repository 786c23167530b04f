using Messaging;

namespace Tests.Messaging;

/// <summary>A row with a column of every type.</summary>
internal sealed record Sample
{
    public required Guid Id { get; init; }

    public required string Text { get; init; }

    public required long Big { get; init; }

    public required int Small { get; init; }

    public required bool Flag { get; init; }

    public required byte[] Bytes { get; init; }

    public required DateTime Time { get; init; }

    public Guid? MaybeId { get; init; }

    public string? MaybeText { get; init; }

    public long? MaybeBig { get; init; }

    public int? MaybeSmall { get; init; }

    public bool? MaybeFlag { get; init; }

    public byte[]? MaybeBytes { get; init; }

    public DateTime? MaybeTime { get; init; }

    public required long Version { get; init; }
}

internal static class Samples
{
    public static Table<Sample, Guid> Table { get; } = new Table<Sample, Guid>("samples", row => row.Id)
        .Key(row => row.Id)
        .Changing(row => row.Text)
        .Changing(row => row.Big)
        .Changing(row => row.Small)
        .Changing(row => row.Flag)
        .Changing(row => row.Bytes)
        .Changing(row => row.Time)
        .Changing(row => row.MaybeId)
        .Changing(row => row.MaybeText)
        .Changing(row => row.MaybeBig)
        .Changing(row => row.MaybeSmall)
        .Changing(row => row.MaybeFlag)
        .Changing(row => row.MaybeBytes)
        .Changing(row => row.MaybeTime)
        .Version(row => row.Version);
}
