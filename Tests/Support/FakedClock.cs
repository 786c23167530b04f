using System.Globalization;

namespace Tests;

/// <summary>The time of day that libfaketime shows to the processes which have its environment.</summary>
internal sealed class FakedClock : IDisposable
{
    // Readable by every user, as the servers have one of their own
    private readonly string file = Path.Combine(Path.GetTempPath(), $"clock-{Guid.NewGuid():N}");

    public FakedClock()
    {
        Set(TimeSpan.Zero);
        Environment = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Directory.GetDirectories("/usr/lib")
                .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
                .FirstOrDefault(File.Exists)
                ?? throw new IgnoreException("libfaketime is not installed (Debian: apt-get install libfaketime)."),
            ["FAKETIME_TIMESTAMP_FILE"] = file,
            ["FAKETIME_NO_CACHE"] = "1",

            // What .NET measures time spans by goes on as ever, and its waits last as long as they should
            ["DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
        };
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>How far it is ahead of the true one; negative where it is behind.</summary>
    public void Set(TimeSpan ahead)
    {
        File.WriteAllText(
            $"{file}.new", string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0;+0}\n"));
        File.Move($"{file}.new", file, overwrite: true);
    }

    public void Dispose() => File.Delete(file);
}
