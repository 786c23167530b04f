using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tests.Deployment;

/// <summary>What holds of the manifests; what breaks it is told by the object's name.</summary>
/// <param name="manifests">The objects.</param>
/// <param name="images">The images that are built.</param>
/// <param name="port">Where a service listens.</param>
/// <param name="shutdownTime">What it takes to stop.</param>
/// <param name="paths">What it answers.</param>
internal sealed class ManifestRules(
    Manifests manifests, IReadOnlyList<string> images, string port, TimeSpan shutdownTime, IReadOnlyList<string> paths)
{
    /// <summary>What is left of the time to stop when all goes as slowly as it may.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    public IEnumerable<string> Broken() => OfTheWhole()
        .Concat(manifests.Deployments.SelectMany(item => Named(item, OfPods(item).Concat(OfDeployments(item)))))
        .Concat(manifests.Jobs.SelectMany(item => Named(item, OfPods(item).Concat(OfJobs(item)))))
        .Concat(manifests.OfKind("PodDisruptionBudget").SelectMany(item => Named(item, OfBudgets(item))))
        .Concat(manifests.OfKind("Service").SelectMany(item => Named(item, OfServices(item))))
        .Concat(manifests.OfKind("ConfigMap").Concat(manifests.OfKind("Secret"))
            .SelectMany(item => Named(item, OfSources(item))));

    private static IEnumerable<string> Named(JsonObject item, IEnumerable<string> complaints) =>
        complaints.Select(complaint => $"{item["kind"]} {Manifests.NameOf(item)} {complaint}");

    private IEnumerable<string> OfTheWhole()
    {
        var run = manifests.Deployments.Select(Manifests.NameOf).Order();
        if (!run.SequenceEqual(Programs.Services.Select(Programs.NameOf).Order()))
            yield return $"the services are deployed as {string.Join(", ", run)}";
        var migrated = manifests.Jobs.Select(Manifests.NameOf).Order();
        if (!migrated.SequenceEqual(Programs.Databases.Select(name => $"migrate-{name}")))
            yield return $"the databases are migrated by {string.Join(", ", migrated)}";
    }

    private IEnumerable<string> OfPods(JsonObject item)
    {
        var container = Manifests.Container(item);
        var image = container["image"]?.ToString() ?? "";
        if (!Images.IsPinned(image) || !images.Contains(image))
            yield return $"has the image {image}, which is not among those that are built";
        else if (container["args"].Texts().FirstOrDefault() is { } verb
            && !Programs.VerbsOf(Programs.ProjectOf(image)!).Contains(verb))
            yield return $"asks for '{verb}', which is no verb of {Programs.ProjectOf(image)}";
        foreach (var (kind, name) in Manifests.SourcesOf(item).Where(source =>
            !manifests.OfKind(source.Kind).Any(other => Manifests.NameOf(other) == source.Name)))
            yield return $"wants a {kind} {name} that is not there";
        foreach (var name in manifests.EnvironmentOf(item).GroupBy(variable => variable.Key)
            .Where(same => same.Count() > 1))
            yield return $"sets {name.Key} twice";
        foreach (var complaint in OfVariables(Environment(container)).Concat(OfHardening(item)))
            yield return complaint;
        var resources = container["resources"];
        if (resources?["requests"]?["cpu"] is null || resources["requests"]?["memory"] is null
            || resources["limits"]?["memory"] is null)
            yield return "does not say what it needs of CPU and memory, or has no limit of memory";
    }

    private static IEnumerable<string> OfHardening(JsonObject item)
    {
        var pod = Manifests.Pod(item);
        var container = Manifests.Container(item);
        var security = container["securityContext"];
        if (pod["securityContext"]?["runAsNonRoot"]?.ToString() != "true" || security?["runAsUser"] is not null)
            yield return "may run as root, or not as the image's user";
        if (pod["securityContext"]?["seccompProfile"]?["type"]?.ToString() != "RuntimeDefault")
            yield return "may make any call of the system";
        if (security?["allowPrivilegeEscalation"]?.ToString() != "false" || security["privileged"] is not null)
            yield return "may gain privileges";
        if (!(security?["capabilities"]?["drop"]).Texts().Contains("ALL")
            || security?["capabilities"]?["add"] is not null)
            yield return "has capabilities";
        if (security?["readOnlyRootFilesystem"]?.ToString() != "true")
            yield return "may write to its image";
        var mounts = container["volumeMounts"].Items().Where(mount => mount["mountPath"]?.ToString() == "/tmp")
            .Select(mount => mount["name"]?.ToString());
        if (!pod["volumes"].Items().Any(volume => mounts.Contains(volume["name"]?.ToString())
            && volume["emptyDir"]?["sizeLimit"] is not null))
            yield return "has no /tmp of a limited size";
        if (pod["automountServiceAccountToken"]?.ToString() != "false")
            yield return "gets a token for Kubernetes, which it does not need";
        if (pod["enableServiceLinks"]?.ToString() != "false")
            yield return "gets variables of every Service around";
    }

    private IEnumerable<string> OfDeployments(JsonObject item)
    {
        var (spec, container) = (item["spec"]!, Manifests.Container(item));
        if (Programs.NameOf(Programs.ProjectOf(container["image"]?.ToString() ?? "") ?? "") != Manifests.NameOf(item))
            yield return $"runs {container["image"]}";
        if (!Manifests.Selects(spec["selector"]?["matchLabels"], item))
            yield return "does not select its own pods";
        if (Number(spec["replicas"]) < 2)
            yield return "has a single instance";
        if (spec["strategy"]?["rollingUpdate"]?["maxUnavailable"]?.ToString() != "0")
            yield return "takes an old instance away before a new one is ready";
        if (!Manifests.Pod(item)["topologySpreadConstraints"].Items().Any(spread =>
            Manifests.Selects(spread["labelSelector"]?["matchLabels"], item)))
            yield return "may have all its instances on one node";
        if (manifests.OfKind("PodDisruptionBudget").Count(budget => Selects(budget, item)) != 1)
            yield return "has not one disruption budget";
        if (!container["ports"].Items().Any(open =>
            open["name"]?.ToString() == "http" && open["containerPort"]?.ToString() == port))
            yield return $"has no port http that is {port}";
        foreach (var complaint in OfLife(item, container))
            yield return complaint;
    }

    private IEnumerable<string> OfLife(JsonObject item, JsonNode container)
    {
        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
        {
            var path = container[probe]?["httpGet"]?["path"]?.ToString();
            if (path is null || !paths.Contains(path) || container[probe]!["httpGet"]!["port"]?.ToString() != "http")
                yield return $"has no {probe} that is answered";
            else if (path.EndsWith("/ready", StringComparison.Ordinal) != (probe == "readinessProbe"))
                yield return $"has a {probe} that asks {path}";
        }

        var before = TimeSpan.FromSeconds(Number(container["lifecycle"]?["preStop"]?["sleep"]?["seconds"]));
        var grace = TimeSpan.FromSeconds(Number(Manifests.Pod(item)["terminationGracePeriodSeconds"]));
        if (grace < before + shutdownTime + Margin)
            yield return $"is killed before it can stop: after {grace.TotalSeconds:0} s";
        if (before == TimeSpan.Zero && Manifests.NameOf(item) == Programs.NameOf("Orders.Api"))
            yield return "stops while requests are still sent to it";
    }

    private IEnumerable<string> OfJobs(JsonObject item)
    {
        if (Manifests.Container(item)["args"].Texts().FirstOrDefault() != "migrate")
            yield return "does not migrate";
        var database = Manifests.NameOf(item)["migrate-".Length..];
        if (!manifests.EnvironmentOf(item).Any(variable =>
            variable.Key.Equals($"ConnectionStrings__{database}", StringComparison.OrdinalIgnoreCase)))
            yield return $"does not know where the database {database} is";
        if (Manifests.Pod(item)["restartPolicy"]?.ToString() is not ("Never" or "OnFailure"))
            yield return "is started again when it is done";
    }

    private IEnumerable<string> OfBudgets(JsonObject item)
    {
        if (manifests.Deployments.Count(deployment => Selects(item, deployment)) != 1)
            yield return "does not select the pods of one Deployment";
        if (item["spec"]?["maxUnavailable"]?.ToString() != "1")
            yield return "does not let one at a time go";
    }

    private IEnumerable<string> OfServices(JsonObject item)
    {
        if (manifests.Deployments.Count(deployment => Manifests.Selects(item["spec"]?["selector"], deployment)) != 1)
            yield return "does not lead to the pods of one Deployment";
        if (item["spec"]?["ports"].Items().Any(open => open["targetPort"]?.ToString() != "http") ?? true)
            yield return "does not lead to the port http";
    }

    private IEnumerable<string> OfSources(JsonObject item)
    {
        var source = (item["kind"]!.ToString(), Manifests.NameOf(item));
        if (!manifests.Deployments.SelectMany(Manifests.SourcesOf).Contains(source))
            yield return "is wanted by nobody";
        foreach (var complaint in OfVariables(item["data"].Members().Concat(item["stringData"].Members())))
            yield return complaint;
    }

    private static IEnumerable<string> OfVariables(IEnumerable<KeyValuePair<string, JsonNode?>> variables)
    {
        foreach (var (name, value) in variables)
        {
            if (!KnownSettings.Has(name))
                yield return $"sets {name}, which nobody reads";
            if (value?.GetValueKind() != JsonValueKind.String)
                yield return $"sets {name} to what is no text";
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Environment(JsonNode container) =>
        container["env"].Items().Select(
            variable => KeyValuePair.Create(variable["name"]!.ToString(), variable["value"]));

    private static bool Selects(JsonObject budget, JsonObject deployment) =>
        Manifests.Selects(budget["spec"]?["selector"]?["matchLabels"], deployment);

    private static long Number(JsonNode? node) => node?.GetValue<long>() ?? 0;
}
