using Microsoft.AspNetCore.Builder;
using Orders.Hosting;

namespace Tests.Deployment;

/// <summary>compose.yaml, the Dockerfile and .env.example agree with each other and with the code.</summary>
[Category("Unit")]
internal sealed class ComposeSaysWhatIsThere
{
    /// <summary>Compose reads it itself.</summary>
    private const string Profiles = "COMPOSE_PROFILES";

    private static readonly string Compose = Repository.Text("compose.yaml");
    private static readonly string Dockerfile = Repository.Text("Dockerfile");
    private static readonly string Example = Repository.Text(".env.example");

    private static readonly bool[] WithoutAndWithSuggestions = [false, true];

    private TimeSpan shutdownTime;

    [OneTimeSetUp]
    public async Task Ask()
    {
        await using var app = Built("Orders.Saga", Example);
        shutdownTime = app.ShutdownTime();
    }

    [Test]
    public void The_rules_are_kept()
    {
        Assert.That(Rules(Compose).Broken(), Is.Empty);
        Assert.That(DockerfileRules.Broken(Dockerfile), Is.Empty);
    }

    [TestCase(".gitignore")]
    [TestCase(".dockerignore")]
    public void Secrets_stay_on_the_machine(string file) =>
        Assert.That(Repository.Text(file).Split('\n'), Does.Contain(".env"));

    [Test]
    public void The_sections_of_settings_are_those_that_the_code_binds() =>
        Assert.That(KnownSettings.SectionsInTheCode(), Is.EquivalentTo(KnownSettings.Sections.Keys));

    [Test]
    public void What_is_asked_for_is_in_the_example_and_nothing_else_is()
    {
        Assert.That(EnvironmentFile.Read(Example).Keys, Is.EquivalentTo(
            Rules(Compose).Variables().Except(Rules(Compose).PassedOn()).Append(Profiles)));
        Assert.That(EnvironmentFile.Read(Example, withSuggested: true).Keys, Is.EquivalentTo(
            Rules(Compose).Variables().Append(Profiles)));
    }

    [TestCaseSource(nameof(WithoutAndWithSuggestions))]
    public void The_example_names_profiles_that_there_are_and_a_kind_of_database(bool withSuggested)
    {
        var variables = EnvironmentFile.Read(Example, withSuggested);
        var profiles = Rules(Compose).Services.Values.SelectMany(service => service["profiles"].Texts());

        Assert.That(variables[Profiles].Split(','), Is.SubsetOf(profiles));
        Assert.That(
            variables["DATABASE_PROVIDER"], Is.EqualTo(variables[Profiles]).IgnoreCase
                .Or.EqualTo($"{variables[Profiles]}ql").IgnoreCase);
        Assert.That(Enum.TryParse<DatabaseProvider>(variables["DATABASE_PROVIDER"], out _), Is.True);
    }

    [Test]
    public async Task A_service_takes_what_it_is_told([ValueSource(typeof(Programs), nameof(Programs.Services))]
        string project, [ValueSource(nameof(WithoutAndWithSuggestions))] bool withSuggested)
    {
        await using var app = Built(project, Example, withSuggested);

        Assert.That(app.Environment.EnvironmentName, Is.EqualTo("Production"));
    }

    [TestCase("KEY_ACTOR=change-me-key-of-an-actor", "KEY_ACTOR=short", "set it to at least 16")]
    [TestCase("KEY_SHOP=change-me-key-of-the-shop", "KEY_SHOP=change-me-key-of-a-reader", "have the same key")]
    [TestCase("DATABASE_PROVIDER=SqlServer", "DATABASE_PROVIDER=Oracle", "this version knows")]
    public void An_example_that_a_service_refuses_is_told(string right, string wrong, string words)
    {
        Assert.That(Example, Does.Contain(right));
        Assert.That(
            () => Built("Orders.Api", Example.Replace(right, wrong, StringComparison.Ordinal)),
            Throws.Exception.With.Message.Contains(words));
    }

