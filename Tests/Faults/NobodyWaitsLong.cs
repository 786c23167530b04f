using System.Diagnostics;

namespace Tests.Faults;

/// <summary>
/// Two instances of each service and orders that nothing holds up but what becomes of the instances. How long the
/// longest of them takes is how long a partition was nobody's.
/// </summary>
[Category("Kafka")]
[Category("PostgreSql")]
[Category("Faults")]
[Category("Alone")]
internal sealed class NobodyWaitsLong
{
    private static readonly string[] Programs = ["Orders.Saga", "Payments.Worker", "Inventory.Worker"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private FourServices services;

    [OneTimeSetUp]
    public async Task Given_two_instances_of_each_service() =>
        services = await FourServices.Start(KafkaCluster.Shared, PostgresServer.Shared, instances: 2);

    [OneTimeTearDown]
    public async Task Stop() => await (services?.DisposeAsync() ?? default);

    /// <summary>
    /// A group waits 6 s for a member's sign of life, twice where the member is killed while the group is divided, and
    /// its rows 9 s for their owner's.
    /// </summary>
    [Test]
    public async Task While_a_killed_member_is_missed([ValueSource(nameof(Programs))] string program)
    {
        var (longest, silence) = await Longest(() => services.Kill(program, instance: 1));
        await services.StartOne(program, instance: 1);

        Assert.That(silence, Is.LessThan(TimeSpan.FromSeconds(13)));
        Assert.That(longest, Is.LessThan(TimeSpan.FromSeconds(15)), "of all its steps together");
    }

    /// <summary>The service with the most topics: each of its processes is three members of its group.</summary>
    [Test]
    public async Task While_members_join_and_leave()
    {
        const string program = "Orders.Saga";
        var (longest, _) = await Longest(async () =>
        {
            await services.StartOne(program, instance: 2);
            Assert.That(await services.Stop(program, instance: 1), Is.Zero);
            await services.StartOne(program, instance: 1);
            Assert.That(await services.Stop(program, instance: 2), Is.Zero);
        });

        Assert.That(longest, Is.LessThan(TimeSpan.FromSeconds(15)));
    }

    /// <summary>A process every few seconds, so that the group is hardly ever at rest.</summary>
    [Test]
    [Category("Soak")]
    public async Task While_members_join_and_leave_for_two_minutes()
    {
        const string program = "Orders.Saga";
        var changes = 0;
        var (longest, _) = await Longest(async () =>
        {
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(2); changes += 2)
            {
                await services.StartOne(program, instance: 2);
                Assert.That(await services.Stop(program, instance: 2), Is.Zero);
            }
        });

        TestContext.Out.WriteLine($"{changes} changes");
        Assert.That(changes, Is.AtLeast(20));
        Assert.That(longest, Is.LessThan(TimeSpan.FromSeconds(15)));
    }

    /// <summary>
    /// Submits orders until what was begun meanwhile is over and has had its effect. Answers how long the longest took,
    /// and how long nothing was heard of one.
    /// </summary>
    private async Task<(TimeSpan Longest, TimeSpan Silence)> Longest(Func<Task> change)
    {
        var ids = new List<Guid>();
        var changing = Task.Run(change);
        var until = DateTime.MaxValue;
        while (DateTime.UtcNow < until)
        {
            ids.Add(await services.Orders().Submit());
            await Task.Delay(Pause);
            if (changing.IsCompleted && until == DateTime.MaxValue)
                until = DateTime.UtcNow.AddSeconds(2);
        }

        await changing;
        var (longest, silence) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var id in ids)
        {
            await services.Orders().WaitForStatus(id, "confirmed");
            var steps = (await services.Orders().History(id))
                .Select(step => step.GetProperty("at").GetDateTime()).Order().ToList();
            var gap = steps.Zip(steps.Skip(1), (earlier, later) => later - earlier).Max();
            (longest, silence) = (Longer(longest, steps[^1] - steps[0]), Longer(silence, gap));
        }

        await services.AllEnded();
        TestContext.Out.WriteLine(
            $"{ids.Count} orders; the longest took {longest.TotalSeconds:0.00} s, "
            + $"the longest silence {silence.TotalSeconds:0.00} s");
        return (longest, silence);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
