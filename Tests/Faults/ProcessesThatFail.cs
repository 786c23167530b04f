namespace Tests.Faults;

/// <summary>
/// Two instances of each service on one Kafka and one PostgreSQL, and orders of mixed fates that keep coming while
/// something fails: every order that was accepted ends, and the books are right.
/// </summary>
[Category("Kafka")]
[Category("PostgreSql")]
[Category("Faults")]
internal sealed class ProcessesThatFail
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private FourServices services;

    [OneTimeSetUp]
    public async Task Given_two_instances_of_each_service() =>
        services = await FourServices.Start(KafkaCluster.Shared, PostgresServer.Shared, instances: 2);

    [OneTimeTearDown]
    public async Task Stop() => await (services?.DisposeAsync() ?? default);

    [Test]
    public Task Each_is_killed_in_turn() => Survive(async program =>
    {
        await services.Kill(program, instance: 1);
        await Fault.Lasts(TimeSpan.FromMilliseconds(500));
        await services.StartOne(program, instance: 1);
    });

    /// <summary>A rolling restart: nobody is answered that something is wrong.</summary>
    [Test]
    public async Task Each_is_stopped_in_turn()
    {
        var load = await Survive(async program =>
        {
            Assert.That(await services.Stop(program, instance: 1), Is.Zero);
            await services.StartOne(program, instance: 1);
        });

        Assert.That(load.Refused, Is.Empty);
    }

    /// <summary>
    /// Longer than a lease and a group's patience: the other takes over what it had and ends orders, and it comes back
    /// as a zombie that begins anew.
    /// </summary>
    [Test]
    public Task Each_is_frozen_in_turn() => Survive(async program =>
    {
        var adopted = services.Adopted(program);
        var zombie = services.Freeze(program, instance: 1);
        await services.Orders().WaitFor(
            $"{program} to be taken for dead", () => Task.FromResult(services.Adopted(program)),
            now => now > adopted, pause: TimeSpan.FromMilliseconds(250));
        foreach (var id in await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => services.Orders().Submit())))
            await services.Orders().WaitForStatus(id, "confirmed");

        zombie.Thaw();
        await services.Orders().WaitFor(
            $"{program} to begin anew", () => Task.FromResult(zombie.HasTold("beginning as a new one")),
            times => times > 0);
    });

    private async Task<MixedLoad> Survive(Func<string, Task> fail)
    {
        var load = new MixedLoad(number => services.Orders(number % 2));
        await load.While(
            async () =>
            {
                foreach (var program in FourServices.Programs)
                {
                    var before = load.Accepted.Count;
                    await fail(program);
                    await load.Until(before + 10);
                }
            },
            Pause);
        await services.AllEnded();
        var statuses = await load.Statuses(services.Orders());
        LedgerReader.Agrees(services.LedgerFolder, load, statuses);
        TopicReader.Agrees(KafkaCluster.Shared.BootstrapServers, services.TopicPrefix, statuses);
        return load;
    }
}
