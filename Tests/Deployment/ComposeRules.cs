using System.Globalization;
using System.Text.Json.Nodes;

namespace Tests.Deployment;

/// <summary>What holds of compose.yaml; what breaks it is told by the service's name.</summary>
/// <param name="text">The file.</param>
/// <param name="dockerfile">That of all our images.</param>
/// <param name="shutdownTime">What a service takes to stop.</param>
internal sealed class ComposeRules(string text, string dockerfile, TimeSpan shutdownTime)
{
    private const string Loopback = "127.0.0.1:";

    private readonly JsonObject file = YamlDocuments.Of(text)[0];

    /// <summary>Everything that runs, by its name.</summary>
    public IReadOnlyDictionary<string, JsonObject> Services =>
        file["services"].Members().ToDictionary(pair => pair.Key, pair => pair.Value!.AsObject());

    public IEnumerable<string> Broken() =>
        OfTheWhole().Concat(Services.SelectMany(service => OfEach(service.Value)
            .Concat(Programs.ProjectOf(ImageOf(service.Value)) is { } project ? OfOurs(service.Value, project) : [])
            .Select(complaint => $"{service.Key} {complaint}")));

    /// <summary>What a service gets into its environment; nothing where a variable is only passed on.</summary>
    public static Dictionary<string, string> EnvironmentOf(
        JsonObject service, IReadOnlyDictionary<string, string> variables) =>
        service["environment"].Members().Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => EnvironmentFile.Filled(pair.Value!.ToString(), variables));

    /// <summary>The variables that it asks for, and those that it passes on where they are set.</summary>
    public IEnumerable<string> Variables() =>
        EnvironmentFile.AskedFor(file.ToJsonString()).Concat(PassedOn()).Distinct();

    public IEnumerable<string> PassedOn() => Services.Values
        .SelectMany(service => service["environment"].Members()).Where(pair => pair.Value is null)
        .Select(pair => pair.Key);

    private IEnumerable<string> OfTheWhole()
    {
        foreach (var project in Programs.Services)
        {
            var name = Programs.NameOf(project);
            if (!Services.TryGetValue(name, out var service) || service["command"] is not null
                || Programs.ProjectOf(ImageOf(service)) != project)
                yield return $"there is no service {name} that runs {project}";
        }

        foreach (var image in Services.Values.Select(ImageOf).Distinct().Where(image =>
            Programs.ProjectOf(image) is not null && BuildersOf(image) != 1))
            yield return $"{image} is built {BuildersOf(image)} times";
        foreach (var port in Services.Values.SelectMany(service => service["ports"].Texts())
            .Select(port => port.Split(':')[^2]).GroupBy(port => port).Where(same => same.Count() > 1))
            yield return $"port {port.Key} is given twice";
    }

    private IEnumerable<string> OfEach(JsonObject service)
    {
        if (!Images.IsPinned(ImageOf(service)))
            yield return $"has no version of its image: '{ImageOf(service)}'";
        foreach (var port in service["ports"].Texts())
        {
            if (!port.StartsWith(Loopback, StringComparison.Ordinal))
                yield return $"is open to other machines: {port}";
        }

        if (service["logging"]?["driver"]?.ToString() != "local")
            yield return "has logs that grow without end";
        foreach (var volume in service["volumes"].Texts().Select(volume => volume.Split(':')[0]))
        {
            if (volume.StartsWith("./", StringComparison.Ordinal)
                ? !File.Exists(Path.Combine(Repository.Root, volume))
                : !file["volumes"].Members().Any(pair => pair.Key == volume))
                yield return $"has a volume that is not there: {volume}";
        }

        foreach (var (name, condition) in service["depends_on"].Members())
        {
            if (WhyNot(name, condition!) is { } reason)
                yield return $"waits for {name}, which {reason}";
        }
    }

    private string? WhyNot(string name, JsonNode condition)
    {
        if (!Services.TryGetValue(name, out var other))
            return "is not there";
        if (other["profiles"] is not null && condition["required"]?.ToString() != "false")
            return "is not always there";
        return condition["condition"]?.ToString() switch
        {
            "service_healthy" when other["healthcheck"]?["test"] is null => "never tells that it is healthy",
            "service_completed_successfully" when other["restart"]?.ToString() != "no" => "never ends",
            "service_healthy" or "service_completed_successfully" or "service_started" => null,
            var unknown => $"is never '{unknown}'",
        };
    }

    private IEnumerable<string> OfOurs(JsonObject service, string project)
    {
        if (service["build"] is { } build
            && (build["args"]?["PROJECT"]?.ToString() != project || build["context"]?.ToString() != "."))
            yield return $"builds {build["args"]?["PROJECT"]} as {ImageOf(service)}";
        if (service["build"] is null && service["pull_policy"]?.ToString() != "never")
            yield return $"may pull {ImageOf(service)}, which is built here";
        if (service["command"] is { } command && !Programs.VerbsOf(project).Contains(command.Texts().FirstOrDefault()))
            yield return $"asks {project} for '{command.Texts().FirstOrDefault()}', which is no verb of it";
        if (service["command"] is null && !Programs.IsService(project))
            yield return $"says no verb, without which {project} does nothing";
        foreach (var port in service["ports"].Texts().Where(port => port.Split(':')[^1] != Port))
            yield return $"gives a port at which nobody listens: {port}";
        foreach (var (variable, _) in service["environment"].Members().Where(pair => !KnownSettings.Has(pair.Key)))
            yield return $"sets {variable}, which nobody reads";
        foreach (var complaint in OfLife(service).Concat(OfHardening(service)))
            yield return complaint;
    }

    private IEnumerable<string> OfLife(JsonObject service)
    {
        if (Seconds(service["stop_grace_period"]) <= shutdownTime)
            yield return $"is killed before it can stop: after {service["stop_grace_period"]}";
        var ends = service["restart"]?.ToString() == "no";
        var health = service["healthcheck"];
        if (ends && health?["disable"]?.ToString() == "true")
            yield break;
        string[] verb = ["CMD", .. DockerfileRules.Entry(dockerfile) ?? [], "--health"];
        if (!(health?["test"]).Texts().SequenceEqual(verb))
            yield return "has no check of its health by the verb --health";
        else if (Seconds(health?["timeout"]) <= Programs.HealthVerbTime)
            yield return $"has a check of its health that is ended before it can tell: after {health?["timeout"]}";
        if (!ends && service["restart"]?.ToString() != "unless-stopped")
            yield return "is not started again when it ends";
    }

    private static IEnumerable<string> OfHardening(JsonObject service)
    {
        if (service["read_only"]?.ToString() != "true")
            yield return "may write to its image";
        if (!service["tmpfs"].Texts().Any(mount => mount.StartsWith("/tmp:size=", StringComparison.Ordinal)))
            yield return "has no /tmp of a limited size";
        if (!service["cap_drop"].Texts().Contains("ALL") || service["cap_add"] is not null)
            yield return "has capabilities";
        if (!service["security_opt"].Texts().Contains("no-new-privileges:true") || service["privileged"] is not null)
            yield return "may gain privileges";
        if (service["user"] is { } user)
            yield return $"runs as '{user}' and not as the image's user";
    }

    private string? Port => DockerfileRules.Port(dockerfile);

    private int BuildersOf(string image) =>
        Services.Values.Count(service => ImageOf(service) == image && service["build"] is not null);

    private static string ImageOf(JsonObject service) => service["image"]?.ToString() ?? "";

    private static TimeSpan Seconds(JsonNode? duration) =>
        duration?.ToString() is [.. var number, 's']
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;
}
