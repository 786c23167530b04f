using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Tests.Documents;

/// <summary>
/// A folder in which commands are typed as in a clone that was built: it has <c>dev</c> and what was built, but no
/// sources, and its <c>dotnet</c> does nothing, since the tests that run were built before.
/// </summary>
internal sealed class TypedCommands : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string root = Directory.CreateTempSubdirectory("clone-").FullName;
    private readonly List<Process> running = [];

    public TypedCommands()
    {
        File.Copy(Path.Combine(Repository.Root, "dev"), Path.Combine(root, "dev"));
        Directory.CreateDirectory(Path.Combine(root, "artifacts"));
        Directory.CreateSymbolicLink(
            Path.Combine(root, "artifacts", "bin"), Path.Combine(Repository.Root, "artifacts", "bin"));
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        File.CreateSymbolicLink(Path.Combine(root, "bin", "dotnet"), "/bin/true");
    }

    /// <summary>Settings that the commands find in their environment.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>Types it and waits for its end.</summary>
    public async Task<(int Code, string Output)> Type(string command)
    {
        using var process = new Process { StartInfo = Bash(command) };
        process.Start();
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            await TestContext.Out.WriteLineAsync($"$ {command}\n{await output}{await errors}");
            return (process.ExitCode, await output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"It did not end: {command}");
        }
    }

    /// <summary>Types what goes on until it is ended; what it says so far is in the second.</summary>
    public (Process Process, Func<string> Output) Begin(string command)
    {
        var said = new StringBuilder();
        var process = new Process { StartInfo = Bash(command) };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        running.Add(process);
        return (process, Said);

        void Keep(string? line)
        {
            lock (said)
                said.AppendLine(line);
        }

        string Said()
        {
            lock (said)
                return said.ToString();
        }
    }

    public void Dispose()
    {
        foreach (var process in running)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(root, recursive: true);
    }

    private ProcessStartInfo Bash(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Path.Combine(root, "bin")}:{start.Environment["PATH"]}";
        start.Environment["DOTNET_ROOT"] =
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (name, value) in Settings)
            start.Environment[name] = value;
        return start;
    }
}
