namespace Messaging;

/// <summary>
/// The messages for one topic on their way out, in order. A topic has a lane of its own so that one that does not move
/// holds up no other. Fresh messages come from memory; what does not fit, and what the dead have left, is read page by
/// page.
/// </summary>
internal sealed class OutboxLane(string topic, Func<Backlog, string, IReadOnlyList<NumberedMessage>?> read)
{
    /// <summary>From so many on no more is read; a page may come on top. With five topics, 25,000 at most.</summary>
    private const int MostInMemory = 4_000;

    private readonly Queue<Flight> flights = new();
    private readonly Queue<Backlog> backlogs = new();
    private Queue<NumberedMessage> ready = new();
    private Backlog? overflow;
    private Backlog? formerOverflow;
    private long lastHandedOver;
    private bool isOverflowsTurn;
    private volatile bool hasLost;

    /// <summary>True while something is under way of which nothing is known yet.</summary>
    public bool IsFlying
    {
        get
        {
            Land();
            return flights.Count > 0;
        }
    }

    /// <summary>
    /// True where something went out and did not arrive: nothing is sent behind it before it was sent again.
    /// </summary>
    public bool HasLost => hasLost;

    /// <summary>True while something waits to be sent or to be read.</summary>
    public bool HasMore => ready.Count > 0 || backlogs.Count > 0 || overflow is not null;

    /// <summary>Takes over what was left by an owner that is dead.</summary>
    public void Adopt(Guid owner) => backlogs.Enqueue(new Backlog(owner, 0));

    /// <summary>A message was committed. Where memory is full its row alone stands for it.</summary>
    public void HandOver(NumberedMessage message)
    {
        // What a former owner of ours has left is sent by whoever adopted it.
        if (overflow is not null && overflow.Owner != message.Owner)
            overflow = null;
        lastHandedOver = message.Number;
        if (overflow is not null || WasRead(message))
            return;
        if (ready.Count + flights.Count < MostInMemory)
            ready.Enqueue(message);
        else
            overflow = new Backlog(message.Owner, message.Number - 1);
    }

    /// <summary>The next message to send; it stays the next until it is sent.</summary>
    public bool TryPeek(out NumberedMessage message)
    {
        Land();
        if (ready.Count == 0 && flights.Count < MostInMemory)
            ReadMore();
        return ready.TryPeek(out message);
    }

    /// <summary>The next message was given to the producer.</summary>
    public void Sent(Flight flight)
    {
        ready.Dequeue();
        flights.Enqueue(flight);
    }

    /// <summary>Something did not arrive. Called on a thread of the producer.</summary>
    public void Lose() => hasLost = true;

    /// <summary>A new producer begins: what is not known to have arrived goes out again before all others.</summary>
    public int Restore()
    {
        var again = flights.Where(flight => flight.State is FlightState.Flying or FlightState.Lost).ToList();
        flights.Clear();
        hasLost = false;
        ready = new Queue<NumberedMessage>(again.Select(flight => flight.Message).Concat(ready));
        return again.Count;
    }

    private void Land()
    {
        while (flights.TryPeek(out var flight) && flight.State is FlightState.Arrived or FlightState.Refused)
            flights.Dequeue();
    }

    /// <summary>A page is read after its rows are committed, which may be before they are handed over.</summary>
    private bool WasRead(NumberedMessage message) =>
        formerOverflow is not null && formerOverflow.Owner == message.Owner && message.Number <= formerOverflow.After;

    /// <summary>Page by page in turn, so that what the dead have left holds back nothing fresh for long.</summary>
    private void ReadMore()
    {
        isOverflowsTurn = !isOverflowsTurn;
        if (overflow is not null && (isOverflowsTurn || backlogs.Count == 0))
        {
            if (ReadPage(overflow) != 0 || overflow.After < lastHandedOver)
                return;
            formerOverflow = overflow;
            overflow = null;
        }
        else if (backlogs.TryPeek(out var backlog) && ReadPage(backlog) == 0)
        {
            backlogs.Dequeue();
        }
    }

    /// <summary>Answers how many rows that were; null where none can be read at present.</summary>
    private int? ReadPage(Backlog backlog)
    {
        if (read(backlog, topic) is not { } page)
            return null;
        foreach (var message in page)
            ready.Enqueue(message);
        if (page.Count > 0)
            backlog.After = page[^1].Number;
        return page.Count;
    }
}

/// <summary>Rows of one owner that are read in order.</summary>
internal sealed class Backlog(Guid owner, long after)
{
    public Guid Owner => owner;

    /// <summary>The number of the last row that was read.</summary>
    public long After { get; set; } = after;
}

/// <summary>A message that was given to the producer.</summary>
internal sealed class Flight(NumberedMessage message)
{
    private int state;

    public NumberedMessage Message => message;

    /// <summary>When it was given to the producer.</summary>
    public long Began { get; } = MessageMeter.Begin();

    /// <summary>Set on a thread of the producer.</summary>
    public FlightState State
    {
        get => (FlightState)Volatile.Read(ref state);
        set => Volatile.Write(ref state, (int)value);
    }
}

/// <summary>What is known of a message that was given to the producer.</summary>
internal enum FlightState
{
    /// <summary>Nothing yet.</summary>
    Flying,

    /// <summary>The broker has it.</summary>
    Arrived,

    /// <summary>The broker may have it or not: it has to be sent again, and so has what came behind it.</summary>
    Lost,

    /// <summary>No broker will ever take it.</summary>
    Refused,
}
