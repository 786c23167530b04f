using System.Text;
using Confluent.Kafka;
using Messaging;

namespace Tests.Messaging;

/// <summary>Records that are not as they should be, and what stands in those that are.</summary>
internal static class Records
{
    public static OutgoingMessage Without(this OutgoingMessage record, params string[] names)
    {
        var headers = new MessageHeaders();
        foreach (var (name, value) in record.Headers.All.Where(header => !names.Contains(header.Name)))
            headers.Add(name, value);
        return record with { Headers = headers };
    }

    public static OutgoingMessage With(this OutgoingMessage record, string name, string value)
    {
        var changed = record.Without(name);
        changed.Headers.Add(name, value);
        return changed;
    }

    /// <summary>A header of a record that was read, as text; null where there is none.</summary>
    public static string? Header(this ConsumeResult<byte[]?, byte[]?> record, string name) =>
        record.Message.Headers.TryGetLastBytes(name, out var value) ? Encoding.UTF8.GetString(value) : null;
}
