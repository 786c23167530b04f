using Messaging;

namespace Tests.Messaging;

[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OffsetsAreCommittedInOrder
{
    private readonly OffsetTracker offsets = new();

    [Test]
    public void Nothing_is_committed_before_anything_is_done()
    {
        offsets.TryBegin(10);

        Assert.That(offsets.Committable, Is.Null);
    }

    [Test]
    public void The_offset_to_commit_is_the_one_behind_the_last_message_that_is_done()
    {
        Begin(10, 11, 12);

        Finish(10, 11);

        Assert.That(offsets.Committable, Is.EqualTo(12));
    }

    [Test]
    public void A_message_that_is_not_done_holds_back_those_behind_it()
    {
        Begin(10, 11, 12, 13);

        Finish(10, 12, 13);

        Assert.That(offsets.Committable, Is.EqualTo(11));
    }

    [Test]
    public void Once_it_is_done_everything_behind_it_is_committed_at_once()
    {
        Begin(10, 11, 12, 13, 14);
        Finish(13, 11, 12);
        Assert.That(offsets.Committable, Is.Null);

        Finish(10);

        Assert.That(offsets.Committable, Is.EqualTo(14));
    }

    [Test]
    public void Offsets_may_have_gaps_as_transactions_and_compaction_leave_them()
    {
        Begin(10, 17, 40);

        Finish(17, 10);
        Assert.That(offsets.Committable, Is.EqualTo(18));

        Finish(40);
        Assert.That(offsets.Committable, Is.EqualTo(41));
    }

    [Test]
    public void Nothing_is_committed_twice()
    {
        Begin(10, 11);
        Finish(10);

        offsets.Committed(offsets.Committable!.Value);
        Assert.That(offsets.Committable, Is.Null);

        Finish(11);
        Assert.That(offsets.Committable, Is.EqualTo(12));
    }

    [Test]
    public void Offset_0_counts_like_any_other()
    {
        Begin(0);

        Finish(0);

        Assert.That(offsets.Committable, Is.EqualTo(1));
    }

    [Test]
    public void Messages_that_are_done_behind_a_gap_do_not_count_as_unfinished()
    {
        Begin(10, 11, 12);

        Finish(11, 12);

        Assert.That(offsets.Unfinished, Is.EqualTo(1));
    }

    [Test]
    public void What_is_behind_the_last_message_and_is_none_is_done_with_it()
    {
        Begin(10, 11);
        offsets.ReachEnd(14);
        Finish(10);
        Assert.That(offsets.Committable, Is.EqualTo(11));

        Finish(11);

        Assert.That(offsets.Committable, Is.EqualTo(14));
    }

    [Test]
    public void The_end_of_a_partition_that_holds_nothing_more_is_committed()
    {
        offsets.ReachEnd(14);

        Assert.That(offsets.Committable, Is.EqualTo(14));
    }

    [Test]
    public void An_offset_that_was_read_before_is_another_log_s()
    {
        Begin(10, 11);

        Assert.That(offsets.TryBegin(11), Is.False);
        Assert.That(offsets.TryBegin(3), Is.False);
        Assert.That(offsets.TryBegin(12), Is.True);
    }

    /// <summary>The model: an offset is committable when no smaller one that was begun is open.</summary>
    [Test]
    public void Whatever_the_order_it_agrees_with_a_naive_model([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var begun = new List<long>();
        var open = new SortedSet<long>();
        long next = random.Next(5);
        long committed = -1;
        for (var step = 0; step < 400; step++)
        {
            switch (random.Next(5))
            {
                case < 2:
                    offsets.TryBegin(next);
                    begun.Add(next);
                    open.Add(next);
                    next += random.Next(4) == 0 ? random.Next(1, 9) : 1;
                    break;

                case < 4 when open.Count > 0:
                    var done = open.ElementAt(random.Next(Math.Min(open.Count, 6)));
                    open.Remove(done);
                    offsets.Finish(done);
                    break;

                case 4 when offsets.Committable is { } offset:
                    offsets.Committed(offset);
                    committed = offset;
                    break;
            }

            var doneInOrder = begun.TakeWhile(offset => !open.Contains(offset)).ToList();
            long? expected = doneInOrder.Count > 0 && doneInOrder[^1] + 1 > committed ? doneInOrder[^1] + 1 : null;
            Assert.That(
                (offsets.Committable, offsets.Unfinished),
                Is.EqualTo((expected, open.Count)),
                $"seed {seed}, step {step}");
        }
    }

    private void Begin(params long[] begun) =>
        Array.ForEach(begun, offset => Assert.That(offsets.TryBegin(offset), Is.True));

    private void Finish(params long[] finished) => Array.ForEach(finished, offsets.Finish);
}
