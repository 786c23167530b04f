using System.Net;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Orders.Testing;

namespace Tests.Journey.Api;

/// <summary>What an operator sees of messages that could not be handled, and does about them.</summary>
[Category("Integration")]
internal sealed partial class DeadLetters
{
    private const string Command = "payments.commands";
    private OrdersInProcess orders;
    private IProducer<byte[]?, byte[]?> producer;

    private HttpClient Http => orders.Client.Http;

    private string BootstrapServers => orders.Services.GetRequiredService<KafkaConnection>().BootstrapServers;

    [OneTimeSetUp]
    public async Task Start()
    {
        orders = await OrdersInProcess.Start();
        producer = new ProducerBuilder<byte[]?, byte[]?>(
            new ProducerConfig { BootstrapServers = BootstrapServers, LingerMs = 0 }).Build();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        producer?.Dispose();
        await (orders?.DisposeAsync() ?? default);
    }

    [Test]
    public async Task Are_shown_with_what_is_wrong_and_all_that_came_with_them()
    {
        var order = Guid.NewGuid();
        var letter = await Spoil(order, "{ no JSON", "payments.refund_payment.v1");

        Assert.That(letter.GetProperty("group").GetString(), Is.EqualTo("payments-worker"));
        Assert.That(letter.GetProperty("reason").GetString(), Is.EqualTo("deserialization"));
        Assert.That(letter.GetProperty("exceptionType").GetString(), Does.EndWith("JsonException"));
        Assert.That(letter.GetProperty("topic").GetString(), Is.EqualTo(Command));
        Assert.That(letter.GetProperty("status").GetString(), Is.EqualTo("open"));
        var whole = await orders.Client.Get(letter.GetProperty("links").GetProperty("self").GetString()!);
        Assert.That(whole.GetProperty("body").GetProperty("text").GetString(), Is.EqualTo("{ no JSON"));
        Assert.That(whole.GetProperty("key").GetProperty("text").GetString(), Is.EqualTo($"{order}"));
        Assert.That(
            whole.GetProperty("headers").EnumerateArray()
                .Select(header => (header.GetProperty("name").GetString(), header.GetProperty("text").GetString())),
            Does.Contain(("ce_type", "payments.refund_payment.v1")).And.Contain(("x-other", "as it came")));
    }

    [Test]
    public async Task Show_no_payment_token_and_no_bytes_as_if_they_were_text()
    {
        var order = Guid.NewGuid();
        var (other, token) = (Guid.NewGuid(), "tok_of_somebody");
        var command = $$"""{"orderId":"{{other}}","amountMinor":1,"currency":"EUR","paymentToken":"{{token}}"}""";
        var masked = await Whole(await Spoil(order, command, "payments.process_payment.v1"));
        var bytes = await Whole(await Spoil(Guid.NewGuid(), [0xff, 0x00, 0xfe], "payments.refund_payment.v1"));

        Assert.That(masked.GetProperty("reason").GetString(), Is.EqualTo("validation"), "the key is another order's");
        Assert.That(masked.GetProperty("body").GetProperty("isMasked").GetBoolean());
        Assert.That(masked.GetRawText(), Does.Contain($"{other}").And.Not.Contain(token));
        Assert.That(bytes.GetProperty("body").GetProperty("text").GetString(), Is.Null);
        Assert.That(
            bytes.GetProperty("body").GetProperty("base64").GetBytesFromBase64(),
            Is.EqualTo(new byte[] { 0xff, 0x00, 0xfe }));
    }

