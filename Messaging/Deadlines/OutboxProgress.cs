namespace Messaging;

/// <summary>
/// What lies in the outbox has not even been sent, so nobody has read it: it counts like a record that is unread.
/// </summary>
internal sealed class OutboxProgress(Func<SqlSession> openReader) : IReadProgress, IDisposable
{
    private readonly Dictionary<Guid, long> highest = [];
    private SqlSession? reader;

    public IReadOnlyList<KeyValuePair<(string Topic, int Partition), long>> Ends()
    {
        Read();
        return [.. highest.Select(pair => Of(pair.Key, pair.Value))];
    }

    public IReadOnlyList<KeyValuePair<(string Topic, int Partition), long>> Done()
    {
        var unsent = Read();
        return
        [
            .. highest.Select(pair => Of(
                pair.Key, unsent.TryGetValue(pair.Key, out var first) ? first - 1 : pair.Value)),
        ];
    }

    public void Dispose() => reader?.Dispose();

    /// <summary>Answers the first unsent row of each owner. A row counts from when it was seen, and for ever.</summary>
    private Dictionary<Guid, long> Read()
    {
        try
        {
            reader ??= openReader();
            var owners = reader.Query(
                reader.Dialect.ReadUnsent,
                row => (Owner: row.GetGuid(0), First: row[1] as long?, Last: row[2] as long?),
                DeadLetterCopies.Like);
            var unsent = new Dictionary<Guid, long>();
            foreach (var (owner, first, last) in owners)
            {
                if (first is null || last is null)
                    continue;
                unsent.Add(owner, first.Value);
                highest[owner] = Math.Max(last.Value, highest.GetValueOrDefault(owner));
            }

            return unsent;
        }
        catch
        {
            reader?.Dispose();
            reader = null;
            throw;
        }
    }

    private static KeyValuePair<(string Topic, int Partition), long> Of(Guid owner, long number) =>
        new(($"outbox of {owner}", 0), number);
}
