using System.Reflection;
using Contracts;
using Orders.Api;
using Orders.Data;
using Tests.House;

namespace Tests.Contracts;

/// <summary>
/// A step of the process is not only run: the operator sees where it stands and acts on it, and the books are checked
/// for it.
/// </summary>
[Category("Unit")]
internal sealed class EveryStepIsSeen
{
    /// <summary>What no invariant asks for: they keep no money and no stock.</summary>
    private static readonly string[] NoBooks = ["known_topics", "operator_actions", "saga_definitions"];

    private static readonly IReadOnlyList<string> AllSteps =
        [.. typeof(Steps).GetFields().Select(field => (string)field.GetValue(null)!)];

    [Test]
    public void Whatever_the_saga_keeps_of_a_step_is_of_one_that_has_a_name() => Assert.That(
        typeof(OrderState).GetProperties().Select(property => property.Name)
            .Where(name => name.EndsWith("Status", StringComparison.Ordinal)),
        Is.EquivalentTo(AllSteps.Select(step => Pascal(step) + "Status")));

    [Test]
    public void The_operator_sees_it_and_acts_on_it()
    {
        Assert.That(AllSteps.SelectMany(Unseen), Is.Empty);
        Assert.That(ActionRequest.AllSteps, Is.EqualTo(AllSteps));
    }

    [Test]
    public void A_step_that_nobody_sees_is_found() => Assert.That(Unseen("shipment"), Is.EqualTo(
    [
        "SagaView shows no Shipment", "Situation has no ShipmentStatus", "Situation has no ShipmentIsUndone",
    ]));

    [Test]
    public void The_books_read_every_table_that_something_is_kept_in()
    {
        var reader = Source.All.Single(source => source.Path == "Orders.Testing/Books/BookReader.cs").Text;

        Assert.That(NotRead([.. DeclaredTables.All.Select(table => table.Name)], reader), Is.Empty);
        Assert.That(NotRead(["shipments"], reader), Is.EqualTo(["shipments"]));
    }

    private static IEnumerable<string> NotRead(IReadOnlyList<string> tables, string reader) => tables
        .Except(NoBooks)
        .Where(table => !reader.Contains($"FROM {table}", StringComparison.Ordinal));

    private static IEnumerable<string> Unseen(string step)
    {
        if (!Has<SagaView>(Pascal(step)))
            yield return $"SagaView shows no {Pascal(step)}";
        foreach (var name in new[] { Pascal(step) + "Status", Pascal(step) + "IsUndone" })
        {
            if (!Has<Situation>(name))
                yield return $"Situation has no {name}";
        }
    }

    private static bool Has<T>(string property) =>
        typeof(T).GetProperty(property, BindingFlags.Public | BindingFlags.Instance) is not null;

    private static string Pascal(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
