namespace Tests.Observability;

/// <summary>Four processes on Kafka and PostgreSQL tell one trace of an order.</summary>
[Category("Kafka")]
[Category("PostgreSql")]
internal sealed class AcrossProcesses
{
    [Test]
    public async Task One_trace_goes_through_all_four()
    {
        await using var receiver = await OtlpReceiver.Start(isGrpc: true);
        await using var services = await FourServices.Start(
            KafkaCluster.Shared, PostgresServer.Shared, settings: new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            });

        var id = await services.Orders().Submit();
        await services.Orders().WaitForStatus(id, "confirmed");

        var trace = await services.Orders().WaitFor(
            "the trace",
            () => Task.FromResult(receiver.TraceOf(id)),
            spans => spans.Count >= OtlpReceiver.SpansOfAConfirmedOrder);
        Assert.That(trace.Select(span => span.TraceId).Distinct().Count(), Is.EqualTo(1));
        Assert.That(
            trace.Select(span => span.Service).Distinct(),
            Is.EquivalentTo(["orders-api", "orders-saga", "payments-worker", "inventory-worker"]));
        Assert.That(
            trace.Where(span => trace.TrueForAll(parent => parent.SpanId != span.ParentId)).Select(span => span.Name),
            Is.EqualTo(["POST /orders"]), "everything else has its cause in the trace");
    }
}
