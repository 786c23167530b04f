using System.Diagnostics;

namespace Tests;

/// <summary>A volume of a few megabytes, which can be full and can be given more room.</summary>
internal sealed class SmallVolume : IDisposable
{
    private const int SmallestBlock = 4096;
    private const int LargestBlock = 64 * SmallestBlock;

    /// <exception cref="IgnoreException">Nobody may mount anything here.</exception>
    public SmallVolume(int megabytes)
    {
        Folder = Directory.CreateTempSubdirectory("volume-").FullName;
        var error = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Folder);
        if (error is null)
            return;
        Directory.Delete(Folder);
        throw new IgnoreException($"A volume of its own cannot be mounted here, which takes root: {error}");
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Not a byte more is free, as if another program had written it all.</summary>
    public void Fill(long leaving = 0)
    {
        using var filler = new FileStream(
            Path.Combine(Folder, "filler"), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var block = LargestBlock; block >= SmallestBlock; block /= 2)
        {
            while (new DriveInfo(Folder).AvailableFreeSpace - block >= leaving && HasWritten(filler, block))
            {
                // Until no such block fits any more.
            }
        }
    }

    public void Resize(int megabytes)
    {
        var error = Run("mount", "-o", $"remount,size={megabytes}m", Folder);
        Assert.That(error, Is.Null);
    }

    public void Dispose()
    {
        Run("umount", "--lazy", Folder);
        Directory.Delete(Folder);
    }

    private static bool HasWritten(FileStream filler, int count)
    {
        try
        {
            filler.Write(new byte[count]);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Null where it went well.</summary>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program} answered {process.ExitCode}: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return exception.Message;
        }
    }
}
