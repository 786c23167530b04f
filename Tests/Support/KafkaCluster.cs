using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Orders.Testing;

namespace Tests;

/// <summary>
/// A real Apache Kafka of this test run's own, by the scripts in <c>../shared/kafka</c> beside the repository (or where
/// <c>KAFKA_CLUSTER</c> says). Its brokers can be killed, frozen and wiped.
/// </summary>
internal sealed class KafkaCluster : IDisposable
{
    private static readonly Lazy<KafkaCluster> Started = new(() => new KafkaCluster(nodes: 1));

    private readonly string script = FindScript() ?? throw new IgnoreException(
        "There is no Apache Kafka: neither ../shared/kafka/bin/kafka-cluster beside the repository nor KAFKA_CLUSTER.");

    private readonly string folder = Directory.CreateTempSubdirectory("kafka-").FullName;
    private readonly int nodes;
    private readonly int port;
    private readonly SecuredListener? secured;
    private readonly TcpProxy? proxy;

    /// <param name="nodes">How many brokers.</param>
    /// <param name="secured">What clients connect to instead of the open listener; of one broker.</param>
    /// <param name="proxy">
    /// What clients may connect to beside the open listener; of one broker, which tells them to come back that way.
    /// </param>
    public KafkaCluster(int nodes, SecuredListener? secured = null, TcpProxy? proxy = null)
    {
        this.nodes = nodes;
        this.secured = secured;
        this.proxy = proxy;
        // A broker takes two, for clients and for controllers.
        port = FreePorts.Take(2 * nodes);
        Start();
    }

    /// <summary>One broker that tests share which do it no harm.</summary>
    public static KafkaCluster Shared => Started.Value;

    public string BootstrapServers { get; private set; } = "";

    public static void StopShared()
    {
        if (Started.IsValueCreated)
            Started.Value.Dispose();
    }

    public void Start()
    {
        var open = Run(
            "start", "--port", port.ToString(CultureInfo.InvariantCulture),
            "--nodes", nodes.ToString(CultureInfo.InvariantCulture)).Trim().Split('\n')[^1];
        BootstrapServers = secured?.BootstrapServers ?? open;
    }

    /// <summary>A client that asks what is there and makes it otherwise.</summary>
    public IAdminClient OpenAdmin() =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();

    /// <summary>SIGKILL: the broker crashes.</summary>
    public void Kill(int node = 1) => Run("kill", "--node", node.ToString(CultureInfo.InvariantCulture));

    /// <summary>The crashed broker comes back on its own data.</summary>
    public void Up(int node = 1) => Run("up", "--node", node.ToString(CultureInfo.InvariantCulture));

    /// <summary>SIGSTOP: the broker hangs with its connections open.</summary>
    public void Freeze(int node = 1) => Run("freeze", "--node", node.ToString(CultureInfo.InvariantCulture));

    public void Thaw(int node = 1) => Run("thaw", "--node", node.ToString(CultureInfo.InvariantCulture));

    /// <summary>Every record and every topic is gone.</summary>
    public void Wipe()
    {
        Run("stop");
        Run("purge");
        Start();
    }

    public void Dispose()
    {
        Run("purge");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static string? FindScript()
    {
        if (Environment.GetEnvironmentVariable("KAFKA_CLUSTER") is { Length: > 0 } named)
            return File.Exists(named) ? named : null;
        var path = Path.Combine(Repository.Root, "..", "shared", "kafka", "bin", "kafka-cluster");
        return File.Exists(path) ? Path.GetFullPath(path) : null;
    }

    /// <summary>Its lines have colons for the reason that <see cref="SecuredListener.Broker"/> has.</summary>
    private string[] Proxied() => proxy is null
        ? []
        :
        [
            $"listeners:PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{port + 1},"
                + $"PROXIED://127.0.0.1:{proxy.ServerPort}",
            $"advertised.listeners:PLAINTEXT://127.0.0.1:{port},PROXIED://127.0.0.1:{proxy.Port}",
            "listener.security.protocol.map:PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT",
        ];

    private string Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(script, [command, "--dir", folder, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["KAFKA_SET"] = string.Join(' ', secured?.Broker(port) ?? Proxied()),
                // It lives for minutes: to compile it better than once costs more than it gains.
                ["_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=1",
            },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"kafka-cluster {command} answered {process.ExitCode}: {errors.Result}{output}");
    }
}
