namespace Messaging;

/// <summary>What became of a transaction.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Exception">Why it is not in the database.</param>
/// <param name="Guilty">The unit that overran.</param>
/// <param name="Messages">What is to be sent now that it is committed.</param>
/// <param name="Adopted">Whose rows are ours to send by now.</param>
internal readonly record struct Attempt(
    Outcome Outcome, Exception? Exception = null, QueuedUnit? Guilty = null,
    IReadOnlyList<NumberedMessage>? Messages = null, IReadOnlyList<Guid>? Adopted = null);

/// <summary>What can become of a transaction.</summary>
internal enum Outcome
{
    /// <summary>In the database.</summary>
    Committed,

    /// <summary>
    /// Not in the database, for no fault of the units: the commit was lost, or this process was taken for dead.
    /// </summary>
    NotCommitted,

    /// <summary>Not in the database: another holds a lock that one of the units wants.</summary>
    Locked,

    /// <summary>Nobody could say whether it is in the database before the process had to stop.</summary>
    Unknown,

    /// <summary>A unit took too long.</summary>
    Overrun,

    /// <summary>The database does not answer.</summary>
    Unavailable,

    /// <summary>The database refused: a row was stale, or a unit is guilty.</summary>
    Refused,
}
