using Messaging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Tests.Messaging;

/// <summary>The embedded broker keeps 5 MB a partition and drops the oldest, read or not.</summary>
[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SendingAheadOfTheReaders
{
    private const int Key = 36;
    private const int Value = 100_000;
    private readonly SendAhead ahead = new();

    [Test]
    public void It_stops_well_before_the_broker_overflows()
    {
        ahead.AddReader("topic", "group");

        var sent = SendAll("topic");

        Assert.That(sent * Value, Is.InRange(2_500_000, 4_000_000));
    }

    [Test]
    public void It_goes_on_when_the_readers_have_read()
    {
        ahead.AddReader("topic", "group");
        SendAll("topic");

        ahead.Read("topic", "group", Key, Value);
        ahead.Read("topic", "group", Key, Value);

        Assert.That(SendAll("topic"), Is.EqualTo(2));
    }

    [Test]
    public void The_slowest_of_several_groups_counts()
    {
        ahead.AddReader("topic", "fast");
        ahead.AddReader("topic", "slow");
        var sent = SendAll("topic");

        for (var n = 0; n < sent; n++)
            ahead.Read("topic", "fast", Key, Value);

        Assert.That(SendAll("topic"), Is.Zero);
    }

    [Test]
    public void Each_topic_has_a_bound_of_its_own()
    {
        ahead.AddReader("topic", "group");
        ahead.AddReader("other", "group");
        SendAll("topic");

        Assert.That(SendAll("other"), Is.Positive);
    }

    [Test]
    public void A_topic_that_nobody_reads_is_not_held_back() =>
        Assert.That(SendAll("topic", most: 1_000), Is.EqualTo(1_000));

    [Test]
    public void What_was_not_sent_after_all_does_not_count()
    {
        ahead.AddReader("topic", "group");
        SendAll("topic");

        ahead.Revoke("topic", Key, Value);

        Assert.That(SendAll("topic"), Is.EqualTo(1));
    }

    [Test]
    [Category("Integration")]
    public void Nor_does_what_the_broker_refuses()
    {
        var options = Options.Create(new KafkaOptions());
        using var connection = new KafkaConnection(options, LedgerMessages.Catalogue);
        using var producer = new KafkaProducer(connection, NullLogger<KafkaProducer>.Instance);
        var states = new List<FlightState>();
        var tooLarge = WireFormat.Write(
            LedgerMessages.Deposited, new Deposited(Guid.NewGuid(), 1, new string('x', 2_000_000)), Cause.None, DateTime.UtcNow);
        producer.TrySend(0, tooLarge, (state, _) => states.Add(state));
        connection.SendAhead!.AddReader(tooLarge.Topic, "group");

        for (var n = 0; n < 4; n++)
            Assert.That(producer.TrySend(0, tooLarge, (state, _) => states.Add(state)), Is.True);

        Assert.That(states, Is.All.EqualTo(FlightState.Refused));
    }

    private int SendAll(string topic, int most = 100_000)
    {
        var sent = 0;
        while (sent < most && ahead.TrySend(topic, Key, Value))
            sent++;
        return sent;
    }
}
