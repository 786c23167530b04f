using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Tests.Documents;

/// <summary>
/// A folder in which commands are typed as in a clone that was built: it has <c>dev</c> and what was built, but no
/// sources, and its <c>dotnet</c> does nothing, since the tests that run were built before. Or it has the sources, and
/// nothing that was built.
/// </summary>
internal sealed class TypedCommands : IDisposable
{
    private static readonly string[] NoSources = [".git", "artifacts", "data"];

    private readonly TimeSpan patience;
    private readonly List<Process> running = [];

    public TypedCommands(bool withSources = false)
    {
        patience = TimeSpan.FromMinutes(withSources ? 10 : 3);
        if (withSources)
            CopySources();
        else
            LinkBuilt();
    }

    /// <summary>The folder.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("clone-").FullName;

    /// <summary>Settings that the commands find in their environment.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>Types it and waits for its end.</summary>
    public async Task<(int Code, string Output)> Type(string command)
    {
        using var process = new Process { StartInfo = Bash(command) };
        process.Start();
        using var ended = new CancellationTokenSource(patience);
        var output = process.StandardOutput.ReadToEndAsync(ended.Token);
        var errors = process.StandardError.ReadToEndAsync(ended.Token);
        try
        {
            await process.WaitForExitAsync(ended.Token);
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

        Directory.Delete(Root, recursive: true);
    }

    private void LinkBuilt()
    {
        File.Copy(Path.Combine(Repository.Root, "dev"), Path.Combine(Root, "dev"));
        Directory.CreateDirectory(Path.Combine(Root, "artifacts"));
        Directory.CreateSymbolicLink(
            Path.Combine(Root, "artifacts", "bin"), Path.Combine(Repository.Root, "artifacts", "bin"));
        Directory.CreateDirectory(Path.Combine(Root, "bin"));
        File.CreateSymbolicLink(Path.Combine(Root, "bin", "dotnet"), "/bin/true");
    }

    private void CopySources()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Root, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Repository.Root, file);
            if (NoSources.Contains(path.Split(Path.DirectorySeparatorChar)[0]))
                continue;
            var copy = Path.Combine(Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // What a build leaves running would keep its output open, and what called these tests is another build.
        Settings["MSBUILDDISABLENODEREUSE"] = "1";
        Settings["UseSharedCompilation"] = "false";
    }

    private ProcessStartInfo Bash(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Path.Combine(Root, "bin")}:{start.Environment["PATH"]}";
        start.Environment["DOTNET_ROOT"] =
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (name, value) in Settings)
            start.Environment[name] = value;
        return start;
    }
}
