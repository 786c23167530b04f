using System.Runtime.InteropServices;

namespace Messaging;

/// <summary>
/// Keeps signals from a thread for as long as it stands, and from the threads that begin meanwhile for ever. The
/// embedded broker's thread takes an interrupted system call for the end: without this, a process that is suspended and
/// goes on (SIGCONT has a handler in .NET) may go on without its broker.
/// </summary>
internal readonly partial struct BlockedSignals : IDisposable
{
    private const int SetMask = 2;
    private readonly byte[]? before;

    public BlockedSignals()
    {
        // The others have no such signals, or other numbers for them.
        if (!OperatingSystem.IsLinux())
            return;
        var all = new byte[128];
        before = new byte[128];
        _ = FillSet(all);
        _ = Mask(SetMask, all, before);
    }

    public void Dispose()
    {
        if (before is not null)
            _ = Mask(SetMask, before, null);
    }

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int FillSet([Out] byte[] set);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int Mask(int how, byte[] set, [Out] byte[]? before);
}
