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

    public const int LoginFailed = 18456;

    public const int Paused = 17142;

    public const int ShuttingDown = 6005;

    public const int Recovering = 922;

    public const int Restoring = 927;

    public const int Offline = 942;

    public const int ReadOnly = 3906;

    public const int TransactionLogFull = 9002;

    public const int InTransition = 952;

    /// <summary>A secondary replica takes no readers.</summary>
    public const int NotReadable = 976;

    /// <summary>Azure SQL: the database moves to another machine.</summary>
    public const int Moving = 40613;

    /// <summary>Azure SQL: too busy at the moment.</summary>
    public const int ServiceBusy = 40501;

    /// <summary>Azure SQL: an error that a second attempt gets over.</summary>
    public const int ServiceError = 40197;
}
