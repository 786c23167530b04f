using Orders.Data;

namespace Tests.Streaming;

/// <summary>
/// What was passed over is asked for again: all of it, and nothing else, for as long as it may still come.
/// </summary>
[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class NumbersThatAreMissing
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly SeqGaps gaps = new(Limit);

    [Test]
    public void There_are_none_among_numbers_in_a_row()
    {
        gaps.Pass(0, [1, 2, 3], At(0));
        gaps.Pass(3, [], At(1));
        gaps.Pass(3, [4], At(2));

        Assert.That(gaps.Ranges, Is.Empty);
    }

    [Test]
    public void Are_those_between_two_that_were_read_and_between_two_readings()
    {
        gaps.Pass(10, [11, 13, 20], At(0));
        gaps.Pass(20, [23], At(1));

        Assert.That(gaps.Ranges, Is.EqualTo([Range(12, 12), Range(14, 19), Range(21, 22)]));
    }

    [TestCase(14, 15, 19)]
    [TestCase(19, 14, 18)]
    public void Are_fewer_when_one_at_the_edge_has_come(long number, long first, long last)
    {
        gaps.Pass(13, [20], At(0));

        Assert.That(gaps.Take(number));

        Assert.That(gaps.Ranges, Is.EqualTo([Range(first, last)]));
    }

    [Test]
    public void Are_two_ranges_when_one_in_the_middle_has_come()
    {
        gaps.Pass(13, [20, 22], At(0));

        Assert.That(gaps.Take(16));

        Assert.That(gaps.Ranges, Is.EqualTo([Range(14, 15), Range(17, 19), Range(21, 21)]));
    }

    [Test]
    public void Are_missing_no_more_when_they_have_come()
    {
        gaps.Pass(13, [15], At(0));

        Assert.That(gaps.Take(14));

        Assert.That(gaps.Take(14), Is.False);
        Assert.That(gaps.Take(15), Is.False, "it never was");
        Assert.That(gaps.Ranges, Is.Empty);
    }

    [Test]
    public void Are_forgotten_each_in_its_own_time_also_what_is_left_of_a_range()
    {
        gaps.Pass(0, [5], At(0));
        gaps.Take(2);
        gaps.Pass(5, [7], At(1));

        gaps.Forget(Limit - TimeSpan.FromTicks(1));
        Assert.That(gaps.Ranges, Is.EqualTo([Range(1, 1), Range(3, 4), Range(6, 6)]));
        gaps.Forget(Limit);
        Assert.That(gaps.Ranges, Is.EqualTo([Range(6, 6)]));
        gaps.Forget(Limit + At(1));
        Assert.That(gaps.Ranges, Is.Empty);
    }

    [Test]
    public void Are_no_more_than_one_statement_can_ask_for()
    {
        gaps.Pass(0, Enumerable.Range(1, SeqGaps.Most + 2).Select(number => 2L * number), At(0));

        Assert.That(gaps.Ranges, Has.Count.EqualTo(SeqGaps.Most));
        Assert.That(gaps.Ranges[0], Is.EqualTo(Range(5, 5)), "the oldest are given up");
    }

    [Test]
    public void Are_all_found_once_whatever_the_order_in_which_they_come([Range(1, 20)] int seed)
    {
        // Given numbers of which each comes to light some readings late, and some never do
        var random = new Random(seed);
        var visibleAt = Enumerable.Range(1, 400).ToDictionary(
            number => (long)number, number => number + (random.Next(3) == 0 ? random.Next(60) : 0));
        var never = visibleAt.Keys.Where(_ => random.Next(10) == 0).ToHashSet();

        // When they are read on and on
        var (found, position) = (new List<long>(), 0L);
        for (var now = 0; now < 600; now++)
        {
            var visible = visibleAt.Where(pair => pair.Value <= now && !never.Contains(pair.Key))
                .Select(pair => pair.Key).Order().ToList();
            found.AddRange(visible.Where(gaps.Take));
            var next = visible.Where(number => number > position).ToList();
            gaps.Pass(position, next, At(0));
            found.AddRange(next);
            position = next.Count > 0 ? next[^1] : position;
        }

        // Then each was found once
        Assert.That(found.Order(), Is.EqualTo(visibleAt.Keys.Except(never).Order()));
    }

    private static TimeSpan At(int second) => TimeSpan.FromSeconds(second);

    private static SeqRange Range(long first, long last) => new(first, last);
}
