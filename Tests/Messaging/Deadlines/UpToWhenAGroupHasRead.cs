using Messaging;

namespace Tests.Messaging;

[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UpToWhenAGroupHasRead
{
    private static readonly DateTime Noon = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);
    private readonly Progress payments = new("payments");
    private readonly Progress inventory = new("inventory");
    private readonly ReadMark mark;

    public UpToWhenAGroupHasRead() => mark = new ReadMark([payments, inventory]);

    [Test]
    public void Nothing_is_known_before_it_was_looked() => Assert.That(mark.ReadUpTo, Is.Null);

    [Test]
    public void Empty_topics_are_read_up_to_now() => Assert.That(Look(0), Is.EqualTo(Noon));

    [Test]
    public void With_all_done_it_is_now()
    {
        (payments.End, payments.Finished) = ([3, 5], [3, 5]);

        Assert.That(Look(0), Is.EqualTo(Noon));
    }

    [Test]
    public void One_unread_record_anywhere_holds_it()
    {
        (payments.End, payments.Finished) = ([3, 5], [3, 5]);
        Look(0);

        (inventory.End, inventory.Finished) = ([0, 1], [0, 0]);

        Assert.That(Look(1), Is.EqualTo(Noon));
    }

    [Test]
    public void It_is_the_last_moment_whose_records_are_all_done()
    {
        (payments.End, payments.Finished) = ([3, 5], [0, 0]);
        Look(0);
        payments.End = [4, 5];
        Look(1);
        payments.End = [9, 9];
        payments.Finished = [4, 8];

        Assert.That(Look(2), Is.EqualTo(Noon.AddSeconds(1)));
    }

    /// <summary>Nothing that was read by a time that has not come says what is read when it comes.</summary>
    [Test]
    public void A_clock_that_was_ahead_leaves_nothing_behind()
    {
        (payments.End, payments.Finished) = ([3, 5], [3, 5]);
        Look(3600);
        payments.End = [4, 5];
        Look(3601);

        Assert.That(Look(1), Is.Null);
        payments.Finished = [4, 5];
        Assert.That(Look(2), Is.EqualTo(Noon.AddSeconds(2)));
    }

    [Test]
    public void It_never_goes_back()
    {
        Look(5);
        payments.End = [1, 0];

        Assert.That(Look(6), Is.EqualTo(Noon.AddSeconds(5)));
    }

    [Test]
    public void On_a_topic_that_was_wiped_only_what_is_on_it_now_counts()
    {
        (payments.End, payments.Finished) = ([1_000, 1_000], [0, 0]);
        Look(0);
        Assert.That(mark.ReadUpTo, Is.Null);

        (payments.End, payments.Finished) = ([2, 0], [2, 0]);

        Assert.That(Look(1), Is.EqualTo(Noon.AddSeconds(1)));
    }

    [Test]
    public void A_broker_that_does_not_answer_leaves_it_where_it_is()
    {
        Look(0);
        payments.IsAway = true;

        Assert.That(() => Look(1), Throws.InstanceOf<TimeoutException>());
        Assert.That(mark.ReadUpTo, Is.EqualTo(Noon));
    }

    [Test]
    public void A_group_that_is_behind_for_hours_is_noticed_when_it_has_caught_up()
    {
        (payments.End, payments.Finished) = ([1, 0], [0, 0]);
        for (var second = 0; second < 1_000; second++)
        {
            payments.End = [second + 1, 0];
            Look(second);
        }

        payments.Finished = [1, 0];
        Assert.That(Look(1_000), Is.EqualTo(Noon), "the oldest sample is never forgotten");
        payments.Finished = [1_000, 0];
        Assert.That(Look(1_001), Is.EqualTo(Noon.AddSeconds(1_001)));
    }

    private DateTime? Look(int second)
    {
        mark.Look(Noon.AddSeconds(second));
        return mark.ReadUpTo;
    }

    private sealed class Progress(string topic) : IReadProgress
    {
        public long[] End { get; set; } = [0, 0];

        public long[] Finished { get; set; } = [0, 0];

        public bool IsAway { get; set; }

        public IReadOnlyList<KeyValuePair<(string Topic, int Partition), long>> Ends() =>
            IsAway ? throw new TimeoutException() : Of(End);

        public IReadOnlyList<KeyValuePair<(string Topic, int Partition), long>> Done() => Of(Finished);

        private List<KeyValuePair<(string Topic, int Partition), long>> Of(long[] offsets) =>
            [.. offsets.Select((offset, partition) => KeyValuePair.Create((topic, partition), offset))];
    }
}
