using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Orders.Data;

namespace Orders.Api;

/// <summary>
/// How far a list was read, and with which filters: with others it would answer nonsense. Whoever has one need not know
/// what is in it.
/// </summary>
internal static class Cursor
{
    private const int Length = sizeof(long) + sizeof(int);

    public static string Of(long seq, OrderFilter filter)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seq);
        Mark(filter).CopyTo(bytes[sizeof(long)..]);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryRead(string cursor, OrderFilter filter, out long seq)
    {
        Span<byte> bytes = stackalloc byte[Length];
        seq = 0;
        if (!Base64Url.IsValid(cursor, out var length) || length != Length
            || !Base64Url.TryDecodeFromChars(cursor, bytes, out _))
            return false;
        seq = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return bytes[sizeof(long)..].SequenceEqual(Mark(filter));
    }

    private static ReadOnlySpan<byte> Mark(OrderFilter filter) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', string.Join(',', filter.Statuses), string.Join(',', filter.States), filter.CustomerId,
        $"{filter.CreatedAfter:O}", $"{filter.CreatedBefore:O}"))).AsSpan(0, sizeof(int));
}
