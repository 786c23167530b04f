namespace Messaging;

/// <summary>The limits of a group commit.</summary>
public sealed record GroupCommitOptions
{
    /// <summary>
    /// Units in one transaction; bounds how long locks are held and what a roll-back costs. Default 500.
    /// </summary>
    public int MaxUnits { get; init; } = 500;

    /// <summary>How long acked outbox rows wait for a group to be deleted with. Default 50 ms.</summary>
    public TimeSpan IdleDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How often it is looked for dead owners, and how often the own lease of 9 s is renewed at least. Default 1.5 s.
    /// </summary>
    public TimeSpan UpkeepInterval { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// How far this process's clock may be from the one of a database server before its deadlines wait. Default 30 s.
    /// </summary>
    public TimeSpan MaxClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether who waits for a unit goes on within the commit, on its thread. In a simulation only, which has no other.
    /// </summary>
    internal bool ContinueInline { get; init; }

    /// <summary>The longest pause between two attempts while the database is away. Default 1 s.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(1);
}
