using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Orders.Testing;

/// <summary>
/// Ports that nobody listens on. They lie below those that the system gives to whoever connects, or one could be taken
/// between here and the start of what is to listen on it; and no other process takes them from here, until this one
/// ends.
/// </summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int Last = 30_000;

    private static readonly ConcurrentBag<FileStream> Locks = [];

    /// <summary>The first of some ports in a row.</summary>
    public static int Take(int count = 1)
    {
        while (true)
        {
            var first = Random.Shared.Next(First, Last);
            if (Enumerable.Range(first, count).All(port => IsFree(port) && Lock(port)))
                return first;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool Lock(int port)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "orders-ports"));
        try
        {
            Locks.Add(new FileStream(
                Path.Combine(folder.FullName, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None,
                bufferSize: 1, FileOptions.DeleteOnClose));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
