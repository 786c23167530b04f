using Messaging;

namespace Tests.Messaging;

/// <summary>One topic's messages on their way out, whether they come from memory or are read from the outbox.</summary>
[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ALaneKeepsItsOrder
{
    private const int MostInMemory = 4_000;
    private static readonly Guid Us = new("00000000-0000-0000-0000-0000000000aa");
    private static readonly Guid Dead = new("00000000-0000-0000-0000-0000000000dd");

    private readonly List<NumberedMessage> outbox = [];
    private readonly Queue<Flight> flying = new();
    private readonly OutboxLane lane;
    private int reads;

    public ALaneKeepsItsOrder() => lane = new OutboxLane(OutboxMessages.Topic, (backlog, topic) =>
    {
        reads++;
        return [.. outbox
            .Where(row => row.Owner == backlog.Owner && row.Message.Topic == topic && row.Number > backlog.After)
            .OrderBy(row => row.Number)
            .Take(1_000)];
    });

    [Test]
    public void Fresh_messages_come_from_memory()
    {
        Commit(Us, 1, 100).ForEach(lane.HandOver);

        Assert.That(SendAll(), Is.EqualTo(Numbers(1, 100)));
        Assert.That(reads, Is.Zero);
    }

    [Test]
    public void The_next_message_stays_the_next_until_it_is_sent()
    {
        Commit(Us, 1, 2).ForEach(lane.HandOver);

        Assert.That(lane.TryPeek(out var first), Is.True);
        Assert.That(lane.TryPeek(out var again), Is.True);
        Assert.That((first.Number, again.Number), Is.EqualTo((1L, 1L)));
    }

    [Test]
    public void What_does_not_fit_into_memory_is_read_in_order_and_nothing_is_sent_twice_or_left_out()
    {
        Commit(Us, 1, 10_000).ForEach(lane.HandOver);

        Assert.That(SendAll(), Is.EqualTo(Numbers(1, 10_000)));
        Assert.That(reads, Is.Positive);
    }

    [Test]
    public void Memory_holds_no_more_than_its_bound_and_a_page()
    {
        Commit(Us, 1, 10_000).ForEach(lane.HandOver);

        var sent = SendWhatIsThere();

        Assert.That(sent, Is.EqualTo(Numbers(1, MostInMemory)), "the rest waits until something has arrived");
        Arrive(1);
        Assert.That(SendWhatIsThere(), Has.Count.InRange(1, 1_000));
    }

    [Test]
    public void A_row_that_was_read_before_it_was_handed_over_is_not_sent_again()
    {
        Commit(Us, 1, MostInMemory + 1).ForEach(lane.HandOver);
        var late = Commit(Us, MostInMemory + 2, 5);
        Assert.That(SendAll(), Is.EqualTo(Numbers(1, MostInMemory + 6)));

        late.ForEach(lane.HandOver);
        Commit(Us, MostInMemory + 7, 1).ForEach(lane.HandOver);

        Assert.That(SendAll(), Is.EqualTo(Numbers(MostInMemory + 7, 1)));
    }

    [Test]
    public void After_the_rush_messages_come_from_memory_again()
    {
        Commit(Us, 1, 10_000).ForEach(lane.HandOver);
        SendAll();
        reads = 0;

        Commit(Us, 10_001, 50).ForEach(lane.HandOver);

        Assert.That(SendAll(), Is.EqualTo(Numbers(10_001, 50)));
        Assert.That(reads, Is.Zero);
    }

    [Test]
    public void What_the_dead_have_left_is_read_in_order()
    {
        Commit(Dead, 1, 2_500);
        lane.Adopt(Dead);

        Assert.That(SendAll(), Is.EqualTo(Numbers(1, 2_500)));
    }

    [Test]
    public void Fresh_messages_do_not_wait_for_what_the_dead_have_left()
    {
        Commit(Dead, 1, 20_000);
        lane.Adopt(Dead);
        Commit(Us, 200_001, 10_000).ForEach(lane.HandOver);

        var sent = new List<long>();
        while (sent.Count < 22_000)
        {
            sent.AddRange(SendWhatIsThere());
            Arrive(flying.Count);
        }

        Assert.That(sent.Where(number => number > 200_000), Is.EqualTo(Numbers(200_001, 10_000)));
        Assert.That(sent.Where(number => number <= 200_000), Is.Ordered);
    }

    [Test]
    public void A_new_owner_of_ours_begins_where_the_former_one_was_adopted_with_rows_still_to_be_read()
    {
        Commit(Us, 1, 10_000).ForEach(lane.HandOver);
        SendWhatIsThere();
        Arrive(flying.Count);

        var renewed = Guid.NewGuid();
        Commit(renewed, 1, 10).ForEach(lane.HandOver);

        Assert.That(SendAll(), Is.EqualTo(Numbers(1, 10)), "the others are the adopter's to send");
    }

    [Test]
    public void After_a_loss_everything_that_is_not_known_to_have_arrived_goes_out_again_before_the_rest()
    {
        Commit(Us, 1, 7).ForEach(lane.HandOver);
        var flights = Enumerable.Range(1, 6).Select(_ => SendNext()).ToList();
        flights[0].State = FlightState.Arrived;
        flights[1].State = FlightState.Lost;
        flights[3].State = FlightState.Arrived;
        flights[4].State = FlightState.Refused;

        Assert.That(lane.Restore(), Is.EqualTo(3));

        flying.Clear();
        Assert.That(SendAll(), Is.EqualTo([2L, 3, 6, 7]));
    }

    [Test]
    public void It_is_flying_until_everything_has_landed_in_whatever_order()
    {
        Commit(Us, 1, 2).ForEach(lane.HandOver);
        var (first, second) = (SendNext(), SendNext());

        second.State = FlightState.Arrived;
        Assert.That(lane.IsFlying, Is.True);

        first.State = FlightState.Refused;
        Assert.That(lane.IsFlying, Is.False);
    }

    private static IEnumerable<long> Numbers(long first, int count) =>
        Enumerable.Range(0, count).Select(n => first + n);

    private List<NumberedMessage> Commit(Guid owner, long first, int count)
    {
        var messages = Numbers(first, count).Select(number => OutboxMessages.Of(owner, number)).ToList();
        outbox.AddRange(messages);
        return messages;
    }

    private Flight SendNext()
    {
        Assert.That(lane.TryPeek(out var message), Is.True);
        var flight = new Flight(message);
        lane.Sent(flight);
        flying.Enqueue(flight);
        return flight;
    }

    private List<long> SendWhatIsThere()
    {
        var sent = new List<long>();
        while (lane.TryPeek(out _))
            sent.Add(SendNext().Message.Number);
        return sent;
    }

    private List<long> SendAll()
    {
        var sent = new List<long>();
        do
        {
            sent.AddRange(SendWhatIsThere());
            Arrive(flying.Count);
        }
        while (lane.HasMore);
        return sent;
    }

    private void Arrive(int count)
    {
        for (; count > 0; count--)
            flying.Dequeue().State = FlightState.Arrived;
    }
}
