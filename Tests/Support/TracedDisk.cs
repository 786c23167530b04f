using System.Diagnostics;

namespace Tests;

/// <summary>Has whatever a process asks the disk to keep fail or take long, by strace, from now on.</summary>
internal sealed class TracedDisk : IDisposable
{
    private const string Program = "/usr/bin/strace";

    private readonly string calls = Path.GetTempFileName();
    private readonly Process strace;

    /// <param name="process">Its id.</param>
    /// <param name="fault">As strace has it: <c>error=EIO</c>, or <c>delay_enter=</c> with microseconds.</param>
    public TracedDisk(int process, string fault)
    {
        if (!File.Exists(Program))
            throw new IgnoreException("strace is not installed (Debian: apt-get install strace).");
        strace = Process.Start(new ProcessStartInfo(
            Program,
            ["-f", "-qq", "-p", $"{process}", "-e", $"inject=fsync,fdatasync:{fault}", "-e", "trace=fsync,fdatasync",
                "-o", calls]))!;
    }

    /// <summary>How often it was met.</summary>
    public int Hits
    {
        get
        {
            using var file = new FileStream(calls, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Split("sync(").Length - 1;
        }
    }

    /// <summary>The disk is as ever; a process that lives goes on.</summary>
    public void Dispose()
    {
        if (!strace.HasExited)
            Process.Start("kill", ["-INT", $"{strace.Id}"])!.WaitForExit();
        strace.WaitForExit();
        strace.Dispose();
        File.Delete(calls);
    }
}
