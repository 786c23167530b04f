using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Compares this process's clock with the database's, which all processes share. One that is wrong must not call a wait
/// over that has hardly begun.
/// </summary>
internal sealed partial class ClockGuard(string name, TimeProvider time, TimeSpan maxSkew, ILogger logger)
{
    /// <summary>How wrong it is; null where it is not.</summary>
    public string? Trouble { get; private set; }

    public void Compare(SqlSession session)
    {
        if (session.Dialect.IsSoleUser)
            return;
        var theirs = session.Query(session.Dialect.ReadClock, reader => reader.GetDateTime(0)).Single();
        var ahead = time.GetUtcNow().UtcDateTime - theirs;
        if (ahead.Duration() <= maxSkew)
        {
            Trouble = null;
            return;
        }

        var which = ahead > TimeSpan.Zero ? "ahead of" : "behind";
        var skew = string.Create(
            CultureInfo.InvariantCulture, $"{ahead.Duration().TotalSeconds:0} s {which} the database's");
        if (Trouble is null)
            LogSuspect(name, skew);
        Trouble = $"clock suspect: this process's is {skew}; deadlines wait";
    }

    [LoggerMessage(1, LogLevel.Error,
        "{Database}: the clock of this process is {Skew}; its deadlines wait until it is right")]
    private partial void LogSuspect(string database, string skew);
}
