using System.Diagnostics;

namespace Messaging;

/// <summary>
/// Steps at which a test lets a process die, fail or stand still: the only exact way to crash it there. Nothing happens
/// at any of them unless a setting arms it. Of groups those with units count: others come by themselves, however little
/// there is to do.
/// </summary>
public static class Failpoint
{
    /// <summary>A record was read, and nothing of it is done.</summary>
    public const string AfterPoll = "poll.after";

    /// <summary>A group has read the rows that it needs.</summary>
    public const string AfterLoad = "group.after-load";

    /// <summary>A group's units are applied, and nothing of them is written.</summary>
    public const string AfterApply = "group.after-apply";

    /// <summary>Everything of a group is written, and nothing is committed.</summary>
    public const string BeforeCommit = "group.before-commit";

    /// <summary>A group is committed, and nobody knows.</summary>
    public const string AfterCommit = "group.after-commit";

    /// <summary>A committed message was given to the producer.</summary>
    public const string AfterSend = "outbox.after-send";

    /// <summary>The broker has a message, and its row still stands.</summary>
    public const string AfterAck = "outbox.after-ack";

    /// <summary>Records are done, and their offsets are not committed.</summary>
    public const string BeforeOffsets = "offsets.before-commit";

    /// <summary>The gateway has answered, and nothing of it is written down.</summary>
    public const string AfterAnswer = "gateway.after-answer";

    private static ArmedFailpoints? armed;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        AfterPoll, AfterLoad, AfterApply, BeforeCommit, AfterCommit, AfterSend, AfterAck, BeforeOffsets, AfterAnswer,
    ];

    /// <summary>The process has come to a step.</summary>
    /// <exception cref="FailpointException">It is armed to fail there.</exception>
    public static void Hit(string name) => armed?.Hit(name);

    /// <summary>From now on these do what they are told to.</summary>
    /// <param name="failpoints">See <see cref="ArmedFailpoints.TryParse"/>.</param>
    public static void Arm(ArmedFailpoints? failpoints) => armed = failpoints;

    /// <summary>As <c>kill -9</c> does it: nothing is finished, nobody is told.</summary>
    internal static void Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}

/// <summary>A failpoint fails, because it was told to.</summary>
public sealed class FailpointException(string name) : Exception($"failpoint {name}");
