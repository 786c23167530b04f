using Microsoft.Extensions.Configuration;

namespace Orders.Hosting;

/// <summary>
/// The folder of the SQLite files and the simulator's ledger. One process has it at a time: SQLite has one writer, and
/// what another process left in the outbox may be taken over only when that process is known to be dead.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly string path;
    private FileStream? held;

    private DataFolder(string path) => this.path = path;

    /// <summary>The folder that setting <c>Data:Folder</c> names; default <c>data</c>.</summary>
    public static DataFolder Open(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var path = Path.GetFullPath(configuration["Data:Folder"] is { Length: > 0 } named ? named : "data");
        try
        {
            Directory.CreateDirectory(path);
            return new DataFolder(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, exception);
        }
    }

    /// <summary>The path of a file in the folder.</summary>
    public string PathOf(string file) => Path.Combine(path, file);

    /// <summary>
    /// Takes the folder for this process alone. The operating system gives it back when the process ends, however.
    /// </summary>
    /// <exception cref="StartRefusedException">Another process has it.</exception>
    public void Hold()
    {
        try
        {
            held ??= new FileStream(PathOf(".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.Message.Contains("another process", StringComparison.Ordinal))
        {
            throw new StartRefusedException(
                $"The data folder '{path}' is in use by another process ({exception.Message}). SQLite files and the "
                + "embedded broker belong to one process: stop the other, or give this one a folder of its own (./dev "
                + "run --data, setting Data:Folder).");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, exception);
        }
    }

    private static StartRefusedException Unusable(string path, Exception exception) => new(
        $"The data folder '{path}' cannot be used: {exception.Message} Set Data:Folder to one that can be written to.");

    /// <inheritdoc/>
    public void Dispose() => held?.Dispose();
}
