using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;

namespace Tests.Contracts;

[Category("Unit")]
public class MessagesOnTheWire
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static IEnumerable<Contract> All => Catalogue.All;

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void What_is_read_is_what_was_written(Contract contract)
    {
        var sample = Samples.Of(contract.Type);

        var written = JsonSerializer.SerializeToUtf8Bytes(sample, contract.Json);

        Assert.That(JsonSerializer.Deserialize(written, contract.Json), Is.EqualTo(sample).UsingPropertiesComparer());
    }

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void It_is_compact_JSON_with_names_in_camel_case(Contract contract)
    {
        var json = JsonSerializer.Serialize(Samples.Of(contract.Type), contract.Json);

        var node = JsonNode.Parse(json)!.AsObject();
        Assert.That(json, Is.EqualTo(node.ToJsonString()), "compact");
        Assert.That(node.Select(member => member.Key),
            Is.EqualTo(contract.Type.GetProperties().Select(NameOf)));
        Assert.That(NamesIn(node).All(name => char.IsAsciiLetterLower(name[0])), Is.True);
    }

    [Test]
    public void It_looks_like_this()
    {
        var order = new Guid("0193a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b");

        Assert.That(Written(new OrderCreated(order, "c-42", [new("WIDGET", 2, 1250)], 2500, "EUR")), Is.EqualTo(
            $$"""{"orderId":"{{order}}","customerId":"c-42","lines":"""
            + """[{"sku":"WIDGET","quantity":2,"unitPriceMinor":1250}],"totalMinor":2500,"currency":"EUR"}"""));
        Assert.That(Written(new StockRejected(order, [new("RARE", 9, 5)])), Is.EqualTo(
            $$"""{"orderId":"{{order}}","shortages":[{"sku":"RARE","requested":9,"available":5}]}"""));
        Assert.That(Written(new OrderNeedsAttention(order, "payment", "no answer", "EUR")), Is.EqualTo(
            $$"""{"orderId":"{{order}}","step":"payment","reason":"no answer","currency":"EUR","owedMinor":null}"""));
    }

    /// <summary>Somebody newer may write more than we know.</summary>
    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void Members_that_are_not_known_are_ignored(Contract contract)
    {
        var sample = Samples.Of(contract.Type);
        var node = JsonSerializer.SerializeToNode(sample, contract.Json)!.AsObject();
        node.Insert(0, "addedLater", new JsonObject { ["orderId"] = "none", ["list"] = new JsonArray(1, 2) });
        node.Add("addedAtTheEnd", null);

        Assert.That(node.Deserialize(contract.Json), Is.EqualTo(sample).UsingPropertiesComparer());
    }

    /// <summary>Somebody older may not write them yet.</summary>
    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void Optional_members_may_be_missing_or_null(Contract contract)
    {
        foreach (var optional in contract.Type.GetProperties().Where(IsOptional))
        {
            var name = NameOf(optional);
            var node = JsonSerializer.SerializeToNode(Samples.Of(contract.Type), contract.Json)!.AsObject();

            node[name] = null;
            Assert.That(optional.GetValue(node.Deserialize(contract.Json)), Is.Null);
            node.Remove(name);
            Assert.That(optional.GetValue(node.Deserialize(contract.Json)), Is.Null);
        }
    }

    /// <summary>Such a record is a dead letter; read as it is, it would be an order of nothing.</summary>
    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void Without_any_other_member_it_cannot_be_read(Contract contract)
    {
        foreach (var required in contract.Type.GetProperties().Where(property => !IsOptional(property)))
        {
            var name = NameOf(required);
            var node = JsonSerializer.SerializeToNode(Samples.Of(contract.Type), contract.Json)!.AsObject();

            node[name] = null;
            Assert.That(() => node.Deserialize(contract.Json), Throws.InstanceOf<JsonException>(), name);
            node.Remove(name);
            Assert.That(() => node.Deserialize(contract.Json), Throws.InstanceOf<JsonException>(), name);
        }
    }

    [Test]
    public void These_members_are_optional_and_none_becomes_required() =>
        Assert.That(
            All.SelectMany(contract => contract.Type.GetProperties().Where(IsOptional))
                .Select(property => $"{property.DeclaringType!.Name}.{property.Name}"),
            Is.SupersetOf(new[]
            {
                "OrderCancelled.Detail", "OrderNeedsAttention.OwedMinor", "OperatorActionRequested.Step",
            }));

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static bool IsOptional(PropertyInfo property) =>
        Nullability.Create(property).WriteState == NullabilityState.Nullable;

    private static string Written<T>(T message) =>
        Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(
            message, All.Single(contract => contract.Type == typeof(T)).Json));

    private static IEnumerable<string> NamesIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => NamesIn(member.Value).Prepend(member.Key)),
        JsonArray items => items.SelectMany(NamesIn),
        _ => [],
    };
}