    [Test]
    public async Task Are_replayed_with_the_id_key_headers_and_bytes_that_they_came_with()
    {
        var order = Guid.NewGuid();
        var letter = await Spoil(order, "{ as it was", "payments.waive_refund.v1");
        var act = new { actionId = $"{Guid.NewGuid()}", ids = new[] { IdOf(letter) }, reason = "mended" };

        var looked = await Act("replay", new { act.ids, dryRun = true });
        Assert.That(looked.GetProperty("done").GetInt32(), Is.EqualTo(1));
        Assert.That(Records(order), Has.Count.EqualTo(1), "looking changes nothing");

        var done = await Act("replay", act, HttpStatusCode.Accepted);
        var again = await Act("replay", act, HttpStatusCode.Accepted);

        Assert.That(again.GetRawText(), Is.EqualTo(done.GetRawText()), "the same act has the same answer");
        var letters = await orders.Client.WaitFor(
            "the replayed one to fail again", () => List($"orderId={order}"), found => found.Count == 2);
        var records = Records(order);
        Assert.That(records, Has.Count.EqualTo(2), "it was done once");
        Assert.That(records[1].Message.Value, Is.EqualTo(records[0].Message.Value));
        Assert.That(HeadersOf(records[1]), Is.EqualTo(HeadersOf(records[0])));
        var first = letters.Single(found => IdOf(found) == IdOf(letter));
        Assert.That(first.GetProperty("status").GetString(), Is.EqualTo("replayed"));
        Assert.That(first.GetProperty("replayCount").GetInt32(), Is.EqualTo(1));
        Assert.That(
            letters.Select(found => found.GetProperty("messageId").GetGuid()).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Stay_when_they_are_discarded_and_are_not_replayed_any_more()
    {
        var letter = await Spoil(Guid.NewGuid(), "[]", "payments.refund_payment.v1");
        var ids = new[] { IdOf(letter), Guid.NewGuid() };

        var discarded = await Act("discard", new { ids, reason = "a test of somebody's" });
        Assert.That(discarded.GetProperty("done").GetInt32(), Is.EqualTo(1));
        Assert.That(
            discarded.GetProperty("skipped")[0].GetProperty("why").GetString(),
            Is.EqualTo("there is no such dead letter"));
        var replayed = await Act("replay", new { ids, reason = "all the same" }, HttpStatusCode.Accepted);

        Assert.That(replayed.GetProperty("done").GetInt32(), Is.Zero);
        Assert.That(
            replayed.GetProperty("skipped")[0].GetProperty("why").GetString(), Does.Contain("a test of somebody's"));
        var whole = await Whole(letter);
        Assert.That(whole.GetProperty("status").GetString(), Is.EqualTo("discarded"));
        Assert.That(whole.GetProperty("discardReason").GetString(), Is.EqualTo("a test of somebody's"));
    }

    [Test]
    public async Task Are_counted_by_what_is_alike_and_come_in_pages()
    {
        var since = Uri.EscapeDataString($"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}");
        var wanted = new List<Guid>();
        for (var number = 0; number < 5; number++)
            wanted.Add(IdOf(await Spoil(Guid.NewGuid(), "{}", "payments.no_such_type.v1")));
        await Spoil(Guid.NewGuid(), "1", "payments.refund_payment.v1");

        var seen = new List<Guid>();
        var path = $"/ops/dead-letters?type=payments.no_such_type.v1&failedAfter={since}&limit=2";
        while (path is not null)
        {
            var page = await orders.Client.Get(path);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(IdOf));
            var group = page.GetProperty("groups").EnumerateArray().Single();
            Assert.That(group.GetProperty("count").GetInt32(), Is.EqualTo(5));
            Assert.That(group.GetProperty("reason").GetString(), Is.EqualTo("unknown-type"));
            path = page.GetProperty("next").GetString();
        }

        Assert.That(seen, Is.EquivalentTo(wanted));
        Assert.That(
            (await orders.Client.Get($"/ops/dead-letters?failedAfter={since}")).GetProperty("groups").EnumerateArray()
                .Sum(group => group.GetProperty("count").GetInt32()),
            Is.GreaterThanOrEqualTo(6));
    }

    [TestCase("""{"filter":{},"reason":"r"}""", "filter")]
    [TestCase("""{"filter":{"raeson":"validation"},"reason":"r"}""", "filter.raeson")]
    [TestCase("""{"filter":{"reason":"retries exhausted"},"reason":"r"}""", "filter.reason")]
    [TestCase("""{"filter":{"group":"payments"},"reason":"r"}""", "filter.group")]
    [TestCase("""{"filter":{"status":"discarded"},"reason":"r"}""", "filter.status")]
    [TestCase("""{"filter":{"orderId":"7"},"reason":"r"}""", "filter.orderId")]
    [TestCase("""{"filter":{"failedBefore":"2030-01-01"},"reason":"r"}""", "filter.failedBefore")]
    [TestCase("""{"filter":{"failedAfter":"2026-01-01T00:00:00"},"reason":"r"}""", "filter.failedAfter")]
    [TestCase("""{"ids":[],"reason":"r"}""", "ids")]
    [TestCase("""{"ids":["7"],"reason":"r"}""", "ids[0]")]
    [TestCase("""{"ids":[null],"reason":"r"}""", "ids[0]")]
    [TestCase("""{"reason":"r"}""", "ids")]
    [TestCase("""{"ids":["00000000-0000-0000-0000-000000000001"],"filter":{"topic":"t"},"reason":"r"}""", "filter")]
    [TestCase("""{"filter":{"reason":"validation"}}""", "reason")]
    [TestCase("""{"filter":{"reason":"validation"},"reason":" "}""", "reason")]
    [TestCase("""{"filter":{"reason":"validation"},"reason":"r","expected":-1}""", "expected")]
    [TestCase("""{"filter":{"reason":"validation"},"reason":"r","dryRun":"yes"}""", "dryRun")]
    public async Task Are_left_alone_where_it_is_not_said_clearly_which_are_meant(string body, string name)
    {
        foreach (var act in new[] { "replay", "discard" })
        {
            using var response = await Http.Send(HttpMethod.Post, $"/ops/dead-letters/{act}", body);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(await response.Errors(), Does.Contain(name));
        }
    }

    [Test]
    public async Task Are_left_alone_where_a_filter_selects_none_or_not_as_many_as_expected()
    {
        await Spoil(Guid.NewGuid(), "7", "payments.refund_payment.v1");
        var none = await Act(
            "replay", new { filter = new { type = "no.such.type" }, reason = "r" }, HttpStatusCode.Accepted);
        Assert.That(none.GetProperty("matched").GetInt32(), Is.Zero);
        Assert.That(none.GetProperty("detail").GetString(), Is.EqualTo("The filter matches no dead letter."));

        var other = await Act(
            "discard", new { filter = new { topic = Command }, reason = "r", expected = 0 }, HttpStatusCode.Conflict);
        Assert.That(other.GetProperty("type").GetString(), Does.EndWith("/problems/not-as-expected"));
        Assert.That(other.GetProperty("matched").GetInt32(), Is.Positive);
    }

    [Test]
    public async Task Leave_an_audit_of_what_was_done_about_them()
    {
        var letter = await Spoil(Guid.NewGuid(), "8", "payments.refund_payment.v1");
        var actionId = $"act {Guid.NewGuid()}";
        await Act("discard", new { actionId, ids = new[] { IdOf(letter) }, reason = "looked at it" });

        var audit = await orders.Client.Get("/ops/audit?action=dead-letters.discard");

        var act = audit.GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("actionId").GetString() == actionId);
        Assert.That(act.GetProperty("by").GetString(), Is.EqualTo("anonymous"));
        Assert.That(act.GetProperty("reason").GetString(), Is.EqualTo("looked at it"));
        Assert.That(act.GetProperty("outcome").GetString(), Is.EqualTo("done"));
        Assert.That(act.GetProperty("details").GetProperty("ids")[0].GetGuid(), Is.EqualTo(IdOf(letter)));
    }

