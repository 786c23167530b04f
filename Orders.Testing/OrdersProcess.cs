using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Orders.Testing;

/// <summary>Orders.Standalone as a process of its own, which can be killed.</summary>
public sealed class OrdersProcess : IAsyncDisposable
{
    /// <summary>As shells have it: 128 and the number of the signal.</summary>
    private const int CodeOfKilled = 128 + 9;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly Process process;
    private readonly StringBuilder output = new();

    private OrdersProcess(Process process, string folder, Uri address)
    {
        this.process = process;
        Folder = folder;
        Client = new OrdersClient(new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) });
    }

    /// <summary>Talks to it.</summary>
    public OrdersClient Client { get; }

    /// <summary>Where its files are; they stay when it ends.</summary>
    public string Folder { get; }

    /// <summary>What it has written to the console so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <summary>The most memory that it has had, in bytes.</summary>
    public long MostMemory
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts it on a free port and waits until it is ready.</summary>
    /// <param name="folder">The data folder; a folder that another process had goes on where that was.</param>
    /// <param name="settings">
    /// Settings beside the defaults, for example <c>Saga:GiveUpAfter</c>; what is all capitals, as
    /// <c>OTEL_SERVICE_NAME</c>, goes into the environment.
    /// </param>
    /// <param name="program">The program's file; the one built beside this assembly where none is given.</param>
    /// <exception cref="InvalidOperationException">
    /// It ended before it was ready; the message has what it said.
    /// </exception>
    public static async Task<OrdersProcess> Start(
        string folder, IReadOnlyDictionary<string, string>? settings = null, string? program = null)
    {
        var started = Launch(folder, settings, program);
        try
        {
            if (await started.WaitUntilReady().ConfigureAwait(false))
                return started;
        }
        catch
        {
            await started.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var code = started.process.ExitCode;
        await started.DisposeAsync().ConfigureAwait(false);
        throw new InvalidOperationException($"The process ended with {code} before it was ready: {started.Output}");
    }

    /// <summary>As <see cref="Start"/> does, without waiting for it.</summary>
    public static OrdersProcess Launch(
        string folder, IReadOnlyDictionary<string, string>? settings = null, string? program = null)
    {
        var address = new Uri($"http://127.0.0.1:{FreePorts.Take()}");
        program ??= Path.Combine(AppContext.BaseDirectory, "Orders.Standalone.dll");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { program, "--environment=Development", $"--urls={address}", $"--Data:Folder={folder}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            if (!name.Any(char.IsAsciiLetterLower))
                start.Environment[name] = value;
            else
                start.ArgumentList.Add($"--{name}={value}");
        }

        var started = new OrdersProcess(new Process { StartInfo = start }, folder, address);
        started.Begin();
        return started;
    }

    /// <summary>Answers false where it has ended before it was ready.</summary>
    public async Task<bool> WaitUntilReady()
    {
        try
        {
            await Client.WaitUntilReady().WaitAsync(Ended()).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (process.HasExited)
        {
            return false;
        }
    }

    public bool HasEnded => process.HasExited;

    /// <summary>By which the operating system knows it.</summary>
    public int Id => process.Id;

    /// <summary>Waits until it has ended by itself. Answers its exit code: 137 after SIGKILL.</summary>
    /// <exception cref="TimeoutException">It still runs after so long; the message has what it said.</exception>
    public async Task<int> WaitForEnd(TimeSpan patience)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"It still runs after {patience.TotalSeconds:0} s: {Output}");
        }
    }

    /// <summary>SIGKILL: what a crash leaves.</summary>
    /// <exception cref="InvalidOperationException">It ended otherwise; the message has what it said.</exception>
    public async Task Kill()
    {
        var hadEnded = process.HasExited;
        process.Kill();
        await process.WaitForExitAsync().ConfigureAwait(false);
        if (hadEnded || process.ExitCode != CodeOfKilled)
            throw new InvalidOperationException(
                $"What was to be killed had ended by itself with {process.ExitCode}: {Output}");
    }

    /// <summary>SIGSTOP: it hangs with its connections open.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public void Freeze() => SignalTheLiving("-STOP");

    /// <summary>SIGCONT: it goes on as if nothing had been.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public void Thaw() => SignalTheLiving("-CONT");

    /// <summary>SIGTERM, without waiting for what comes of it; where it has just ended, nothing does.</summary>
    public void Terminate() => _ = IsSignalled("-TERM");

    /// <summary>SIGTERM: it finishes what is under way. Answers its exit code.</summary>
    /// <exception cref="TimeoutException">It still runs after a minute; the message has what it said.</exception>
    public async Task<int> Stop()
    {
        Terminate();
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"It still runs a minute after it was told to stop: {Output}");
        }

        return process.ExitCode;
    }

    /// <summary>Checks its books.</summary>
    public Task<BookReport> CheckBooks(bool allHaveEnded) => BookCheck.Run(BookSources.InFolder(Folder), allHaveEnded);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Http.Dispose();
        process.Kill();
        await process.WaitForExitAsync().ConfigureAwait(false);
        process.Dispose();
    }

    private void SignalTheLiving(string name)
    {
        if (!IsSignalled(name))
            throw new InvalidOperationException($"What is to get {name} has ended with {process.ExitCode}: {Output}");
    }

    /// <summary>Answers false where it has ended. Whoever finds nobody has met its end, of which we hear now.</summary>
    private bool IsSignalled(string name)
    {
        if (process.HasExited)
            return false;
        using var kill = Process.Start(
            new ProcessStartInfo("kill", [name, process.Id.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardError = true,
            })!;
        var error = kill.StandardError.ReadToEnd();
        kill.WaitForExit();
        if (kill.ExitCode == 0)
            return true;
        return process.WaitForExit(Moment)
            ? false
            : throw new InvalidOperationException($"kill {name} answered {kill.ExitCode}: {error}");
    }

    private void Begin()
    {
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        lock (output)
            output.AppendLine(line);
    }

    /// <summary>A start that fails says why at once, not when the patience is over.</summary>
    private CancellationToken Ended()
    {
        var ended = new CancellationTokenSource();
        process.Exited += (_, _) => ended.Cancel();
        process.EnableRaisingEvents = true;
        return ended.Token;
    }
}
