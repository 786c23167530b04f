using System.Globalization;
using System.Text.RegularExpressions;
using Payments.Worker;

namespace Tests.Deployment;

/// <summary>What there is to be deployed, as the projects have it.</summary>
internal static partial class Programs
{
    /// <summary>All services in one process, for trying things out.</summary>
    private const string AllInOne = "Orders.Standalone";

    /// <summary>The projects that can be run.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.GetDirectories(Repository.Root)
            .Where(folder => File.Exists(Path.Combine(folder, "Program.cs"))).Select(Path.GetFileName).Order()!,
    ];

    /// <summary>Those of them that are deployed, and run until they are told to stop.</summary>
    public static IReadOnlyList<string> Services { get; } =
        [.. All.Where(project => project != AllInOne && IsService(project))];

    /// <summary>The names of the databases.</summary>
    public static IReadOnlyList<string> Databases { get; } =
    [
        .. Repository.Sources().Where(source => source.Path.EndsWith("/Wiring.cs", StringComparison.Ordinal))
            .SelectMany(source => AddedDatabase().Matches(source.Text)).Select(match => match.Groups[1].Value)
            .Distinct().Order()
    ];

    /// <summary>How long the verb --health waits for an answer.</summary>
    public static TimeSpan HealthVerbTime { get; } = TimeSpan.FromSeconds(int.Parse(
        Waits().Match(Repository.Text("Orders.Hosting/HealthVerb.cs")).Groups[1].ValueSpan,
        CultureInfo.InvariantCulture));

    /// <summary>The name of the image, and of whoever runs it.</summary>
    public static string NameOf(string project) => project.Replace('.', '-').ToLowerInvariant();

    /// <summary>Whose image it is; null where it is somebody else's.</summary>
    public static string? ProjectOf(string image) =>
        All.SingleOrDefault(project => NameOf(project) == image.Split(':', '@')[0].Split('/')[^1]);

    public static bool IsService(string project) =>
        ProgramOf(project).Contains("ServiceHost.Run", StringComparison.Ordinal);

    public static IEnumerable<string> VerbsOf(string project)
    {
        var shared = IsService(project) ? Repository.Text("Orders.Hosting/ServiceHost.cs") : "";
        var own = ProgramOf(project).Replace("[GatewaySimulator.Verb", $"[\"{GatewaySimulator.Verb}\"");
        return ReadVerb().Matches(shared + own).Select(match => match.Groups[1].Value);
    }

    private static string ProgramOf(string project) => Repository.Text($"{project}/Program.cs");

    [GeneratedRegex("""\["([\w-]+)", \.\.""")]
    private static partial Regex ReadVerb();

    [GeneratedRegex(@"Timeout = TimeSpan\.FromSeconds\((\d+)\)")]
    private static partial Regex Waits();

    [GeneratedRegex("""AddDatabase\("(\w+)",""")]
    private static partial Regex AddedDatabase();
}
