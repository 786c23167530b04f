using System.Text.Json;
using System.Text.Json.Serialization;
using Messaging;

namespace Orders.Saga;

/// <summary>A step was not answered in time.</summary>
public sealed record StepIsDue(Guid OrderId, int Attempt, DateTime AskedSince, IReadOnlyList<string> Asked)
    : IAnswerDeadline
{
    /// <inheritdoc/>
    [JsonIgnore]
    public DateTime? DueAt { get; init; }
}

/// <summary>An undo was not answered in time.</summary>
public sealed record UndoIsDue(Guid OrderId, int Attempt, DateTime AskedSince, IReadOnlyList<string> Asked)
    : IAnswerDeadline
{
    /// <inheritdoc/>
    [JsonIgnore]
    public DateTime? DueAt { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StepIsDue))]
[JsonSerializable(typeof(UndoIsDue))]
internal sealed partial class DeadlineJson : JsonSerializerContext;
