using System.Net;
using System.Text;
using Orders.Testing;

namespace Tests.Journey.Api;

/// <summary>Whoever sends a card number, wherever, leaves no trace of it: in no file and no line of a log.</summary>
[Category("Integration")]
internal sealed class CardNumbersAreNotKept
{
    private const string Card = "4111111111111111";
    private const string Printed = "4111 1111 1111 1111";

    [Test]
    public async Task In_no_file_and_no_line_of_a_log()
    {
        var folder = Directory.CreateTempSubdirectory("orders-").FullName;
        await using var orders = await OrdersProcess.Start(
            folder, new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Debug" });
        var http = orders.Client.Http;
        var id = await orders.Client.Submit("tok_slow_5s");
        foreach (var card in new[] { Card, Printed })
        {
            foreach (var (part, instead) in new[]
            {
                ("\"tok_ok\"", $"\"{card}\""), ("\"c-42\"", $"\"{card}\""), ("\"EUR\"", $"\"{card}\""),
                ("\"EUR\"", $"\"EUR\",\"{card}\":1"), (":2,", $":{Card},"), ("\"tok_ok\"", $"\"pay {card} now\""),
            })
            {
                var order = Requests.Order.Replace(part, instead, StringComparison.Ordinal);
                await Refused(HttpMethod.Post, "/orders", order);
            }

            await Refused(HttpMethod.Post, $"/orders/{id}/cancel", $$"""{"reason":"{{card}}"}""");
            await Refused(
                HttpMethod.Post, $"/ops/orders/{id}/actions", $$"""{"action":"retry","reason":"card {{card}}"}""");
            await Refused(
                HttpMethod.Post, "/ops/dead-letters/replay",
                $$"""{"filter":{"topic":"t"},"reason":"{{card}}","dryRun":true}""");
            await Refused(HttpMethod.Get, $"/orders?status={Uri.EscapeDataString(card)}", null);
            await Refused(HttpMethod.Get, $"/orders/{Uri.EscapeDataString(card)}", null);
        }

        // A key of a request is kept as a hash.
        using var keyed = await http.Send(HttpMethod.Post, "/orders", Requests.Order, ("Idempotency-Key", Card));
        Assert.That(keyed.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        await orders.Client.WaitForStatus(await keyed.IdOf(), "confirmed");
        Assert.That(await orders.Stop(), Is.Zero);

        Assert.That(orders.Output, Does.Not.Contain(Card).And.Not.Contain(Printed));
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            Assert.That(text.Contains(Card) || text.Contains(Printed), Is.False, file);
        }

        Directory.Delete(folder, recursive: true);

        async Task Refused(HttpMethod method, string path, string? body)
        {
            using var response = await http.Send(method, path, body);
            var answer = await response.Content.ReadAsStringAsync();
            Assert.That((int)response.StatusCode, Is.InRange(400, 499), answer);
            Assert.That(answer, Does.Not.Contain(Card).And.Not.Contain(Printed));
        }
    }
}
