namespace Tests.Deployment;

/// <summary>The manifests for Kubernetes agree with each other, with compose.yaml and with the code.</summary>
[Category("Unit")]
internal sealed class ManifestsSayWhatIsThere
{
    private const string Kustomization = "kustomization.yaml";

    /// <summary>It shows what a platform's own Secrets have to have, and is not applied.</summary>
    private const string Example = "secrets.example.yaml";

    private static readonly Manifests Committed = Manifests.Of(Manifests.Files);

    private TimeSpan shutdownTime;
    private IReadOnlyList<string> paths = [];
    private IReadOnlyList<string> images = [];

    [OneTimeSetUp]
    public async Task Ask()
    {
        var compose = new ComposeRules(Repository.Text("compose.yaml"), "", TimeSpan.Zero);
        images = [.. compose.Services.Values.Select(service => service["image"]!.ToString()).Distinct()];
        await using var app = BuiltServices.Build("Orders.Saga", EnvironmentOf("Orders.Saga"));
        shutdownTime = app.ShutdownTime();
        paths = [.. app.Paths()];
    }

    [Test]
    public void The_rules_are_kept() => Assert.That(Broken(Manifests.Files), Is.Empty);

    [Test]
    public void All_but_the_example_of_secrets_are_applied() => Assert.That(
        YamlDocuments.Of(Manifests.Files[Kustomization])[0]["resources"].Texts(),
        Is.EquivalentTo(Manifests.Files.Keys.Except([Kustomization, Example])));

    [TestCaseSource(typeof(Programs), nameof(Programs.Services))]
    public async Task A_service_takes_what_it_is_told(string project)
    {
        await using var app = BuiltServices.Build(project, EnvironmentOf(project));

        Assert.That(app.Environment.EnvironmentName, Is.EqualTo("Production"));
        Assert.That(app.ShutdownTime(), Is.EqualTo(shutdownTime));
    }

