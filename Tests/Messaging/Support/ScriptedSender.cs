using Messaging;

namespace Tests.Messaging;

/// <summary>A producer in memory: a test says where it has room and what becomes of each message.</summary>
internal sealed class ScriptedSender : IRecordSender
{
    private readonly Lock gate = new();
    private readonly List<Sending> sendings = [];
    private readonly HashSet<string> full = [];
    private int generation;
    private bool isBroken;

    public int Generation
    {
        get
        {
            lock (gate)
                return generation;
        }
    }

    public bool IsBroken(int checkedGeneration)
    {
        lock (gate)
            return isBroken || checkedGeneration != generation;
    }

    public bool TrySend(int sendersGeneration, OutgoingMessage message, Action<FlightState, string?> report)
    {
        lock (gate)
        {
            if (sendersGeneration != generation || full.Contains(message.Topic))
                return false;
            sendings.Add(new Sending(generation, message, report));
            return true;
        }
    }

    public int Renew(int sendersGeneration)
    {
        lock (gate)
        {
            isBroken = false;
            return sendersGeneration == generation ? ++generation : generation;
        }
    }

    /// <summary>A topic takes nothing until it is emptied.</summary>
    public void Fill(string topic)
    {
        lock (gate)
            full.Add(topic);
    }

    public void Empty(string topic)
    {
        lock (gate)
            full.Remove(topic);
    }

    /// <summary>Nothing that was given to this producer can be expected to arrive.</summary>
    public void Break()
    {
        lock (gate)
            isBroken = true;
    }

    /// <summary>The numbers of the messages in the order in which they were sent, as often as they were.</summary>
    public List<long> Sent(string? topic = null, int? inGeneration = null)
    {
        lock (gate)
            return [.. sendings
                .Where(sending => (topic is null || sending.Message.Topic == topic)
                    && (inGeneration ?? sending.Generation) == sending.Generation)
                .Select(sending => sending.Number)];
    }

    /// <summary>Tells what became of the messages with these numbers; of all where none is named.</summary>
    public void Report(FlightState state, params long[] numbers)
    {
        List<Sending> reported;
        lock (gate)
            reported = sendings.FindAll(sending =>
                !sending.IsReported && sending.Generation == generation
                && (numbers.Length == 0 || numbers.Contains(sending.Number)));
        foreach (var sending in reported)
        {
            sending.IsReported = true;
            sending.Report(state, state.ToString());
        }
    }

    private sealed record Sending(int Generation, OutgoingMessage Message, Action<FlightState, string?> Report)
    {
        public long Number { get; } = LedgerMessages.Read<Deposited>(Message.Value).Number;

        public bool IsReported { get; set; }
    }
}
