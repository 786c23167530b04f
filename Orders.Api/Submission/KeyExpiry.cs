using Microsoft.Extensions.Options;
using Orders.Data;

namespace Orders.Api;

/// <summary>
/// Tells which keys are over. None is for a while after a start, as nobody knows whether the clock is right that the
/// process finds; and where it was set while the process runs, until as long has passed as keys are kept.
/// </summary>
internal sealed class KeyExpiry
{
    /// <summary>
    /// By less keys may be wrong: clocks are slewed all the time, and which of two counts changes where they are that
    /// far apart.
    /// </summary>
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    /// <summary>Who repeats a request mostly does so soon.</summary>
    private static readonly TimeSpan LongestAfterStart = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly TimeSpan keepFor;
    private readonly TimeProvider time;
    private DateTime? latest;
    private long lookedAt;
    private long heldSince;
    private TimeSpan heldFor;

    public KeyExpiry(IOptions<IdempotencyOptions> options, TimeProvider time)
    {
        keepFor = options.Value.KeepFor;
        this.time = time;
        heldSince = time.GetTimestamp();
        heldFor = keepFor < LongestAfterStart ? keepFor : LongestAfterStart;
    }

    /// <summary>When a key is over that is known from now on.</summary>
    public DateTime Of(DateTime now)
    {
        CanTell(now);
        return now + keepFor;
    }

    public bool IsOver(IdempotentAnswer known, DateTime now) => CanTell(now) && known.ExpiresAt <= now;

    /// <summary>Whether the clock by which it is now has gone on as time has. To be asked now and then.</summary>
    public bool CanTell(DateTime now)
    {
        lock (gate)
        {
            var looked = time.GetTimestamp();
            if (latest + time.GetElapsedTime(lookedAt, looked) is { } expected && (now - expected).Duration() > Step)
                (heldSince, heldFor) = (looked, keepFor);
            (latest, lookedAt) = (now, looked);
            return time.GetElapsedTime(heldSince, looked) > heldFor;
        }
    }
}