    [TestCase("orders-api.yaml", "orders-api:1.0.0", "orders-api:latest",
        "Deployment orders-api has the image orders-api:latest, which is not among those that are built")]
    [TestCase("orders-api.yaml", "orders-api:1.0.0", "orders-saga:1.0.0",
        "Deployment orders-api runs orders-saga:1.0.0")]
    [TestCase("orders-api.yaml", "kind: Deployment\nmetadata:\n  name: orders-api",
        "kind: Deployment\nmetadata:\n  name: api",
        "the services are deployed as api, inventory-worker, orders-saga, payments-worker")]
    [TestCase("orders-api.yaml", "path: /health/ready", "path: /ready",
        "Deployment orders-api has no readinessProbe that is answered")]
    [TestCase("orders-api.yaml", "/health/ready\n              port: http", "/health/ready\n              port: 80",
        "Deployment orders-api has no readinessProbe that is answered")]
    [TestCase("orders-api.yaml", "path: /health/ready", "path: /health/live",
        "Deployment orders-api has a readinessProbe that asks /health/live")]
    [TestCase("orders-saga.yaml", "path: /health/live", "path: /health/ready",
        "Deployment orders-saga has a livenessProbe that asks /health/ready")]
    [TestCase("orders-saga.yaml", "startupProbe", "startProbe",
        "Deployment orders-saga has no startupProbe that is answered")]
    [TestCase("orders-saga.yaml", "PeriodSeconds: 60", "PeriodSeconds: 45",
        "Deployment orders-saga is killed before it can stop: after 45 s")]
    [TestCase("orders-api.yaml", "PeriodSeconds: 75", "PeriodSeconds: 55",
        "Deployment orders-api is killed before it can stop: after 55 s")]
    [TestCase("orders-api.yaml", "seconds: 10", "seconds: 0",
        "Deployment orders-api stops while requests are still sent to it")]
    [TestCase("orders-saga.yaml", "replicas: 2", "replicas: 1", "Deployment orders-saga has a single instance")]
    [TestCase("orders-saga.yaml", "maxUnavailable: 0", "maxUnavailable: 1",
        "Deployment orders-saga takes an old instance away before a new one is ready")]
    [TestCase("orders-saga.yaml", "topologySpreadConstraints", "spread",
        "Deployment orders-saga may have all its instances on one node")]
    [TestCase("orders-saga.yaml", "    matchLabels:\n      app.kubernetes.io/name: orders-saga\n  strategy",
        "    matchLabels:\n      app: orders-saga\n  strategy",
        "Deployment orders-saga does not select its own pods")]
    [TestCase("orders-saga.yaml", "kind: PodDisruptionBudget", "kind: Budget",
        "Deployment orders-saga has not one disruption budget")]
    [TestCase("orders-saga.yaml", "maxUnavailable: 1\n", "minAvailable: 2\n",
        "PodDisruptionBudget orders-saga does not let one at a time go")]
    [TestCase("payments-worker.yaml", "    matchLabels:\n      app.kubernetes.io/name: payments-worker\n---",
        "    matchLabels:\n      app.kubernetes.io/name: payments\n---",
        "PodDisruptionBudget payments-worker does not select the pods of one Deployment")]
    [TestCase("payments-worker.yaml", "  selector:\n    app.kubernetes.io/name: payments-worker",
        "  selector:\n    app.kubernetes.io/name: payments",
        "Service payments-worker does not lead to the pods of one Deployment")]
    [TestCase("payments-worker.yaml", "targetPort: http", "targetPort: 80",
        "Service payments-worker does not lead to the port http")]
    [TestCase("payments-worker.yaml", "containerPort: 8080", "containerPort: 80",
        "Deployment payments-worker has no port http that is 8080")]
    [TestCase("payments-worker.yaml", "Gateway__Url", "Gateway__Uri",
        "Deployment payments-worker sets Gateway__Uri, which nobody reads")]
    [TestCase("payments-worker.yaml", "value: Http", "value: 1",
        "Deployment payments-worker sets Gateway__Kind to what is no text")]
    [TestCase("payments-worker.yaml", "- name: Gateway__Url", "- name: Database__Provider",
        "Deployment payments-worker sets Database__Provider twice")]
    [TestCase("payments-worker.yaml", "name: payments-gateway", "name: gateway",
        "Deployment payments-worker wants a Secret gateway that is not there")]
    [TestCase("payments-worker.yaml", "name: payments-gateway", "name: gateway",
        "Secret payments-gateway is wanted by nobody")]
    [TestCase("configmap.yaml", "Kafka__Client__security_protocol", "Kafka__Client__security.protocoll",
        "ConfigMap orders-settings sets Kafka__Client__security.protocoll, which nobody reads")]
    [TestCase("inventory-worker.yaml", "runAsNonRoot: true", "runAsNonRoot: false",
        "Deployment inventory-worker may run as root, or not as the image's user")]
    [TestCase("inventory-worker.yaml", "RuntimeDefault", "Unconfined",
        "Deployment inventory-worker may make any call of the system")]
    [TestCase("inventory-worker.yaml", "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true",
        "Deployment inventory-worker may gain privileges")]
    [TestCase("inventory-worker.yaml", "drop: [ALL]", "drop: []", "Deployment inventory-worker has capabilities")]
    [TestCase("inventory-worker.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false",
        "Deployment inventory-worker may write to its image")]
    [TestCase("inventory-worker.yaml", "sizeLimit: 64Mi", "medium: \"\"",
        "Deployment inventory-worker has no /tmp of a limited size")]
    [TestCase("inventory-worker.yaml", "automountServiceAccountToken: false", "automountServiceAccountToken: true",
        "Deployment inventory-worker gets a token for Kubernetes, which it does not need")]
    [TestCase("inventory-worker.yaml", "enableServiceLinks: false", "enableServiceLinks: true",
        "Deployment inventory-worker gets variables of every Service around")]
    [TestCase("inventory-worker.yaml", "cpu: 250m", "gpu: 1",
        "Deployment inventory-worker does not say what it needs of CPU and memory, or has no limit of memory")]
    [TestCase("migrations.yaml", "name: migrate-orders\n  labels", "name: orders-tables\n  labels",
        "the databases are migrated by migrate-inventory, migrate-payments, orders-tables")]
    [TestCase("migrations.yaml", "args: [migrate]", "args: [upgrade]",
        "Job migrate-orders asks for 'upgrade', which is no verb of Orders.Saga")]
    [TestCase("migrations.yaml", "          args: [migrate]\n", "", "Job migrate-payments does not migrate")]
    [TestCase("migrations.yaml", "name: payments-database", "name: orders-database",
        "Job migrate-payments does not know where the database payments is")]
    [TestCase("migrations.yaml", "restartPolicy: Never", "restartPolicy: Always",
        "Job migrate-inventory is started again when it is done")]
    public void An_object_that_breaks_a_rule_is_told(string file, string right, string wrong, string complaint)
    {
        Assert.That(Manifests.Files[file], Does.Contain(right));
        Assert.That(
            Broken(new Dictionary<string, string>(Manifests.Files)
            {
                [file] = Manifests.Files[file].Replace(right, wrong, StringComparison.Ordinal),
            }),
            Does.Contain(complaint));
    }

    private IEnumerable<string> Broken(IEnumerable<KeyValuePair<string, string>> files) => new ManifestRules(
        Manifests.Of(files), images, DockerfileRules.Port(Repository.Text("Dockerfile"))!, shutdownTime, paths)
        .Broken();

    private static IEnumerable<KeyValuePair<string, string>> EnvironmentOf(string project) =>
        from item in Committed.Deployments
        where Manifests.NameOf(item) == Programs.NameOf(project)
        from variable in Committed.EnvironmentOf(item)
        select KeyValuePair.Create(variable.Key, variable.Value!.ToString());
}
