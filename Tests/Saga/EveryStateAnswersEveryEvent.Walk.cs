using System.Text.Json;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Orders.Data;
using Orders.Saga;
using Orders.Testing;

namespace Tests.Saga;

/// <content>How the table is read and walked.</content>
public partial class EveryStateAnswersEveryEvent
{
    private static IEnumerable<TestCaseData> Walk() => Cells.Select(cell =>
        new TestCaseData(cell.Situation, cell.Event, cell.Answer).SetArgDisplayNames(cell.Situation, cell.Event));

    private static string NameOf(string @event) => @event.Split('(')[0];

    private static Func<OrderTestHarness, Guid, Task> After(string situation, Func<Guid, object> message) =>
        async (harness, order) =>
        {
            await Situations![situation](harness, order);
            await harness.Deliver(message(order));
        };

    private static Func<OrderTestHarness, Guid, Task> AtLast(string situation) =>
        async (harness, order) =>
        {
            await Situations![situation](harness, order);
            await harness.Advance(TimeSpan.FromMinutes(30));
        };

    private static Func<OrderTestHarness, Guid, Task> Comes(Func<Guid, object> message) =>
        (harness, order) => harness.Deliver(message(order));

    /// <summary>Where the saga waits for no such deadline, one without a token stands in for it.</summary>
    private static Func<OrderTestHarness, Guid, Task> FallsDue(
        string name, Func<Guid, object> message, TimeSpan after) =>
        async (harness, order) =>
        {
            harness.Clock.Advance(after);
            if (harness.Deadlines.Any(deadline => deadline.Name == name))
                await harness.LoseRecords();
            else
                await harness.Deliver(message(order));
        };

    /// <summary>As if the undo had been asked for all along.</summary>
    private static Func<OrderTestHarness, Guid, Task> AtTheEnd(Func<OrderTestHarness, Guid, Task> fallsDue) =>
        async (harness, order) =>
        {
            var now = harness.Clock.GetUtcNow().UtcDateTime;
            await using (var context = harness.Database.OpenContext(null))
            {
                await context.Set<OrderState>().Where(saga => saga.CurrentState == OrderStates.Undoing)
                    .ExecuteUpdateAsync(set => set
                        .SetProperty(saga => saga.AskedSince, now - new Patience().UndoGiveUpAfter)
                        .SetProperty(saga => saga.DueAt, now));
            }

            await fallsDue(harness, order);
        };

    /// <summary>Every wait has a deadline, and there is none without a wait.</summary>
    private static string[] WaitsOf(OrderState? saga) => saga?.CurrentState switch
    {
        null => ["intake"],
        OrderStates.Undoing => ["undo"],
        OrderStates.NeedsAttention or OrderStates.Confirmed or OrderStates.Cancelled => [],
        _ => ["step"],
    };

    private static IEnumerable<Cell> Read(string table)
    {
        var situation = "";
        var lines = new List<(string Situation, string[] Events, string Answer)>();
        foreach (var line in table.Split('\n').Where(line => line.Length > 0))
        {
            if (line[0] != ' ')
                situation = line;
            else if (line.Split('→', StringSplitOptions.TrimEntries) is [var events, var answer])
                lines.Add((situation, events.Split(", "), answer));
        }

        foreach (var (at, events, answer) in lines)
        {
            var named = lines.Where(line => line.Situation == at).SelectMany(line => line.Events).ToHashSet();
            foreach (var name in events)
            {
                var kinds = Events.Keys.Where(kind => NameOf(kind) == name && !named.Contains(kind));
                foreach (var kind in Events.ContainsKey(name) ? kinds.Prepend(name) : kinds)
                    yield return new Cell(at, kind, answer);
            }
        }
    }

    private static async Task<Sight> Look(OrderTestHarness harness, Guid order) => new(
        await harness.State(order), await harness.Order(order), await harness.History(order),
        harness.ProducedSince(0));

    private static string AnswerOf(Sight before, Sight after)
    {
        if (after.History.Count == before.History.Count)
            return "no history";
        var produced = after.Produced.Skip(before.Produced.Count).Select(message => message.GetType().Name).ToList();
        if (produced.Count > 0)
            return $"{after.Saga!.CurrentState} + {string.Join(", ", produced)}";
        if (after.Saga!.CurrentState != before.Saga!.CurrentState)
            return after.Saga.CurrentState;
        return Knowledge(before.Saga) == Knowledge(after.Saga) ? "ignored" : "noted";
    }

    /// <summary>All but what counts messages.</summary>
    private static string Knowledge(OrderState saga)
    {
        var members = JsonSerializer.SerializeToNode(saga)!.AsObject();
        members.Remove(nameof(OrderState.Version));
        members.Remove(nameof(OrderState.UpdatedAt));
        return members.ToJsonString();
    }

    private sealed record Cell(string Situation, string Event, string Answer);

    private sealed record Sight(
        OrderState? Saga, Order Order, IReadOnlyList<SagaHistoryRow> History, IReadOnlyList<object> Produced);
}
