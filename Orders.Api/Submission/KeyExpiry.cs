using Microsoft.Extensions.Options;
using Orders.Data;

namespace Orders.Api;

/// <summary>
/// Tells which keys are over. Where the clock was set while this process runs, nobody can tell for how long a key has
/// been known: none is over then until as long has passed as keys are kept.
/// </summary>
internal sealed class KeyExpiry(IOptions<IdempotencyOptions> options, TimeProvider time)
{
    /// <summary>
    /// By less keys may be wrong: clocks are slewed all the time, and which of two counts changes where they are that
    /// far apart.
    /// </summary>
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private DateTime? latest;
    private long lookedAt;
    private long? setAt;

    /// <summary>When a key is over that is known from now on.</summary>
    public DateTime Of(DateTime now)
    {
        CanTell(now);
        return now + options.Value.KeepFor;
    }

    public bool IsOver(IdempotentAnswer known, DateTime now) => CanTell(now) && known.ExpiresAt <= now;

    /// <summary>Whether the clock by which it is now has gone on as time has. To be asked now and then.</summary>
    public bool CanTell(DateTime now)
    {
        lock (gate)
        {
            var looked = time.GetTimestamp();
            if (latest + time.GetElapsedTime(lookedAt, looked) is { } expected && (now - expected).Duration() > Step)
                setAt = looked;
            (latest, lookedAt) = (now, looked);
            return setAt is null || time.GetElapsedTime(setAt.Value, looked) > options.Value.KeepFor;
        }
    }
}
