using System.Text.RegularExpressions;
using Orders.Testing;

namespace Tests.Documents;

/// <summary>The README's block of commands starts the four services; only where the servers are is another.</summary>
[Category("Kafka")]
[Category("PostgreSql")]
internal sealed class SeveralProcessesAsTheReadmeHasThem
{
    private const string EndAll = "trap 'kill $(jobs -p)' TERM\nwait; wait";

    private readonly string name = $"r{Guid.NewGuid():N}"[..9];
    private readonly int port = FreePorts.Take(4);

    private TypedCommands typed;

    [OneTimeSetUp]
    public void Begin() => typed = new TypedCommands { Settings = { ["Kafka__TopicPrefix"] = $"{name}." } };

    [OneTimeTearDown]
    public void End()
    {
        typed?.Dispose();
        foreach (var database in new[] { "orders", "payments", "inventory" })
            PostgresServer.Shared.Execute($"DROP DATABASE IF EXISTS {name}_{database} WITH (FORCE)");
    }

    [Test]
    public async Task An_order_goes_through_all_of_them()
    {
        var block = new Markdown("README.md", Repository.Text("README.md")).Below("Several processes").Blocks
            .First(block => block.Text.StartsWith("./dev build", StringComparison.Ordinal));
        Assert.That(Regex.Matches(block.Text, "^ASPNETCORE_URLS=", RegexOptions.Multiline), Has.Count.EqualTo(4));

        var (process, output) = typed.Begin($"{Elsewhere(block.Text)}\n{EndAll}");

        var client = new OrdersClient(new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") });
        for (var service = 0; service < 4; service++)
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port + service}") };
            await new OrdersClient(http).WaitFor(
                $"service {service} to be ready",
                () => http.GetAsync(new Uri("/health/ready", UriKind.Relative)),
                answer => process.HasExited || answer.IsSuccessStatusCode);
        }

        Assert.That(process.HasExited, Is.False, output);
        var order = await client.Submit();
        await client.WaitForStatus(order, "confirmed");
        Assert.That(output(), Does.Contain("built: artifacts/bin/<Project>/release/<Project>"));

        await typed.Type($"kill {process.Id}");
        await process.WaitForExitAsync();
    }

    private string Elsewhere(string block)
    {
        block = block.Replace("localhost:9092", KafkaCluster.Shared.BootstrapServers, StringComparison.Ordinal);
        block = Regex.Replace(
            block, @"'Host=localhost;Username=orders;Database=(\w+)'",
            match => $"'{PostgresServer.Shared.ConnectionString($"{name}_{match.Groups[1].Value}")}'");
        return Regex.Replace(
            block, "http://localhost:808([0-3])",
            match => $"http://localhost:{port + (match.Groups[1].Value[0] - '0')}");
    }
}
