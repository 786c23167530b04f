using System.Threading.Channels;

namespace Payments.Worker;

/// <summary>Calls that are waiting in memory for their turn, and how many of them may be under way.</summary>
/// <param name="state">Of the attempts that are its own, one of <see cref="AttemptStates"/>.</param>
/// <param name="mostUnderWay">How many may have their turn at a time.</param>
internal sealed class CallLane(string state, int mostUnderWay) : IDisposable
{
    /// <summary>Waiting or under way. Beyond that, attempts wait as rows.</summary>
    private const int MostInMemory = 2_000;

    // Unbounded, since what is in memory is counted: the consumers hand in no more than they may have unfinished.
    private readonly Channel<GatewayCall> waiting = Channel.CreateUnbounded<GatewayCall>();
    private int inMemory;

    /// <summary>In SQL, what holds for the attempts that are its own.</summary>
    public string Condition => $"state = '{state}'";

    public SemaphoreSlim Turns { get; } = new(mostUnderWay, mostUnderWay);

    public int Room => MostInMemory - Volatile.Read(ref inMemory);

    public bool IsIdle => Volatile.Read(ref inMemory) == 0;

    public void Add(GatewayCall call)
    {
        Interlocked.Increment(ref inMemory);
        waiting.Writer.TryWrite(call);
    }

    public ValueTask<bool> HasWaiting(CancellationToken stopping) => waiting.Reader.WaitToReadAsync(stopping);

    /// <summary>The one that waits longest, if any.</summary>
    public GatewayCall? Take() => waiting.Reader.TryRead(out var call) ? call : null;

    /// <summary>A call that was taken has come to its end.</summary>
    public void Ended() => Interlocked.Decrement(ref inMemory);

    /// <summary>What waits is left to the table.</summary>
    public void Clear()
    {
        while (Take() is not null)
            Ended();
    }

    public void Dispose() => Turns.Dispose();
}
