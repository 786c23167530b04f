namespace Tests.Faults;

/// <summary>
/// Two instances of each service and orders that nothing holds up but what becomes of the instances. How long the
/// longest of them takes is how long a partition was nobody's.
/// </summary>
[Category("Kafka")]
[Category("PostgreSql")]
[NonParallelizable]
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

    /// <summary>A group waits 10 s for a member's sign of life, and its rows 9 s for their owner's.</summary>
    [Test]
    public async Task While_a_killed_member_is_missed([ValueSource(nameof(Programs))] string program)
    {
        var longest = await Longest(() => services.Kill(program, instance: 1));
        await services.StartOne(program, instance: 1);

        Assert.That(longest, Is.LessThan(TimeSpan.FromSeconds(15)));
    }

    [Test]
    public async Task While_members_join_and_leave([ValueSource(nameof(Programs))] string program)
    {
        var longest = await Longest(async () =>
        {
            await services.StartOne(program, instance: 2);
            await services.Stop(program, instance: 1);
            await services.StartOne(program, instance: 1);
            await services.Stop(program, instance: 2);
        });

        Assert.That(longest, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    /// <summary>Submits orders until what was begun meanwhile is over and has had its effect.</summary>
    private async Task<TimeSpan> Longest(Func<Task> change)
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
        var (longest, longestId) = (TimeSpan.Zero, Guid.Empty);
        foreach (var id in ids)
        {
            var order = await services.Orders().WaitForStatus(id, "confirmed");
            var took = order.GetProperty("endedAt").GetDateTime() - order.GetProperty("createdAt").GetDateTime();
            if (took > longest)
                (longest, longestId) = (took, id);
        }

        TestContext.Out.WriteLine($"{ids.Count} orders, the longest took {longest.TotalSeconds:0.00} s:");
        foreach (var step in await services.Orders().History(longestId))
            TestContext.Out.WriteLine($"{step.GetProperty("at")} {step.GetProperty("type")}");
        return longest;
    }
}
