using Messaging;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WhatTheDeadHaveLeft : IDisposable
{
    private readonly Guid[] dead = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
    private readonly TestDatabase database;

    public WhatTheDeadHaveLeft(Engine engine) => database = new TestDatabase(engine);
    private readonly ScriptedSender sender = new();

    /// <summary>A whole deployment that was killed is adopted sweep by sweep.</summary>
    [Test]
    public async Task Is_sent_though_more_of_them_are_adopted_while_it_is_read()
    {
        for (var i = 0; i < dead.Length; i++)
            database.WriteOutbox(OutboxMessages.Of(dead[i], 10 * i + 1, 3));
        using var delivery = new TestDelivery(database, sender);
        delivery.OnOpen = () => delivery.Adopt(dead[2]);

        delivery.Adopt(dead[0], dead[1]);

        await Eventually.Holds(() => sender.Sent().Count == 9, "all that they have left is sent");
        Assert.That(sender.Sent(), Is.EquivalentTo(new[] { 1, 2, 3, 11, 12, 13, 21, 22, 23 }));
    }

    [Test]
    public async Task Is_sent_once_though_they_are_adopted_twice()
    {
        database.WriteOutbox(OutboxMessages.Of(dead[0], 1, 3));
        using var delivery = new TestDelivery(database, sender);

        delivery.Adopt(dead[0], dead[0]);
        delivery.HandOver(OutboxMessages.Of(Guid.NewGuid(), 9, 1));

        await Eventually.Holds(() => sender.Sent().Count >= 4, "all of it is sent");
        sender.Report(FlightState.Arrived);
        await Task.Run(() => delivery.Stop(TimeSpan.FromSeconds(15))).InTime();
        Assert.That(sender.Sent(), Is.EquivalentTo(new[] { 1, 2, 3, 9 }));
    }

    /// <summary>A driver lets through what a socket says.</summary>
    [Test]
    public async Task Is_sent_though_reading_it_fails_in_ways_that_are_no_database_s()
    {
        database.WriteOutbox(OutboxMessages.Of(dead[0], 1, 3));
        using var delivery = new TestDelivery(database, sender);
        var opened = 0;
        delivery.OnOpen = () =>
        {
            if (opened++ == 0)
                throw new IOException("Unable to read data from the transport connection.");
        };

        delivery.Adopt(dead[0]);

        await Eventually.Holds(() => sender.Sent().Count == 3, "it is read again");
    }

    public void Dispose() => database.Dispose();
}
