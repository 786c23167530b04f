using System.Text.Json.Serialization.Metadata;

namespace Messaging;

/// <summary>A message that a saga schedules to itself. It never leaves the database.</summary>
/// <param name="Name">What the deadline is called, for people.</param>
/// <param name="ClrType">The message.</param>
/// <param name="Json">How it is written and read.</param>
public sealed record DeadlineType(string Name, Type ClrType, JsonTypeInfo Json)
{
    /// <inheritdoc cref="MessageType.CorrelationName"/>
    public string CorrelationName { get; init; } = "CorrelationId";
}

/// <summary>A scheduled message that ends the wait for an answer.</summary>
public interface IAnswerDeadline
{
    /// <summary>How often was asked: 1 for the first wait.</summary>
    int Attempt { get; }

    /// <summary>When was asked for the first time.</summary>
    DateTime AskedSince { get; }

    /// <summary>
    /// When it falls due, as the saga has it; null where that is to follow from the delay that it was scheduled with,
    /// which MassTransit counts from the system's clock.
    /// </summary>
    DateTime? DueAt { get; }

    /// <summary>
    /// The consumer groups that were asked. While one has not read the question, it does not fall due.
    /// </summary>
    IReadOnlyList<string> Asked { get; }
}

/// <summary>All deadlines of a process.</summary>
internal sealed class DeadlineCatalogue(IEnumerable<DeadlineType> types)
{
    private readonly Dictionary<string, DeadlineType> byName =
        types.DistinctBy(type => type.Name).ToDictionary(type => type.Name);

    public DeadlineType Of(Type clrType) => byName.Values.FirstOrDefault(type => type.ClrType == clrType)
        ?? throw new InvalidOperationException($"{clrType} is scheduled but is no deadline: add it with AddDeadline.");

    public DeadlineType Of(string name) => byName.TryGetValue(name, out var type)
        ? type
        : throw new InvalidOperationException(
            $"A deadline '{name}' is due but nobody here knows it: add it with AddDeadline.");
}
