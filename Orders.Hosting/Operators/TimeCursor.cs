using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Messaging;

namespace Orders.Hosting;

/// <summary>
/// How far a list by time was read, and with which filters. Whoever has one need not know what is in it.
/// </summary>
internal static class TimeCursor
{
    private const int IdLength = 16;
    private const int MarkLength = 4;
    private const int Length = sizeof(long) + IdLength + MarkLength;

    public static string Of(ListPosition position, object filter)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, position.At.Ticks);
        position.Id.TryWriteBytes(bytes[sizeof(long)..]);
        Mark(filter).CopyTo(bytes[(sizeof(long) + IdLength)..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null on the first page, and where the cursor is wrong, which is an error then.</summary>
    public static ListPosition? Read(QueryReader query, object filter)
    {
        if (query.Cursor() is not { } cursor)
            return null;
        Span<byte> bytes = stackalloc byte[Length];
        if (Base64Url.IsValid(cursor, out var length) && length == Length
            && Base64Url.TryDecodeFromChars(cursor, bytes, out _)
            && bytes[(sizeof(long) + IdLength)..].SequenceEqual(Mark(filter))
            && BinaryPrimitives.ReadInt64BigEndian(bytes) is var ticks
            && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks)
            return new ListPosition(
                new DateTime(ticks, DateTimeKind.Utc), new Guid(bytes.Slice(sizeof(long), IdLength)));
        query.Errors.Add("cursor", "must be the one of a list's next, with the filters that it had");
        return null;
    }

    /// <summary>A filter is a record, whose text has all that is in it.</summary>
    private static ReadOnlySpan<byte> Mark(object filter) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{filter}")).AsSpan(0, MarkLength);
}
