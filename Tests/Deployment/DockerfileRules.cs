using System.Text.Json;

namespace Tests.Deployment;

/// <summary>What holds of the Dockerfile.</summary>
internal static class DockerfileRules
{
    private const string Ports = "ASPNETCORE_HTTP_PORTS=";

    public static IEnumerable<string> Broken(string text)
    {
        foreach (var image in All(text, "FROM").Select(line => line.Split(' ')[0])
            .Where(name => !Images.IsPinned(name)))
            yield return $"{image} has no version";
        if (User(text) is not ("$APP_UID" or "1654"))
            yield return $"it runs as '{User(text)}', not as the user that .NET's images have for it";
        if (!All(text, "ARG").Contains("PROJECT"))
            yield return "it does not ask for PROJECT";
        if (Entry(text) is not { Length: 1 })
            yield return "its entry is no list of the program alone: a shell in between would not pass SIGTERM on";
        if (Port(text) is not { } port)
            yield return "it does not say by one port where its service listens, or exposes another";
        else if (!HealthVerb.Contains($"http://localhost:{port}\"", StringComparison.Ordinal))
            yield return $"the verb --health does not ask at {port}";
    }

    /// <summary>Where its service listens.</summary>
    public static string? Port(string text)
    {
        var listens = All(text, "ENV").SelectMany(line => line.Split(' '))
            .Where(variable => variable.StartsWith(Ports, StringComparison.Ordinal))
            .Select(variable => variable[Ports.Length..]);
        return listens.Concat(All(text, "EXPOSE")).Distinct().ToList() is [var port] ? port : null;
    }

    /// <summary>What it runs.</summary>
    public static string[]? Entry(string text) =>
        All(text, "ENTRYPOINT").LastOrDefault() is ['[', ..] list ? JsonSerializer.Deserialize<string[]>(list) : null;

    private static string HealthVerb { get; } = Repository.Text("Orders.Hosting/HealthVerb.cs");

    private static string? User(string text) => All(text, "USER").LastOrDefault();

    private static IEnumerable<string> All(string text, string instruction) =>
        from line in text.Split('\n')
        where line.StartsWith($"{instruction} ", StringComparison.Ordinal)
        select line[(instruction.Length + 1)..].Trim();
}
