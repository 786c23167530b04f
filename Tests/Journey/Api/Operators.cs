using System.Net;
using System.Text.Json;
using Orders.Testing;

namespace Tests.Journey.Api;

/// <summary>An operator acts on an order.</summary>
[Category("Integration")]
internal sealed class Operators
{
    private OrdersInProcess orders;

    private OrdersClient Client => orders.Client;

    /// <summary>Given little patience with an undo, so that an order soon needs a person.</summary>
    [OneTimeSetUp]
    public async Task Start() => orders = await OrdersInProcess.Start(
        new Dictionary<string, string?> { ["Saga:UndoGiveUpAfter"] = "00:00:01" });

    [OneTimeTearDown]
    public async Task Stop() => await (orders?.DisposeAsync() ?? default);

    [Test]
    public async Task Resolves_a_refund_that_was_settled_by_hand_and_the_order_ends_once()
    {
        var id = await NeedsAttention();
        var act = new { actionId = $"{Guid.NewGuid()}", action = "resolve", step = "payment", reason = "by cheque" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Act(id, act, HttpStatusCode.Accepted)));

        Assert.That(answers.Select(answer => answer.GetRawText()).Distinct().Count(), Is.EqualTo(1));
        var order = await Client.WaitForStatus(id, "cancelled");
        Assert.That(order.GetProperty("reason").GetString(), Is.EqualTo("out_of_stock"), "what began the undo");
        var acts = (await Client.History(id)).Where(item => item.GetProperty("direction").GetString() == "operator");
        var step = acts.Single();
        Assert.That(step.GetProperty("type").GetString(), Is.EqualTo("operator.resolve"));
        Assert.That(step.GetProperty("stateBefore").GetString(), Is.EqualTo("NeedsAttention"));
        Assert.That(step.GetProperty("stateAfter").GetString(), Is.EqualTo("Undoing"));
        var report = await orders.CheckBooks(allHaveEnded: false);
        Assert.That(report.IsClean, report.ToString());
    }

    [Test]
    public async Task Looks_first_at_the_states_the_messages_and_the_money_and_nothing_happens()
    {
        var id = await NeedsAttention();
        var before = await Client.Order(id);

        var looked = await Act(
            id, new { action = "resolve", step = "payment", dryRun = true }, HttpStatusCode.OK);

        Assert.That(looked.GetProperty("before").GetProperty("state").GetString(), Is.EqualTo("NeedsAttention"));
        Assert.That(looked.GetProperty("before").GetProperty("owedMinor").GetInt64(), Is.EqualTo(4200));
        Assert.That(looked.GetProperty("after").GetProperty("state").GetString(), Is.EqualTo("Undoing"));
        Assert.That(looked.GetProperty("messages")[0].GetString(), Is.EqualTo("payments.waive_refund.v1"));
        Assert.That(looked.GetProperty("money").GetProperty("toRefundMinor").GetInt64(), Is.Zero);
        Assert.That((await Client.Order(id)).GetRawText(), Is.EqualTo(before.GetRawText()));
        Assert.That(await Audit(id), Is.Empty);
    }

    [Test]
    public async Task Retries_a_refund_and_the_order_needs_attention_again()
    {
        var id = await NeedsAttention();
        var asked = await Count(id, "payments.refund_payment.v1");

        await Act(
            id, new { action = "retry", step = "payment", reason = "the bank says it works" }, HttpStatusCode.Accepted);

        await Client.WaitFor(
            "the refund to be asked for again", () => Count(id, "payments.refund_payment.v1"), count => count > asked);
        await Client.WaitFor(
            "a second call", () => Count(id, "orders.order_needs_attention.v1"), count => count == 2);
    }

    [Test]
    public async Task Cancels_an_order_that_waits_and_its_customer_reads_by_whom_and_why()
    {
        var id = await Client.Submit("tok_slow_5s");
        await Client.WaitForState(id, "AwaitingPayment");

        await Act(id, new { action = "cancel", reason = "suspected fraud" }, HttpStatusCode.Accepted);

        var order = await Client.WaitForStatus(id, "cancelled");
        Assert.That(order.GetProperty("reason").GetString(), Is.EqualTo("cancelled_by_operator"));
        Assert.That(order.GetProperty("detail").GetString(), Is.EqualTo("anonymous: suspected fraud"));
    }

    [Test]
    public async Task Asks_again_for_a_step_that_is_waited_for()
    {
        var id = await Client.Submit("tok_slow_5s");
        await Client.WaitForState(id, "AwaitingPayment");

        await Act(id, new { action = "retry", step = "payment", reason = "impatient" }, HttpStatusCode.Accepted);

        await Client.WaitForStatus(id, "confirmed");
        Assert.That(await Count(id, "payments.process_payment.v1"), Is.EqualTo(2));
        var report = await orders.CheckBooks(allHaveEnded: false);
        Assert.That(report.IsClean, report.ToString());
    }

    [Test]
    public async Task Is_refused_what_does_nothing_and_the_refusal_stands_in_the_audit()
    {
        var id = await Client.Submit();
        await Client.WaitForStatus(id, "confirmed");
        var version = (await Client.Order(id)).GetProperty("version").GetInt64();

        var late = await Act(id, new { action = "cancel", reason = "late" }, HttpStatusCode.Conflict);
        var stale = await Act(
            id, new { action = "cancel", reason = "stale", ifVersion = 1 }, HttpStatusCode.PreconditionFailed);

        Assert.That(late.GetProperty("type").GetString(), Does.EndWith("/problems/action-not-possible"));
        Assert.That(late.GetProperty("state").GetString(), Is.EqualTo("Confirmed"));
        Assert.That(stale.GetProperty("version").GetInt64(), Is.EqualTo(version));
        Assert.That((await Client.Order(id)).GetProperty("version").GetInt64(), Is.EqualTo(version));
        var audit = await Audit(id);
        Assert.That(audit.Select(act => act.GetProperty("reason").GetString()), Is.EqualTo(["stale", "late"]));
        Assert.That(
            audit.Select(act => act.GetProperty("outcome").GetString()), Is.All.EqualTo("refused"));
    }

    [Test]
    public async Task May_name_the_version_that_was_looked_at()
    {
        var id = await NeedsAttention();
        var version = (await Client.Order(id)).GetProperty("version").GetInt64();

        await Act(
            id, new { action = "resolve", step = "payment", reason = "by hand", ifVersion = version },
            HttpStatusCode.Accepted);

        await Client.WaitForStatus(id, "cancelled");
        var act = (await Audit(id)).Single();
        Assert.That(act.GetProperty("action").GetString(), Is.EqualTo("order.resolve"));
        Assert.That(act.GetProperty("outcome").GetString(), Is.EqualTo("done"));
        Assert.That(
            act.GetProperty("details").GetProperty("before").GetProperty("state").GetString(),
            Is.EqualTo("NeedsAttention"));
        Assert.That(
            (await Client.History(id)).Select(item => item.GetProperty("messageId").GetGuid()),
            Does.Contain(act.GetProperty("messageId").GetGuid()), "the history has the rest");
    }

    [Test]
    public async Task Under_one_id_does_one_act()
    {
        var id = await NeedsAttention();
        var actionId = $"{Guid.NewGuid()}";
        await Act(id, new { actionId, action = "retry", reason = "once" }, HttpStatusCode.Accepted);

        var other = await Act(
            id, new { actionId, action = "resolve", step = "payment", reason = "once" },
            HttpStatusCode.UnprocessableEntity);

        Assert.That(other.GetProperty("type").GetString(), Does.EndWith("/problems/action-id-reused"));
    }

    [Test]
    public async Task Is_told_that_there_is_no_such_order() =>
        await Act(Guid.NewGuid(), new { action = "retry", reason = "r" }, HttpStatusCode.NotFound);

    [TestCase("{}", "action", "reason")]
    [TestCase("""{"action":"explode","reason":"r"}""", "action")]
    [TestCase("""{"action":"resolve","reason":"r"}""", "step")]
    [TestCase("""{"action":"resolve","step":"delivery","reason":"r"}""", "step")]
    [TestCase("""{"action":"cancel","step":"payment","reason":"r"}""", "step")]
    [TestCase("""{"action":"retry"}""", "reason")]
    [TestCase("""{"action":"retry","reason":"4111 1111 1111 1111"}""", "reason")]
    [TestCase("""{"action":"retry","reason":"r","ifVersion":0}""", "ifVersion")]
    [TestCase("""{"action":"retry","reason":"r","ifVersion":"1"}""", "ifVersion")]
    [TestCase("""{"action":"retry","reason":"r","dryrun":true}""", "dryrun")]
    [TestCase("""{"action":"retry","reason":"r","isDryRun":true}""", "isDryRun")]
    [TestCase("""{"action":"retry","reason":"r","actionId":""}""", "actionId")]
    [TestCase("""{"action":"retry","action":"cancel","reason":"r"}""", "action")]
    public async Task Is_told_what_is_wrong(string body, params string[] names)
    {
        using var response = await Client.Http.Send(HttpMethod.Post, $"/ops/orders/{Guid.NewGuid()}/actions", body);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Errors(), Is.EquivalentTo(names));
    }

    [Test]
    public async Task Finds_the_orders_that_need_attention()
    {
        var id = await NeedsAttention();

        var list = await Client.Get("/orders?state=NeedsAttention&limit=200");

        Assert.That(
            list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()),
            Does.Contain(id));
        Assert.That(
            list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetString()),
            Is.All.EqualTo("cancelling"));
    }

    private async Task<Guid> NeedsAttention()
    {
        var id = await Client.Submit("tok_refund_fails", "OUT-OF-STOCK", unitPriceMinor: 4200);
        await Client.WaitForState(id, "NeedsAttention");
        return id;
    }

    private async Task<JsonElement> Act(Guid id, object body, HttpStatusCode expected)
    {
        using var response = await Client.Http.Send(
            HttpMethod.Post, $"/ops/orders/{id}/actions", JsonSerializer.Serialize(body));
        var answer = await response.Json();
        Assert.That(response.StatusCode, Is.EqualTo(expected), answer.GetRawText());
        return answer;
    }

    private async Task<int> Count(Guid id, string type) =>
        (await Client.History(id)).Count(item => item.GetProperty("type").GetString() == type);

    private async Task<List<JsonElement>> Audit(Guid id) =>
        [.. (await Client.Get($"/ops/audit?orderId={id}")).GetProperty("items").EnumerateArray()];
}
