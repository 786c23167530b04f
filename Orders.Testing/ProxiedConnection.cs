using System.Net;
using System.Net.Sockets;

namespace Orders.Testing;

/// <summary>A client's connection to a proxy, and the proxy's to the server.</summary>
/// <param name="number">One after the other, as they were opened.</param>
/// <param name="client">The connection of the client.</param>
internal sealed class ProxiedConnection(int number, Socket client) : IDisposable
{
    private readonly Socket server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private int isCut;

    public int Number => number;

    /// <summary>Whether something that was said on it has not arrived.</summary>
    public volatile bool HasLost;

    /// <summary>Whether it is cut before the server's next word arrives.</summary>
    public volatile bool LosesAnswer;

    /// <summary>Answers false where there is no server.</summary>
    public async Task<bool> Connect(int port)
    {
        try
        {
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (IsOver(exception))
        {
            return false;
        }
    }

    /// <summary>Hands over each piece that the client says, until it has nothing more to say.</summary>
    public Task CarryRequests(Func<ReadOnlyMemory<byte>, Func<Task>, Task> carry) => Carry(client, server, carry);

    /// <summary>Hands over each piece that the server says.</summary>
    public Task CarryAnswers(Func<ReadOnlyMemory<byte>, Func<Task>, Task> carry) => Carry(server, client, carry);

    /// <summary>
    /// Closes both ends: the client's by a reset, the server's once it has read what was passed on. Answers false where
    /// that has happened before.
    /// </summary>
    /// <param name="first">What is done before anybody can notice.</param>
    public bool Cut(Action? first = null)
    {
        if (Interlocked.Exchange(ref isCut, 1) == 1)
            return false;
        first?.Invoke();
        client.LingerState = new LingerOption(true, 0);
        client.Dispose();
        server.Dispose();
        return true;
    }

    public void Dispose() => Cut();

    private async Task Carry(Socket from, Socket to, Func<ReadOnlyMemory<byte>, Func<Task>, Task> carry)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer).ConfigureAwait(false) is var count and > 0)
            {
                var piece = buffer.AsMemory(0, count);
                await carry(piece, async () => await to.SendAsync(piece).ConfigureAwait(false)).ConfigureAwait(false);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (IsOver(exception))
        {
            Cut();
        }
    }

    /// <summary>One end has gone, or both were cut.</summary>
    private static bool IsOver(Exception exception) =>
        exception is SocketException or ObjectDisposedException or OperationCanceledException;
}
