using System.Text;
using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Orders.Data;
using Orders.Testing;
using Tests.Streaming;

namespace Tests.Journey.Api;

/// <summary>A message that can be read is shown, also where .NET would not write it that way.</summary>
[Category("Integration")]
internal sealed class WhatOthersHaveWritten
{
    private OrdersInProcess orders;

    [OneTimeSetUp]
    public async Task Start() => orders = await OrdersInProcess.Start();

    [OneTimeTearDown]
    public async Task Stop() => await (orders?.DisposeAsync() ?? default);

    [TestCase("""{"note":"\ud800"}""", TestName = "Half a surrogate")]
    [TestCase("{\n  \"note\": [1.10, \"ü\"]\n}", TestName = "Laid out in lines")]
    public async Task Is_shown_as_it_is(string payload)
    {
        var row = await Write(Encoding.UTF8.GetBytes(payload));

        var shown = (await orders.Client.History(row.SagaId)).Single().GetProperty("payload").GetRawText();

        Assert.That(shown, Is.EqualTo(payload));
        await using var stream = await EventReader.Open(
            orders.Client.Http, "/orders/stream", $"{row.Seq - 1}");
        var told = (await stream.Next())!.Value.Data;
        Assert.That(told.GetProperty("orderId").GetGuid(), Is.EqualTo(row.SagaId));
        Assert.That(told.GetProperty("payload").GetRawText(), Is.EqualTo(payload));
    }

    [Test]
    public async Task Is_shown_without_what_is_no_text()
    {
        var row = await Write([.. "{\"note\":\""u8, 0xFF, .. "\"}"u8]);

        var shown = (await orders.Client.History(row.SagaId)).Single().GetProperty("payload").GetRawText();

        Assert.That(shown, Is.EqualTo("{\"note\":\"\uFFFD\"}"));
    }

    private async Task<SagaHistoryRow> Write(byte[] payload)
    {
        var row = HistoryDatabase.Row() with { Payload = payload };
        await HistoryDatabase.Write(orders.Services.GetRequiredService<Database<OrdersDbContext>>(), row);
        return row;
    }
}
