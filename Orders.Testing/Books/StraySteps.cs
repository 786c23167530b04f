using System.Text.Json;
using Orders.Data;

namespace Orders.Testing;

/// <summary>
/// Looks for steps from one state to another that are no way of the process, as the process itself has written it down.
/// </summary>
/// <param name="definitions">As JSON. Where there is none, nothing is known to be wrong.</param>
internal sealed class StraySteps(IReadOnlyList<string> definitions)
{
    /// <summary>What the process calls the state of an order without a saga.</summary>
    private const string Initial = "Initial";

    private readonly HashSet<(string From, string To)> ways =
    [
        .. definitions
            .SelectMany(text => JsonSerializer.Deserialize(
                text, ProcessDefinitionJson.Default.ProcessDefinition)!.Transitions)
            .Select(way => (way.From, way.To)),
    ];

    private readonly List<Discrepancy> found = [];

    public IReadOnlyList<Discrepancy> Found => found;

    public void Look(Guid orderId, HistoryRow row)
    {
        if (ways.Count == 0 || row.StateAfter is not { } to || row.StateBefore == to)
            return;
        var from = row.StateBefore ?? Initial;
        if (!ways.Contains((from, to)))
            found.Add(new(orderId, $"from {from} to {to} with version {row.Version}"));
    }
}
