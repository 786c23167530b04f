using System.Buffers.Binary;

namespace Messaging;

/// <summary>New ids: they ascend with time, and are random otherwise (RFC 9562, version 7).</summary>
public static class Ids
{
    private static readonly AsyncLocal<Random?> Source = new();

    /// <summary>An id of now.</summary>
    /// <param name="now">The time, by whatever clock the row or message that it names goes by.</param>
    public static Guid New(DateTimeOffset now) =>
        Source.Value is { } random ? Of(now, random) : Guid.CreateVersion7(now);

    /// <summary>
    /// From here on, wherever this flow of control goes, ids are drawn from a sequence: a simulation that is run again
    /// has the same ones.
    /// </summary>
    internal static void DrawFrom(Random random) => Source.Value = random;

    private static Guid Of(DateTimeOffset now, Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        var low = BinaryPrimitives.ReadInt64BigEndian(bytes) & 0xFFF;
        BinaryPrimitives.WriteInt64BigEndian(bytes, (now.ToUnixTimeMilliseconds() << 16) | 0x7000 | low);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
