using Contracts;
using Orders.Api;
using Orders.Data;
using Orders.Testing;

namespace Tests.Saga;

/// <summary>
/// What an operator is told beforehand of an act is what the state machine then does: in every situation, every act.
/// </summary>
[Category("Unit")]
internal sealed class WhatAnActDoes
{
    private static readonly (string Action, string? Step)[] Acts =
    [
        ("retry", null), ("retry", "payment"), ("retry", "stock"), ("resolve", "payment"), ("resolve", "stock"),
        ("cancel", null),
    ];

    private static IEnumerable<TestCaseData> Walk() =>
        from situation in EveryStateAnswersEveryEvent.Situations.Keys
        from act in Acts
        select new TestCaseData(situation, act.Action, act.Step)
            .SetArgDisplayNames(situation, $"{act.Action} {act.Step}".TrimEnd());

    [TestCaseSource(nameof(Walk))]
    public async Task It_is_what_was_said(string situation, string action, string? step)
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.AcceptUnread();
        await EveryStateAnswersEveryEvent.Situations[situation](harness, order);
        var saga = await harness.State(order);
        var before = Situation.Of(saga);
        var sent = harness.Outbox.Count;

        var preview = Preview.Of(action, step, before);
        await harness.Deliver(Say.Operator(order, action, step));
        if (saga is null)
        {
            // Asked for again, until the saga that has begun meanwhile applies it.
            await harness.Deliver<OrderCreated>();
            sent = harness.Outbox.Count;
            await harness.Deliver(Say.Operator(order, action, step));
        }

        var after = Situation.Of(await harness.State(order));
        var messages = harness.Outbox.Skip(sent).Select(message => message.TypeName).ToList();
        if (preview.Refusal is null)
        {
            Assert.That(after, Is.EqualTo(preview.After));
            Assert.That(messages, Is.EqualTo(preview.Messages));
        }
        else if (saga is not null)
        {
            Assert.That(after with { State = null }, Is.EqualTo(before with { State = null }), preview.Refusal);
            Assert.That(OrderStatuses.Of(after.State), Is.EqualTo(OrderStatuses.Of(before.State)), preview.Refusal);
        }
    }

    [TestCase("no saga", "cancel", null, true)]
    [TestCase("no saga", "retry", null, false)]
    [TestCase("AwaitingPayment", "retry", "payment", true)]
    [TestCase("AwaitingPayment", "retry", "stock", false)]
    [TestCase("AwaitingPayment", "resolve", "payment", false)]
    [TestCase("Confirmed", "cancel", null, false)]
    [TestCase("Undoing the payment", "retry", "stock", false)]
    [TestCase("NeedsAttention for the payment", "resolve", "payment", true)]
    [TestCase("NeedsAttention for the payment", "resolve", "stock", false)]
    [TestCase("Cancelled", "retry", null, false)]
    public async Task Only_what_can_do_something_is_allowed(
        string situation, string action, string? step, bool isAllowed)
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.AcceptUnread();
        await EveryStateAnswersEveryEvent.Situations[situation](harness, order);

        var preview = Preview.Of(action, step, Situation.Of(await harness.State(order)));

        Assert.That(preview.Refusal is null, Is.EqualTo(isAllowed), preview.Refusal);
    }
}
