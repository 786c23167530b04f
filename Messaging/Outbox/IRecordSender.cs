namespace Messaging;

/// <summary>What the outbox needs of a producer.</summary>
internal interface IRecordSender
{
    /// <summary>Which producer counts now; each that replaces another begins a new generation.</summary>
    int Generation { get; }

    /// <summary>True once nothing that was given to the producer of a generation can be expected to arrive.</summary>
    bool IsBroken(int generation);

    /// <summary>
    /// Sends without waiting. Answers false where there is no room now, or where the generation is over; then nothing
    /// was sent.
    /// </summary>
    /// <param name="generation">
    /// The one in which the messages before this were sent, so that none overtakes them.
    /// </param>
    /// <param name="message">The record.</param>
    /// <param name="report">Called once, on a thread of the producer, unless the producer is renewed first.</param>
    bool TrySend(int generation, OutgoingMessage message, Action<FlightState, string?> report);

    /// <summary>
    /// Begins with a new producer, unless another has done so since the generation. What was given to an earlier one
    /// and not reported by now never will be. Answers the generation that counts from now on.
    /// </summary>
    int Renew(int generation);
}
