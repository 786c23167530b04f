using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Compares this process's clock with the database's, which all processes share. One that is wrong must not call a wait
/// over that has hardly begun, nor write times that the others wait for.
/// </summary>
internal sealed partial class ClockGuard(string name, TimeProvider time, TimeSpan maxSkew, ILogger logger)
{
    private long ahead;

    /// <summary>How wrong it is; null where it is not.</summary>
    public string? Trouble { get; private set; }

    /// <summary>By this process's clock; by the database's where this one is wrong.</summary>
    public DateTime Now => time.GetUtcNow().UtcDateTime.AddTicks(-Volatile.Read(ref ahead));

    /// <summary>
    /// Compares it with what the database's has just said. Answers whether <see cref="Now"/> was right until then.
    /// </summary>
    public bool Compare(DateTime theirs)
    {
        var wasRight = (Now - theirs).Duration() <= maxSkew;
        var skew = time.GetUtcNow().UtcDateTime - theirs;
        if (skew.Duration() <= maxSkew)
        {
            Volatile.Write(ref ahead, 0);
            Trouble = null;
            return wasRight;
        }

        Volatile.Write(ref ahead, skew.Ticks);
        var which = skew > TimeSpan.Zero ? "ahead of" : "behind";
        var words = string.Create(
            CultureInfo.InvariantCulture, $"{skew.Duration().TotalSeconds:0} s {which} the database's");
        if (Trouble is null)
            LogSuspect(name, words);
        Trouble = $"clock suspect: this process's is {words}; deadlines wait";
        return wasRight;
    }

    [LoggerMessage(1, LogLevel.Error,
        "{Database}: the clock of this process is {Skew}; its deadlines wait until it is right, and what it writes has "
        + "the database's time")]
    private partial void LogSuspect(string database, string skew);
}
