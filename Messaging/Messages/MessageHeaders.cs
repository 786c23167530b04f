using System.Text;

namespace Messaging;

/// <summary>A record's headers in order, as bytes; and their form in a database column.</summary>
public sealed class MessageHeaders
{
    private readonly List<(string Name, byte[]? Value)> headers;

    /// <summary>No headers yet.</summary>
    public MessageHeaders(int capacity = 12) => headers = new List<(string, byte[]?)>(capacity);

    /// <summary>Names and values; a name may come more than once, a value may be null.</summary>
    public IReadOnlyList<(string Name, byte[]? Value)> All => headers;

    /// <summary>Adds a header behind the others.</summary>
    public void Add(string name, byte[]? value) => headers.Add((name, value));

    /// <summary>Adds a header behind the others.</summary>
    public void Add(string name, string value) => headers.Add((name, Encoding.UTF8.GetBytes(value)));

    /// <summary>The first value of a name as text; null where there is none.</summary>
    public string? Text(string name)
    {
        foreach (var (candidate, value) in headers)
        {
            if (candidate == name)
                return value is null ? null : Encoding.UTF8.GetString(value);
        }

        return null;
    }

    /// <summary>The first value of a name as an id; null where there is none or it is not one.</summary>
    public Guid? Id(string name)
    {
        foreach (var (candidate, value) in headers)
        {
            if (candidate == name)
                return value is not null && Guid.TryParse(value, null, out var id) ? id : null;
        }

        return null;
    }

    /// <summary>The form that <see cref="Decode"/> reads: per header two lengths and two texts.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream(headers.Count * 48);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write7BitEncodedInt(headers.Count);
        foreach (var (name, value) in headers)
        {
            writer.Write(name);
            writer.Write7BitEncodedInt(value is null ? 0 : value.Length + 1);
            if (value is not null)
                writer.Write(value);
        }

        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public static MessageHeaders Decode(byte[] encoded)
    {
        using var reader = new BinaryReader(new MemoryStream(encoded), Encoding.UTF8);
        var count = reader.Read7BitEncodedInt();
        var headers = new MessageHeaders(count);
        for (var index = 0; index < count; index++)
        {
            var name = reader.ReadString();
            var length = reader.Read7BitEncodedInt();
            headers.Add(name, length == 0 ? null : reader.ReadBytes(length - 1));
        }

        return headers;
    }
}
