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

        Assert.That(sent * Value, Is.InRange(2_000_000, 2_500_000));
    }

    [Test]
    public void It_goes_on_when_the_readers_have_read()
    {
        ahead.AddReader("topic", "group");
        SendAll("topic");

        Took("group", offset: 0);
        Took("group", offset: 1);

        Assert.That(SendAll("topic"), Is.EqualTo(2));
    }

    [Test]
    public void The_slowest_of_several_groups_counts()
    {
        ahead.AddReader("topic", "fast");
        ahead.AddReader("topic", "slow");
        var sent = SendAll("topic");

        for (var n = 0; n < sent; n++)
            Took("fast", offset: n);

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

        ahead.Report("topic", Key, Value, hasArrived: false);

        Assert.That(SendAll("topic"), Is.EqualTo(1));
    }

    [Test]
    public void What_has_arrived_counts_until_it_is_read()
    {
        ahead.AddReader("topic", "group");
        var sent = SendAll("topic");

        for (var n = 0; n < sent; n++)
            ahead.Report("topic", Key, Value, hasArrived: true);

        Assert.That(SendAll("topic"), Is.Zero);
    }

    [Test]
    public void What_is_read_again_counts_once()
    {
        ahead.AddReader("topic", "group");
        SendAll("topic");
        Took("group", offset: 0);
        Took("group", offset: 0);

        Assert.That(SendAll("topic"), Is.EqualTo(1));
    }

    [Test]
    public void What_a_producer_took_along_unreported_counts_no_more()
    {
        ahead.AddReader("topic", "group");
        var sent = SendAll("topic");

        ahead.ForgetUnreported();

        Assert.That(SendAll("topic"), Is.EqualTo(sent));
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
            LedgerMessages.Deposited, new Deposited(Guid.NewGuid(), 1, new string('x', 2_000_000)), Cause.None,
            DateTime.UtcNow);
        producer.TrySend(0, tooLarge, (state, _) => states.Add(state));
        connection.SendAhead!.AddReader(tooLarge.Topic, "group");

        for (var n = 0; n < 4; n++)
            Assert.That(producer.TrySend(0, tooLarge, (state, _) => states.Add(state)), Is.True);

        Assert.That(states, Is.All.EqualTo(FlightState.Refused));
    }

    private void Took(string group, long offset) => ahead.Took("topic", group, 0, offset, Key, Value);

    private int SendAll(string topic, int most = 100_000)
    {
        var sent = 0;
        while (sent < most && ahead.TrySend(topic, Key, Value))
            sent++;
        return sent;
    }
}
