using System.Diagnostics;

namespace Tests.Books;

/// <summary>The verb <c>verify</c>, as it is typed.</summary>
internal static class TypedVerify
{
    /// <summary>Answers its exit code, and what it said and complained of.</summary>
    public static async Task<(int Code, string Said)> AllEnded(
        string folder, string[] options, params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Orders.Testing.dll"), "verify", "--data", folder, "--all-ended",
            .. options,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
