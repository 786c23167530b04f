using System.Globalization;

namespace Messaging;

/// <summary>What happens at which failpoints, and at which of their hits.</summary>
public sealed class ArmedFailpoints
{
    private readonly Dictionary<string, Armed> points;
    private readonly Action<string, long> told;

    private ArmedFailpoints(Dictionary<string, Armed> points, Action<string, long> told)
    {
        this.points = points;
        this.told = told;
    }

    /// <summary>
    /// Reads for example <c>group.after-commit=kill@3;outbox.after-ack=delay:500@*</c>: a failpoint, what happens there
    /// (<c>kill</c>, <c>throw</c>, <c>hang</c>, <c>delay:</c>milliseconds), and at which hit, from 1, or at every one.
    /// </summary>
    /// <param name="text">What is to happen.</param>
    /// <param name="told">Told of each that strikes, with its hit, before it does.</param>
    /// <param name="error">What is wrong with the text.</param>
    public static ArmedFailpoints? TryParse(string text, Action<string, long> told, out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(told);
        var points = new Dictionary<string, Armed>();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            error = Read(part, points);
            if (error is not null)
                return null;
        }

        error = points.Count == 0 ? "no failpoint is named" : null;
        return error is null ? new ArmedFailpoints(points, told) : null;
    }

    internal void Hit(string name)
    {
        if (!points.TryGetValue(name, out var point))
            return;
        var hit = Interlocked.Increment(ref point.Hits);
        if (point.At is not null && point.At != hit)
            return;
        told(name, hit);
        point.Do(name);
    }

    private static string? Read(string part, Dictionary<string, Armed> points)
    {
        if (part.Split('=', '@') is not [var name, var action, var hit])
            return $"'{part}' is not of the form point=action@hit";
        if (!Failpoint.All.Contains(name))
            return $"there is no failpoint '{name}'; there are {string.Join(", ", Failpoint.All)}";
        if (ActionOf(action) is not { } act)
            return $"'{action}' is no action: kill, throw, hang or delay:<milliseconds>";
        long? at = null;
        if (hit != "*")
        {
            if (!long.TryParse(hit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
                return $"'{hit}' is no hit: a number from 1, or * for every one";
            at = number;
        }

        return points.TryAdd(name, new Armed(act, at)) ? null : $"failpoint '{name}' comes twice";
    }

    private static Action<string>? ActionOf(string action) => action.Split(':') switch
    {
        ["kill"] => _ => Failpoint.Die(),
        ["throw"] => name => throw new FailpointException(name),
        ["hang"] => _ => Thread.Sleep(Timeout.Infinite),
        ["delay", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var wait) =>
            _ => Thread.Sleep(wait),
        _ => null,
    };

    private sealed class Armed(Action<string> act, long? at)
    {
        public long Hits;

        public Action<string> Do => act;

        public long? At => at;
    }
}