    [TestCase("image: orders-api:1.0.0", "image: orders-api", "orders-api has no version of its image: 'orders-api'")]
    [TestCase("apache/kafka:4.3.1", "apache/kafka:latest", "kafka has no version of its image: 'apache/kafka:latest'")]
    [TestCase("\n  orders-saga:", "\n  saga:", "there is no service orders-saga that runs Orders.Saga")]
    [TestCase("PROJECT: Orders.Api", "PROJECT: Orders.Saga", "orders-api builds Orders.Saga as orders-api:1.0.0")]
    [TestCase("image: orders-saga:1.0.0\n    environment: *orders\n\n",
        "build: {context: ., args: {PROJECT: Orders.Saga}}\n    image: orders-saga:1.0.0\n\n",
        "orders-saga:1.0.0 is built 2 times")]
    [TestCase("pull_policy: never\n    command: [sim", "command: [sim",
        "gateway may pull payments-worker:1.0.0, which is built here")]
    [TestCase("[migrate]", "[upgrade]", "migrate-orders asks Orders.Saga for 'upgrade', which is no verb of it")]
    [TestCase("command: [verify, --data, /ledger]", "",
        "verify says no verb, without which Orders.Testing does nothing")]
    [TestCase("8082:8080", "8082:80", "payments-worker gives a port at which nobody listens: 127.0.0.1:8082:80")]
    [TestCase("8083:8080", "8082:8080", "port 8082 is given twice")]
    [TestCase("127.0.0.1:9092:", "9092:", "kafka is open to other machines: 9092:9092")]
    [TestCase("Gateway__Url", "Gateway__Uri", "payments-worker sets Gateway__Uri, which nobody reads")]
    [TestCase("Kafka__BootstrapServers", "KAFKA_SERVERS", "orders-saga sets KAFKA_SERVERS, which nobody reads")]
    [TestCase("60s\n  # Other", "45s\n  # Other", "orders-api is killed before it can stop: after 45s")]
    [TestCase("[CMD, /app/service, --health]", "[CMD, curl, localhost]",
        "inventory-worker has no check of its health by the verb --health")]
    [TestCase("timeout: 10s\n    retries: 3", "timeout: 5s\n    retries: 3",
        "gateway has a check of its health that is ended before it can tell: after 5s")]
    [TestCase("restart: unless-stopped\n  read_only", "restart: always\n  read_only",
        "orders-saga is not started again when it ends")]
    [TestCase("read_only: true", "read_only: false", "migrate-orders may write to its image")]
    [TestCase("/tmp:size=64m", "/tmp", "orders-saga has no /tmp of a limited size")]
    [TestCase("cap_drop: [ALL]", "cap_drop: [NET_RAW]", "verify has capabilities")]
    [TestCase("security_opt: [\"no-new-privileges:true\"]\n  # A", "# A", "orders-api may gain privileges")]
    [TestCase("read_only: true", "read_only: true\n  user: root",
        "gateway runs as 'root' and not as the image's user")]
    [TestCase("logging: {driver: local}\n  health", "health", "orders-saga has logs that grow without end")]
    [TestCase("  postgres:\n  ledger:", "  postgres:", "gateway has a volume that is not there: ledger")]
    [TestCase(
        "./deploy/grafana/orders.json", "./deploy/grafana/gone.json",
        "lgtm has a volume that is not there: ./deploy/grafana/gone.json")]
    [TestCase("{condition: service_healthy, required: false}", "{condition: service_healthy}",
        "migrate-payments waits for sqlserver, which is not always there")]
    [TestCase("gateway: {condition", "bank: {condition", "payments-worker waits for bank, which is not there")]
    [TestCase("kafka: {condition: service_started}", "lgtm: {condition: service_healthy, required: false}",
        "orders-api waits for lgtm, which never tells that it is healthy")]
    [TestCase("gateway: {condition: service_healthy}", "gateway: {condition: service_completed_successfully}",
        "payments-worker waits for gateway, which never ends")]
    public void A_service_that_breaks_a_rule_is_told(string right, string wrong, string complaint)
    {
        Assert.That(Compose, Does.Contain(right));
        Assert.That(Rules(Compose.Replace(right, wrong, StringComparison.Ordinal)).Broken(), Does.Contain(complaint));
    }

    [TestCase("aspnet:10.0.12-noble", "aspnet", "mcr.microsoft.com/dotnet/aspnet has no version")]
    [TestCase("USER $APP_UID\n", "", "it runs as '', not as the user that .NET's images have for it")]
    [TestCase("USER $APP_UID", "USER root", "it runs as 'root', not as the user that .NET's images have for it")]
    [TestCase("ARG PROJECT", "ARG NAME", "it does not ask for PROJECT")]
    [TestCase("[\"/app/service\"]", "/app/service",
        "its entry is no list of the program alone: a shell in between would not pass SIGTERM on")]
    [TestCase("EXPOSE 8080", "EXPOSE 80",
        "it does not say by one port where its service listens, or exposes another")]
    [TestCase("8080", "8081", "the verb --health does not ask at 8081")]
    public void A_Dockerfile_that_breaks_a_rule_is_told(string right, string wrong, string complaint)
    {
        Assert.That(Dockerfile, Does.Contain(right));
        Assert.That(
            DockerfileRules.Broken(Dockerfile.Replace(right, wrong, StringComparison.Ordinal)),
            Is.EqualTo([complaint]));
    }

    [TestCase("Kafka__Client__security_protocol", ExpectedResult = true)]
    [TestCase("Kafka__Client__security_protocoll", ExpectedResult = false)]
    [TestCase("Ops__Keys__12__Role", ExpectedResult = true)]
    [TestCase("Ops__Keys__Role", ExpectedResult = false)]
    [TestCase("Ops__Keys__0__Rolle", ExpectedResult = false)]
    [TestCase("Ops__Keys", ExpectedResult = false)]
    [TestCase("Saga__AskAgainAfter__0", ExpectedResult = true)]
    [TestCase("Limits__OpenOrdersPerCaller", ExpectedResult = true)]
    [TestCase("Limits__Burst", ExpectedResult = true)]
    [TestCase("Database__Provider", ExpectedResult = true)]
    [TestCase("Database__MigrateAtStart", ExpectedResult = true)]
    [TestCase("Database__Kind", ExpectedResult = false)]
    [TestCase("Data__Folder", ExpectedResult = true)]
    [TestCase("ConnectionStrings__Orders", ExpectedResult = true)]
    [TestCase("ConnectionStrings__Order", ExpectedResult = false)]
    [TestCase("ASPNETCORE_URLS", ExpectedResult = true)]
    [TestCase("PATH", ExpectedResult = false)]
    public bool A_variable_is_known_only_where_it_is_read(string variable) => KnownSettings.Has(variable);

    private ComposeRules Rules(string compose) => new(compose, Dockerfile, shutdownTime);

    private static WebApplication Built(string project, string example, bool withSuggested = false) =>
        BuiltServices.Build(project, ComposeRules.EnvironmentOf(
            new ComposeRules(Compose, Dockerfile, TimeSpan.Zero).Services[Programs.NameOf(project)],
            EnvironmentFile.Read(example, withSuggested)));
}
