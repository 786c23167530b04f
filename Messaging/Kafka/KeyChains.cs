namespace Messaging;

/// <summary>Handles what has the same key in sequence and everything else at once.</summary>
/// <param name="handle">Handles one.</param>
/// <param name="begin">Where a chain is begun. Default: on the thread pool.</param>
internal sealed class KeyChains<T>(Func<T, Task> handle, Action<Func<Task>>? begin = null)
{
    private readonly object gate = new();
    private readonly Dictionary<byte[], Queue<T>> chains = new(ByteComparer.Instance);

    /// <summary>Returns at once; the item is handled when those before it are done.</summary>
    public void Add(byte[] key, T item)
    {
        lock (gate)
        {
            if (chains.TryGetValue(key, out var chain))
            {
                chain.Enqueue(item);
                return;
            }

            chains.Add(key, new Queue<T>());
        }

        if (begin is not null)
        {
            begin(() => Run(key, item));
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(
            static state => _ = state.Chains.Run(state.Key, state.Item), (Chains: this, Key: key, Item: item), false);
    }

    private async Task Run(byte[] key, T item)
    {
        while (true)
        {
            await handle(item).ConfigureAwait(false);
            lock (gate)
            {
                if (!chains[key].TryDequeue(out item!))
                {
                    chains.Remove(key);
                    return;
                }
            }
        }
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>
    {
        public static ByteComparer Instance { get; } = new();

        public bool Equals(byte[]? left, byte[]? right) => left.AsSpan().SequenceEqual(right);

        public int GetHashCode(byte[] key)
        {
            var hash = new HashCode();
            hash.AddBytes(key);
            return hash.ToHashCode();
        }
    }
}
