using Contracts;
using Orders.Testing;

namespace Tests.Saga;

/// <summary>The time that passes in it is nobody's to answer in.</summary>
[Category("Unit")]
public class AnOutageDuringAnUndo
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Its records may be gone, as they are on the embedded broker.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public async Task Of_days_has_it_asked_for_again_before_a_person_looks(bool loseRecords)
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await UndoIsSlow.PaidAndRejected(harness);
        var before = harness.Outbox.Count;

        harness.Clock.Advance(TimeSpan.FromDays(3));
        await (loseRecords ? harness.LoseRecords() : harness.FireDue());

        Assert.That(harness.ProducedSince(before), Is.EqualTo(new[] { new RefundPayment(order, "out_of_stock") }));
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Undoing"));

        await harness.Advance(Minute);
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("NeedsAttention"));
    }

    [Test]
    public async Task Records_that_are_lost_once_more_after_it_have_it_asked_for_once_more()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await UndoIsSlow.PaidAndRejected(harness);
        harness.Clock.Advance(TimeSpan.FromDays(3));
        await harness.LoseRecords();
        var before = harness.Outbox.Count;

        harness.Clock.Advance(TimeSpan.FromSeconds(20));
        await harness.LoseRecords();

        Assert.That(harness.ProducedSince(before), Is.EqualTo(new[] { new RefundPayment(order, "out_of_stock") }));
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Undoing"));
    }

    [Test]
    public async Task Though_each_asking_comes_an_hour_late_a_person_looks_after_a_day()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await UndoIsSlow.PaidAndRejected(harness);

        for (var hour = 0; hour <= 24; hour++)
        {
            Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Undoing"), $"{hour} h");
            harness.Clock.Advance(TimeSpan.FromHours(1) + Minute);
            await harness.FireDue();
        }

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("NeedsAttention"));
    }

    [Test]
    public async Task Neither_an_outage_nor_lost_records_call_a_person()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await UndoIsSlow.PaidAndRejected(harness);
        await harness.Advance(29 * Minute);

        await harness.LoseRecords();
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Undoing"));
        harness.Clock.Advance(TimeSpan.FromHours(2));
        await harness.FireDue();
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Undoing"), "it is asked once more instead");
        await harness.Advance(Minute);

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("NeedsAttention"));
    }
}
