using System.Text;
using System.Text.Json.Nodes;
using Orders.Testing;

namespace Tests.Documents;

/// <summary>The simulated gateway is typed as payment-gateway.md has it, and answers the requests of it.</summary>
[Category("Integration")]
internal sealed class TheGatewayOfTheDocument
{
    private static readonly Markdown Document =
        new("docs/payment-gateway.md", Repository.Text("docs/payment-gateway.md"));

    private readonly string address = $"http://localhost:{FreePorts.Take()}";

    [Test]
    public async Task Takes_money_and_gives_it_back()
    {
        using var typed = new TypedCommands();
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var command = DocumentedCommand.In(Document).Single().Text;
        Assert.That(command, Does.StartWith("Payments.Worker simulate-gateway ").And.Contain("http://localhost:8090"));
        var (gateway, said) = typed.Begin(
            $"PATH=artifacts/bin/Payments.Worker/release:$PATH; exec {Here(command)}");
        await new OrdersClient(http).WaitFor(
            "the gateway to be ready",
            () => http.GetAsync(new Uri("/health/ready", UriKind.Relative)),
            answer => gateway.HasExited || answer.IsSuccessStatusCode);
        Assert.That(gateway.HasExited, Is.False, said);

        var blocks = Document.Blocks.Select(block => block.Text).ToList();
        Assert.That(blocks, Has.Count.EqualTo(4), "a charge and a refund, each a head and a body");
        Assert.That(await Answer(http, blocks[0], blocks[1]), Is.EqualTo(Told("captured")));
        Assert.That(await Answer(http, blocks[2], blocks[3]), Is.EqualTo(Told("refunded")));
        Assert.That((await typed.Type("ls data")).Output, Does.Contain("gateway-ledger.db"));
        await typed.Type($"kill {gateway.Id}");
        await gateway.WaitForExitAsync();
        Assert.That(gateway.ExitCode, Is.Zero, said);
    }

    private string Here(string text) => text.Replace("http://localhost:8090", address, StringComparison.Ordinal)
        .Replace("{Gateway__Url}", address, StringComparison.Ordinal)
        .Replace("{Gateway__ApiKey}", "any", StringComparison.Ordinal);

    /// <summary>The answer that the table has of a status.</summary>
    private static string Told(string status) => Compact(Document.Rows.Select(row => row[0].Trim('`'))
        .Single(answer => answer.Contains($"\"{status}\"", StringComparison.Ordinal)));

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString();

    private async Task<string> Answer(HttpClient http, string head, string body)
    {
        var lines = Here(head).Split('\n');
        using var request = new HttpRequestMessage(HttpMethod.Post, lines[0].Split(' ')[1]);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var header in lines[1..].Select(line => line.Split(": ")))
            request.Headers.Add(header[0], header[1]);
        using var answer = await http.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        return Compact(await answer.Content.ReadAsStringAsync());
    }
}
