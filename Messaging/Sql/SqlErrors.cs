namespace Messaging;

/// <summary>
/// The numbers by which SQL Server tells errors apart ("Database Engine events and errors"); its messages are in the
/// language of whoever has logged in.
/// </summary>
internal static class SqlErrors
{
    /// <summary>The client's own: no answer within the command's or the connection's time.</summary>
    public const int TimedOut = -2;

    /// <summary>Another holds the lock for longer than LOCK_TIMEOUT.</summary>
    public const int LockTimedOut = 1222;

    /// <summary>This transaction was chosen to end a deadlock.</summary>
    public const int Deadlock = 1205;

    /// <summary>A row was changed since this snapshot was taken.</summary>
    public const int SnapshotConflict = 3960;

    public const int CannotOpenDatabase = 4060;

    /// <summary>
    /// A database that is being recovered, or will be; a server that stops, is paused, or is being upgraded.
    /// </summary>
    public static IReadOnlySet<int> NotYet { get; } = (HashSet<int>)[921, 922, 6005, 17142, 18401];

    /// <summary>
    /// Severities below 17 that nevertheless say: not now. A database that starts, stops, moves, is restored, is
    /// another replica's or has no room for its log; a login that is not let in; and what Azure SQL adds.
    /// </summary>
    public static IReadOnlySet<int> Unavailable { get; } = (HashSet<int>)
    [
        TimedOut, CannotOpenDatabase, .. NotYet,
        924, 926, 927, 942, 945, 952, 954, 955, 956,
        // Availability groups: while another becomes the primary, or a secondary that takes nobody.
        976, 978, 979, 982, 983, 988, 4221,
        3906, 9002, 18451, 18456, 18461,
        // Azure SQL: moved, throttled, in between.
        10928, 10929, 10936, 40143, 40197, 40501, 40540, 40613, 49918, 49919, 49920,
    ];
}
