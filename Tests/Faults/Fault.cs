namespace Tests.Faults;

/// <summary>
/// How long a fault lasts is part of it: longer than a lease, say. What comes of it is waited for by its condition.
/// </summary>
internal static class Fault
{
    public static Task Lasts(TimeSpan time) => Task.Delay(time);
}
