using Orders.Testing;

namespace Tests.Observability;

/// <summary>What a collector is sent of an order, by either of OTLP's protocols.</summary>
[Category("Integration")]
[TestFixture("grpc")]
[TestFixture("http/protobuf")]
internal sealed class OneTracePerOrder(string protocol)
{
    private readonly string folder = Directory.CreateTempSubdirectory("orders-").FullName;
    private OtlpReceiver receiver;
    private OrdersProcess orders;

    [OneTimeSetUp]
    public async Task Start()
    {
        receiver = await OtlpReceiver.Start(isGrpc: protocol == "grpc");
        orders = await OrdersProcess.Start(folder, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test",
        });
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (orders?.DisposeAsync() ?? default);
        await (receiver?.DisposeAsync() ?? default);
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task From_its_submission_to_its_confirmation()
    {
        var id = await orders.Client.Submit();
        await orders.Client.WaitForStatus(id, "confirmed");

        string[] expected =
        [
            "POST /orders",
            "send orders.events", "process orders.events",
            "send payments.commands", "process payments.commands", "gateway charge",
            "send payments.events", "process payments.events",
            "send inventory.commands", "process inventory.commands",
            "send inventory.events", "process inventory.events",
            "send orders.events",
        ];
        var trace = await TraceOf(id, spans => spans.Count >= OtlpReceiver.SpansOfAConfirmedOrder);

        Assert.That(trace.ConvertAll(span => span.Name), Is.EquivalentTo(expected));
        var roots = trace.Where(span => trace.TrueForAll(parent => parent.SpanId != span.ParentId)).ToList();
        Assert.That(roots.ConvertAll(span => span.Name), Is.EqualTo(["POST /orders"]));
    }

    [Test]
    public async Task With_what_was_undone()
    {
        var id = await orders.Client.Submit("tok_ok", "OUT-OF-STOCK");
        await orders.Client.WaitForStatus(id, "cancelled");

        var trace = await TraceOf(id, spans => spans.Exists(span => span.Name == "send orders.events"
            && (string)span.Attributes["cloudevents.event_type"] == "orders.order_cancelled.v1"));

        Assert.That(
            trace.ConvertAll(span => span.Name),
            Does.Contain("gateway charge").And.Contain("gateway refund").And.Contain("process inventory.commands"));
        Assert.That(
            trace.Select(span => span.Attributes.GetValueOrDefault("saga.state.after")), Does.Contain("Undoing"));
    }

    [Test]
    public async Task In_whose_words_a_request_is_told()
    {
        var unknown = $"/orders/{Guid.NewGuid()}";
        using var response = await orders.Client.Http.GetAsync(new Uri(unknown, UriKind.Relative));
        await orders.Client.Http.GetAsync(new Uri("/health/live", UriKind.Relative));
        var id = await orders.Client.Submit();

        var spans = await orders.Client.WaitFor(
            "the requests",
            () => Task.FromResult(receiver.Spans.Where(span => span.Kind == OtlpSpan.Server).ToList()),
            spans => spans.Exists(span => span.Attributes.GetValueOrDefault("order.id") as string == id.ToString()));

        var refused = spans.First(span => span.Attributes["url.path"] as string == unknown);
        Assert.That(refused.Name, Is.EqualTo("GET /orders/{id:guid}"));
        Assert.That(refused.Attributes["http.response.status_code"], Is.EqualTo(404));
        Assert.That(refused.Status, Is.Not.EqualTo(OtlpSpan.Error), "the caller's mistake is no fault");
        Assert.That(
            spans.ConvertAll(span => (string)span.Attributes["url.path"]), Has.None.StartsWith("/health"));
    }

    [Test]
    public async Task And_the_log_of_a_message_says_which()
    {
        var id = await orders.Client.Submit("tok_flaky_2");
        await orders.Client.WaitForStatus(id, "confirmed");

        var log = await orders.Client.WaitFor(
            "the line",
            () => Task.FromResult(receiver.Logs.FirstOrDefault(line =>
                line.Attributes.GetValueOrDefault("OrderId") as string == id.ToString())),
            line => line is not null);

        Assert.That(log!.Body, Does.Contain("asking again"));
        Assert.That(log.TraceId, Has.Length.EqualTo(32), "it belongs to the trace");
        Assert.That(log.Service, Is.EqualTo("orders-standalone"));
    }

    [Test]
    public async Task And_measured()
    {
        var id = await orders.Client.Submit();
        await orders.Client.WaitForStatus(id, "confirmed");

        await Told("orders.saga.started", "{order}", _ => true);
        await Told("orders.saga.finished", "{order}", of => of["outcome"] is "confirmed");
        await Told("orders.saga.duration", "s", of => of["outcome"] is "confirmed");
        await Told("orders.group.size", "{unit}", of => of["database"] is "OrdersDbContext");
        await Told("orders.group.duration", "s", of => of["phase"] is "commit");
        await Told("orders.outbox.pending", "{message}", of => of["database"] is "PaymentsDbContext", atLeast: 0);
        await Told("orders.outbox.age", "s", of => of["database"] is "InventoryDbContext", atLeast: 0);
        await Told(
            "orders.consumer.lag", "{record}", of => of["messaging.destination.name"] is "orders.events", atLeast: 0);
        await Told("orders.gateway.answers", "{answer}", of => of["outcome"] is "captured");
        await Told(
            "messaging.client.sent.messages", "{message}",
            of => of["messaging.destination.name"] is "payments.commands");
        await Told(
            "messaging.client.consumed.messages", "{message}",
            of => of["messaging.consumer.group.name"] is "orders-saga");
        await Told("messaging.process.duration", "s", of => of["messaging.destination.name"] is "inventory.events");
        await Told("messaging.client.operation.duration", "s", of => of["messaging.operation.name"] is "send");
        await Told("http.server.request.duration", "s", of => of["http.route"] is "/orders");

        Task Told(string name, string unit, Func<IReadOnlyDictionary<string, object>, bool> of, double atLeast = 1) =>
            orders.Client.WaitFor(
                $"{name} to be told",
                () => Task.FromResult(receiver.Metrics.Any(point =>
                    point.Name == name && point.Unit == unit && point.Value >= atLeast && of(point.Attributes))),
                isTold => isTold);
    }

    private Task<List<OtlpSpan>> TraceOf(Guid id, Func<List<OtlpSpan>, bool> isWhole) =>
        orders.Client.WaitFor("the trace", () => Task.FromResult(receiver.TraceOf(id)), isWhole);
}
