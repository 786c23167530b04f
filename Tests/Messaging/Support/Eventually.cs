namespace Tests.Messaging;

/// <summary>Waits for what has to happen, and only as long as it has not: no test waits for a time.</summary>
internal static class Eventually
{
    /// <summary>Generous, since it is waited for in full only where a test fails.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public static async Task Holds(Func<bool> condition, string expected)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var end = Environment.TickCount64 + (long)Bound.TotalMilliseconds;
        while (!condition())
        {
            if (Environment.TickCount64 > end)
                Assert.Fail($"Within {Bound.TotalSeconds:0} s it did not come about that {expected}.");
            await ticks.WaitForNextTickAsync();
        }
    }

    /// <summary>The task's result; a test that waits for ever says nothing.</summary>
    public static Task InTime(this Task task) => task.WaitAsync(Bound);

    /// <inheritdoc cref="InTime(Task)"/>
    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Bound);

    /// <summary>What a task failed with; null where it succeeded.</summary>
    public static async Task<Exception?> Outcome(this Task task)
    {
        try
        {
            await task.InTime();
            return null;
        }
        catch (Exception exception) when (task.IsCompleted)
        {
            return exception;
        }
    }
}
