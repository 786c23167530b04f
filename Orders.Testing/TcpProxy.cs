using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Orders.Testing;

/// <summary>
/// Stands between clients and a server of this machine, and does to their connections what networks do. It counts how
/// often: a fault that hit nobody has shown nothing.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly Func<Func<ReadOnlyMemory<byte>, bool>> recognize;
    private readonly ConcurrentDictionary<ProxiedConnection, Task> connections = [];
    private readonly ConcurrentDictionary<TcpFault, int> hits = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;
    private volatile Faults faults = new();

    /// <summary>Carries everything, until it is told otherwise.</summary>
    /// <param name="serverPort">Where the server listens, or will; a free port of its own where none is given.</param>
    /// <param name="recognize">
    /// Makes for each connection what tells of each piece that its client sends whether <see cref="CutRequests"/> is
    /// about it; where nothing is given, all are.
    /// </param>
    public TcpProxy(int? serverPort = null, Func<Func<ReadOnlyMemory<byte>, bool>>? recognize = null)
    {
        this.recognize = recognize ?? (() => _ => true);
        ServerPort = serverPort ?? FreePorts.Take();
        Port = FreePorts.Take();
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        accepting = Accept();
    }

    /// <summary>Where clients connect to, on the loopback interface.</summary>
    public int Port { get; }

    /// <summary>Where the server listens.</summary>
    public int ServerPort { get; }

    /// <summary>How often a fault has hit a connection, or a piece of what was said on one.</summary>
    public int Hits(TcpFault fault) => hits.GetValueOrDefault(fault);

    /// <summary>Carries everything again. A connection on which something was lost is cut.</summary>
    public void Heal()
    {
        faults = new Faults();
        foreach (var connection in connections.Keys.Where(connection => connection.HasLost))
            connection.Cut();
    }

    /// <summary>Cuts all connections, and hangs up on whoever connects.</summary>
    public void Refuse()
    {
        faults = faults with { Refuses = true };
        CutAll();
    }

    /// <summary>What is said from now on, on connections old and new, is lost, and nobody is told.</summary>
    public void Swallow() => faults = faults with { Swallows = true };

    /// <summary>Each piece of what is said takes so much longer, in both directions.</summary>
    public void Delay(TimeSpan time) => faults = faults with { Delay = time };

    /// <summary>Cuts connections at requests that are recognized.</summary>
    /// <param name="moment">Before a request, after it, or before its answer.</param>
    /// <param name="every">At each, at every second, and so on.</param>
    public void CutRequests(TcpFault moment, int every = 1) => faults = faults with { Trap = new Trap(moment, every) };

    /// <summary>Cuts all connections.</summary>
    public void CutAll()
    {
        foreach (var connection in connections.Keys)
            Cut(connection, TcpFault.Cut);
    }

    /// <summary>Cuts one connection; answers false where there is none.</summary>
    public bool CutOne(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var open = connections.Keys.OrderBy(connection => connection.Number).ToList();
        return open.Count > 0 && Cut(open[random.Next(open.Count)], TcpFault.Cut);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await accepting.ConfigureAwait(false);
        listener.Dispose();
        foreach (var connection in connections.Keys)
            connection.Cut();
        await Task.WhenAll(connections.Values).ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task Accept()
    {
        for (var number = 0; ; number++)
        {
            try
            {
                var client = await listener.AcceptSocketAsync(stopping.Token).ConfigureAwait(false);
                var connection = new ProxiedConnection(number, client);
                var serving = new Task<Task>(() => Serve(connection));
                connections[connection] = serving.Unwrap();
                serving.Start(TaskScheduler.Default);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task Serve(ProxiedConnection connection)
    {
        if (faults.Refuses)
            Cut(connection, TcpFault.Refused);
        else if (await connection.Connect(ServerPort).ConfigureAwait(false))
            await Task.WhenAll(CarryRequests(connection), CarryAnswers(connection)).ConfigureAwait(false);
        connection.Cut();
        connections.TryRemove(connection, out _);
    }

    private Task CarryRequests(ProxiedConnection connection)
    {
        var isRequest = recognize();
        return connection.CarryRequests(async (piece, pass) =>
        {
            var moment = isRequest(piece) ? faults.Trap?.Spring() : null;
            connection.LosesAnswer |= moment == TcpFault.CutBeforeAnswer;
            if (moment != TcpFault.CutBeforeRequest)
                await Carry(connection, pass).ConfigureAwait(false);
            if (moment is TcpFault.CutBeforeRequest or TcpFault.CutAfterRequest)
                Cut(connection, moment.Value);
        });
    }

    private Task CarryAnswers(ProxiedConnection connection) => connection.CarryAnswers((_, pass) =>
        connection.LosesAnswer
            ? Task.FromResult(Cut(connection, TcpFault.CutBeforeAnswer))
            : Carry(connection, pass));

    private async Task Carry(ProxiedConnection connection, Func<Task> pass)
    {
        if (faults.Delay is { Ticks: > 0 } delay)
        {
            Count(TcpFault.Delayed);
            await Task.Delay(delay).ConfigureAwait(false);
        }

        if (!faults.Swallows)
        {
            await pass().ConfigureAwait(false);
            return;
        }

        Count(TcpFault.Swallowed);
        connection.HasLost = true;
        // Whoever has healed it meanwhile did not see that something was lost.
        if (!faults.Swallows)
            connection.Cut();
    }

    private bool Cut(ProxiedConnection connection, TcpFault fault) => connection.Cut(() => Count(fault));

    private void Count(TcpFault fault) => hits.AddOrUpdate(fault, 1, (_, count) => count + 1);

    private sealed record Faults(
        bool Refuses = false, bool Swallows = false, TimeSpan Delay = default, Trap? Trap = null);

    private sealed class Trap(TcpFault moment, int every)
    {
        private int seen;

        public TcpFault? Spring() => Interlocked.Increment(ref seen) % every == 0 ? moment : null;
    }
}
