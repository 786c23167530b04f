using System.Text.Json;

namespace Tests.Journey.Api;

/// <summary>The process tells what it looks like.</summary>
[Category("Integration")]
internal sealed class Definition
{
    [Test]
    public async Task Has_the_states_the_events_and_the_ways_between_them()
    {
        var definition = await Installation.Orders.Get("/saga/definition");

        Assert.That(Names(definition, "states", "name"), Is.EqualTo(
        [
            "Initial", "AwaitingPaymentAndStock", "AwaitingPayment", "AwaitingStock", "Confirmed", "Undoing",
            "NeedsAttention", "Cancelled",
        ]));
        Assert.That(
            definition.GetProperty("states").EnumerateArray()
                .Where(state => state.GetProperty("isFinal").GetBoolean())
                .Select(state => state.GetProperty("name").GetString()),
            Is.EqualTo(["Confirmed", "Cancelled"]));
        Assert.That(
            definition.GetProperty("events").EnumerateArray().Select(name => name.GetString()),
            Does.Contain("PaymentCompleted").And.Contain("StepDeadline.Received"));
        Assert.That(
            definition.GetProperty("transitions").EnumerateArray().Select(way =>
                $"{way.GetProperty("from")} {way.GetProperty("event")} {way.GetProperty("to")}"),
            Is.EquivalentTo(
            [
                "Initial OrderCreated Cancelled",
                "Initial OrderCreated AwaitingPaymentAndStock",
                "AwaitingPaymentAndStock PaymentCompleted AwaitingStock",
                "AwaitingPaymentAndStock StockReserved AwaitingPayment",
                "AwaitingPayment PaymentCompleted Confirmed",
                "AwaitingStock StockReserved Confirmed",
                .. Undo("AwaitingPaymentAndStock", "PaymentCompleted", "PaymentFailed", "StockRejected"),
                .. Undo("AwaitingPayment", "PaymentCompleted", "PaymentFailed"),
                .. Undo("AwaitingStock", "StockRejected"),
                .. new[] { "PaymentRefunded", "RefundWaived", "StockReleased", "OperatorActed" }.SelectMany(name =>
                    new[] { $"Undoing {name} Cancelled", $"NeedsAttention {name} Cancelled" }),
                "Undoing UndoDeadline.Received NeedsAttention",
                "NeedsAttention OperatorActed Undoing",
            ]));
    }

    private static IEnumerable<string> Undo(string state, params string[] events) =>
        events.Concat(["CancellationRequested", "OperatorActed", "StepDeadline.Received"])
            .Select(name => $"{state} {name} Undoing");

    private static IEnumerable<string?> Names(JsonElement definition, string list, string member) =>
        definition.GetProperty(list).EnumerateArray().Select(item => item.GetProperty(member).GetString());
}
