using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Orders.Hosting;

/// <summary>
/// SIGTERM, SIGINT and SIGHUP begin a stop, while the process is still starting, too. Another one a second later or
/// more ends the process as SIGKILL would, which loses nothing: the next start goes on.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>Who sends a signal to a process and to its group (timeout(1) does) means it once.</summary>
    private static readonly TimeSpan OneAndTheSame = TimeSpan.FromSeconds(1);

    private readonly Action stop;
    private readonly PosixSignalRegistration[] registrations;
    private long since;

    public StopSignals(Action stop)
    {
        this.stop = stop;
        registrations = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        signal.Cancel = true;
        var first = Interlocked.CompareExchange(ref since, Stopwatch.GetTimestamp(), 0);
        if (first == 0)
            stop();
        else if (Stopwatch.GetElapsedTime(first) > OneAndTheSame)
            Process.GetCurrentProcess().Kill();
    }
}
