using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Orders.Testing;

namespace Tests;

/// <summary>
/// A PostgreSQL of this test run's own: on a free port of the loopback interface, in a folder that goes with it. It can
/// be killed, frozen and started again.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private static readonly Lazy<PostgresServer> Started = new(() => new PostgresServer());

    private readonly string binaries = FindBinaries()
        ?? throw new IgnoreException("PostgreSQL is not installed (Debian: apt-get install postgresql).");

    private readonly string folder = Directory.CreateTempSubdirectory("postgres-").FullName;
    private readonly IReadOnlyDictionary<string, string> environment;
    private Process? server;
    private volatile string said = "";

    /// <param name="environment">What it has in its environment besides.</param>
    public PostgresServer(IReadOnlyDictionary<string, string>? environment = null)
    {
        this.environment = environment ?? new Dictionary<string, string>();
        // The server refuses to run as root.
        if (Environment.UserName == "root")
            Run("chown", "postgres", folder);
        Run(
        [
            .. AsServerUser, Path.Combine(binaries, "initdb"), "-D", Path.Combine(folder, "data"),
            "-U", "orders", "-A", "trust", "-E", "UTF8", "--locale=C", "-N",
        ]);
        Start();
    }

    /// <summary>The one that tests share which do it no harm.</summary>
    public static PostgresServer Shared => Started.Value;

    public static void StopShared()
    {
        if (Started.IsValueCreated)
            Started.Value.Dispose();
    }

    public int Port { get; } = FreePorts.Take();

    private static string[] AsServerUser =>
        Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username=orders;Database={database};Maximum Pool Size=10;"
        + "Include Error Detail=true";

    /// <summary>Runs a statement in the database that is always there.</summary>
    public void Execute(string sql) => Query("postgres", sql);

    /// <summary>Answers the first column of what a statement finds.</summary>
    public List<object> Query(string database, string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString(database));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<object>();
        while (reader.Read())
            values.Add(reader.GetValue(0));
        return values;
    }

    /// <summary>Starts it, also after it was killed; returns once it answers.</summary>
    public void Start()
    {
        // What is preloaded may make things that only the user who loads it can open.
        string[] command =
        [
            .. AsServerUser, "env", .. environment.Select(variable => $"{variable.Key}={variable.Value}"),
            Path.Combine(binaries, "postgres"), "-D", Path.Combine(folder, "data"), "-p", $"{Port}",
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            "-c", "max_connections=200", "-c", "log_min_messages=fatal",
        ];
        server = Process.Start(
            new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardError = true })!;
        server.ErrorDataReceived += (_, line) => said += $"{line.Data}{Environment.NewLine}";
        server.BeginErrorReadLine();
        var until = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                Execute("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (until.Elapsed < TimeSpan.FromSeconds(90) && !server.HasExited)
            {
                // It does not answer yet; the next look is at once where it gives up.
                server.WaitForExit(50);
            }
            catch (NpgsqlException exception) when (server.HasExited)
            {
                server.WaitForExit();
                throw new InvalidOperationException(
                    $"PostgreSQL ended ({server.ExitCode}) before it answered: {said}", exception);
            }
        }
    }

    /// <summary>SIGKILL to all its processes: the server crashes.</summary>
    public void Kill()
    {
        server!.Kill(entireProcessTree: true);
        server.WaitForExit();
    }

    /// <summary>SIGSTOP to all its processes: the server hangs with its connections open.</summary>
    public void Freeze()
    {
        // First the one that would start others.
        Run("kill", "-STOP", $"{server!.Id}");
        Run("pkill", "-STOP", "-P", $"{server.Id}");
    }

    public void Thaw()
    {
        Run("pkill", "-CONT", "-P", $"{server!.Id}");
        Run("kill", "-CONT", $"{server.Id}");
    }

    public void Dispose()
    {
        if (server is { HasExited: false })
            Kill();
        server?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string? FindBinaries()
    {
        const string debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(debian)
            ? Directory.GetDirectories(debian)
                .OrderByDescending(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))
                .Select(path => Path.Combine(path, "bin"))
            : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .FirstOrDefault(path =>
                File.Exists(Path.Combine(path, "postgres")) && File.Exists(Path.Combine(path, "initdb")));
    }

    private static void Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{string.Join(' ', command)} answered {process.ExitCode}: {errors}{output.Result}");
    }
}
