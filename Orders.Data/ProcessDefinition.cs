using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orders.Data;

/// <summary>What the process of an order looks like, as the state machine itself tells it.</summary>
/// <param name="Name">Of the process.</param>
/// <param name="States">In the order of their declaration.</param>
/// <param name="Events">In alphabetical order.</param>
/// <param name="Transitions">
/// Every way from one state to another; which of several an event takes depends on what it says.
/// </param>
public sealed record ProcessDefinition(
    string Name, IReadOnlyList<ProcessState> States, IReadOnlyList<string> Events,
    IReadOnlyList<ProcessTransition> Transitions);

/// <summary>A state of a process.</summary>
/// <param name="Name">As it stands in an order's saga.</param>
/// <param name="IsFinal">Whether nothing happens any more.</param>
/// <param name="Accepts">The events that have an effect.</param>
public sealed record ProcessState(string Name, bool IsFinal, IReadOnlyList<string> Accepts);

/// <summary>A way from one state to another.</summary>
public sealed record ProcessTransition(string From, string Event, string To);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProcessDefinition))]
public sealed partial class ProcessDefinitionJson : JsonSerializerContext;
