namespace Orders.Testing;

/// <summary>A clock that stands still until it is moved. On the way its timers fire, each at its own time.</summary>
/// <param name="start">Where it stands first.</param>
public sealed class FakeTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private long now = start.UtcTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref now);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on; returns when every timer that fell due has been called.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetTimestamp() + by.Ticks;
        while (TakeNext(end) is { } timer)
            timer.Call();
    }

    private Timer? TakeNext(long end)
    {
        lock (gate)
        {
            var next = timers.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt);
            Volatile.Write(ref now, next?.DueAt ?? end);
            next?.Begin(next.Period);
            return next;
        }
    }

    private sealed class Timer(FakeTimeProvider clock, Action call) : ITimer
    {
        public long DueAt { get; private set; }

        public TimeSpan Period { get; private set; }

        public void Call() => call();

        /// <summary>As a period zero is never, and so is an infinite time.</summary>
        public void Begin(TimeSpan wait) => DueAt = wait > TimeSpan.Zero ? clock.now + wait.Ticks : long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                Period = period;
                Begin(dueTime == TimeSpan.Zero ? TimeSpan.FromTicks(1) : dueTime);
                clock.timers.Remove(this);
                clock.timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock.gate)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