    [Test]
    public async Task Under_one_id_one_act_is_done_and_another_is_refused()
    {
        var letter = await Spoil(Guid.NewGuid(), "9", "payments.refund_payment.v1");
        var (actionId, ids) = ($"{Guid.NewGuid()}", new[] { IdOf(letter) });

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            Act("replay", new { actionId, ids, reason = "one" }, HttpStatusCode.Accepted)));
        var other = await Act(
            "replay", new { actionId, ids, reason = "two" }, HttpStatusCode.UnprocessableEntity);

        Assert.That(answers.Select(answer => answer.GetRawText()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(other.GetProperty("type").GetString(), Does.EndWith("/problems/action-id-reused"));
        Assert.That((await Whole(letter)).GetProperty("replayCount").GetInt32(), Is.EqualTo(1));
    }

    private Task<JsonElement> Spoil(Guid order, string value, string type) =>
        Spoil(order, Encoding.UTF8.GetBytes(value), type);

    /// <summary>Writes a command that cannot be handled, and waits until it is a dead letter.</summary>
    private async Task<JsonElement> Spoil(Guid order, byte[] value, string type, string topic = Command)
    {
        var headers = new Headers
        {
            { "ce_type", Encoding.UTF8.GetBytes(type) },
            { "MessageId", Encoding.UTF8.GetBytes($"{Guid.NewGuid()}") },
            { "x-other", "as it came"u8.ToArray() },
        };
        await producer.ProduceAsync(topic, new Message<byte[]?, byte[]?>
        {
            Key = Encoding.UTF8.GetBytes($"{order}"),
            Value = value,
            Headers = headers,
        });
        var letters = await orders.Client.WaitFor(
            $"a dead letter of {order}", () => List($"orderId={order}"), found => found.Count == 1);
        return letters[0];
    }

    private List<ConsumeResult<byte[]?, byte[]?>> Records(Guid order) =>
    [
        .. RecordsOnTopics.ReadAsTheyAre(BootstrapServers, Command)
            .Where(record => Encoding.UTF8.GetString(record.Message.Key!) == $"{order}"),
    ];

    private async Task<List<JsonElement>> List(string query) =>
        [.. (await orders.Client.Get($"/ops/dead-letters?{query}")).GetProperty("items").EnumerateArray()];

    private Task<JsonElement> Whole(JsonElement letter) => orders.Client.Get($"/ops/dead-letters/{IdOf(letter)}");

    private async Task<JsonElement> Act(string act, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await Http.Send(
            HttpMethod.Post, $"/ops/dead-letters/{act}", JsonSerializer.Serialize(body));
        var answer = await response.Json();
        Assert.That(response.StatusCode, Is.EqualTo(expected), answer.GetRawText());
        return answer;
    }

    private static IEnumerable<(string, string)> HeadersOf(ConsumeResult<byte[]?, byte[]?> record) =>
        record.Message.Headers.Select(header => (header.Key, Convert.ToHexString(header.GetValueBytes())));

    private static Guid IdOf(JsonElement letter) => letter.GetProperty("id").GetGuid();
}
