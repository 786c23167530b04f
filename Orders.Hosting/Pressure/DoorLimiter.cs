using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Orders.Hosting;

/// <summary>
/// Lets requests in as long as they can be expected to be answered soon. It counts what is under way and what is
/// answered a second, so it does not matter what the requests wait for: the database, or a core.
/// </summary>
internal sealed class DoorLimiter(PressureOptions options, TimeProvider time) : RateLimiter
{
    /// <summary>So few are never too many, however long each takes: a slow database has its own answer.</summary>
    private const int AlwaysLetIn = 200;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAdvice = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private int underWay;
    private int answered;
    private bool wasBusy;
    private double capacity = options.MostWaiting / options.LongestWait.TotalSeconds;
    private long windowStart = time.GetTimestamp();

    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics GetStatistics() => new() { CurrentQueuedCount = underWay };

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (gate)
        {
            TurnWindow();
            if (underWay < AlwaysLetIn)
                return LetIn();
            wasBusy = true;
            var wait = TimeSpan.FromSeconds(Math.Min(underWay / Math.Max(capacity, 0.1), 3600));
            return underWay >= options.MostWaiting || wait > options.LongestWait ? new Refusal(wait) : LetIn();
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(
        int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));

    /// <summary>
    /// While this lasts, one request that was let in waits for nothing but its own client, and does not count.
    /// </summary>
    public IDisposable WaitForClient() => new Absence(this);

    private Admission LetIn()
    {
        underWay++;
        return new Admission(this);
    }

    private void Leave()
    {
        lock (gate)
        {
            underWay--;
            answered++;
            TurnWindow();
        }
    }

    /// <summary>
    /// What was answered a second while there was enough to do is what can be; while there was not, it can be more.
    /// </summary>
    private void TurnWindow()
    {
        var elapsed = time.GetElapsedTime(windowStart);
        if (elapsed < Window)
            return;
        var rate = answered / elapsed.TotalSeconds;
        capacity = wasBusy ? (capacity + rate) / 2 : Math.Max(capacity, rate);
        (answered, wasBusy, windowStart) = (0, underWay >= AlwaysLetIn, time.GetTimestamp());
    }

    private void Step(int by)
    {
        lock (gate)
            underWay += by;
    }

    private sealed class Absence : IDisposable
    {
        private readonly DoorLimiter door;

        public Absence(DoorLimiter door)
        {
            this.door = door;
            door.Step(-1);
        }

        public void Dispose() => door.Step(1);
    }

    private sealed class Admission(DoorLimiter door) : RateLimitLease
    {
        private bool hasLeft;

        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (!hasLeft)
                door.Leave();
            hasLeft = true;
            base.Dispose(disposing);
        }
    }

    /// <summary>Says when it is worth while to come again: when those before have been answered.</summary>
    private sealed class Refusal(TimeSpan wait) : RateLimitLease
    {
        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [MetadataName.RetryAfter.Name, Pressure.Door];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? wait < LongestAdvice ? wait : LongestAdvice
                : metadataName == Pressure.Door ? true
                : null;
            return metadata is not null;
        }
    }
}
