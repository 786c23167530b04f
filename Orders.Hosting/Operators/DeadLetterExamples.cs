using Messaging;

namespace Orders.Hosting;

/// <summary>A dead letter, for people who read the descriptions.</summary>
internal static class DeadLetterExamples
{
    public const string ActionId = "replay-4711";

    private static readonly DateTime At = new(2025, 8, 20, 9, 53, 28, 12, DateTimeKind.Utc);

    public static Guid Id { get; } = new("5f0c8a52-9d1e-8b7a-a0c4-2e6f7d3b1944");

    public static Guid OrderId { get; } = new("0198c7a4-52d0-7c3e-9f1b-6a2d4e8f0b17");

    public static DeadLetterView Open { get; } = new(
        Id, "orders-saga", DeadLetterReasons.RetriesExhausted, "System.TimeoutException",
        "The database did not answer.", 10, "payments.payment_completed.v1",
        new("0198c7a4-5ba0-7c11-9d3f-6b8e0a2c4d55"), OrderId, "payments.events", 3,
        1042, At.AddMilliseconds(-761), At, DeadLetterStatuses.Open, 0, null, null, null, null, null,
        new DeadLetterLinks($"/ops/dead-letters/{Id}"));

    public static WholeDeadLetterView Whole { get; } = new(Open)
    {
        StackTrace = "   at Orders.Saga.OrderStateMachine…",
        Key = new BytesView($"{OrderId}", null),
        Headers = [new("ce_id", $"{Open.MessageId}", null), new("ce_type", Open.Type, null)],
        Body = new BytesView(
            $$"""{"orderId":"{{OrderId}}","paymentId":"0198c7a4-5b9e-7a40-8c65-2f7d91e3ac08","amountMinor":6100,"""
            + "\"currency\":\"EUR\"}",
            null),
    };

    public static DeadLettersView Page { get; } = new(
        [Open],
        [new(Open.Group, Open.Reason, Open.ExceptionType, Open.Type, 1, At, At)],
        null);

    public static DeadLetterRequest LookFirst { get; } = new(
        null, null, Filter(DeadLetterReasons.RetriesExhausted), null, null, true);

    public static DeadLetterRequest ByFilter { get; } = new(
        ActionId, null, Filter(DeadLetterReasons.RetriesExhausted), "the database is back", 1, null);

    public static DeadLetterRequest ById { get; } = new(null, [Id], null, "the order was settled by hand", null, null);

    public static DeadLetterActView Replayed { get; } = new(
        ActionId, "replay", false, 1, 1, 0, [Id], [], "1 dead letters are sent to their topics again.");

    public static DeadLetterActView Discarded { get; } = Replayed with
    {
        ActionId = "0198c7b0-11c2-7f3d-8a4e-5c6b7d8e9f00",
        Action = "discard",
        Detail = "1 dead letters are discarded.",
    };

    private static DeadLetterSelection Filter(string reason) =>
        new(null, reason, null, null, null, null, null, null, DeadLetterStatuses.Open);
}
