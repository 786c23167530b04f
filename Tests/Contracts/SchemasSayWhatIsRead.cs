using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using Orders.Testing;

namespace Tests.Contracts;

/// <summary>A schema promises neither more nor less than the code that writes and reads.</summary>
[Category("Unit")]
internal sealed class SchemasSayWhatIsRead
{
    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void What_is_required_is_what_cannot_be_missing(Contract contract)
    {
        var schema = SchemaOf(contract);
        var needed = schema["properties"]!.AsObject().Select(member => member.Key)
            .Where(name => !CanBeReadWithout(name, contract));

        Assert.That(schema["required"]!.AsArray().Select(name => (string?)name), Is.EqualTo(needed));
    }

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void What_is_optional_may_be_null_and_nothing_else_may(Contract contract)
    {
        var schema = SchemaOf(contract);

        Assert.That(
            schema["properties"]!.AsObject().Where(member => member.Value!["type"]!.ToJsonString().Contains("null"))
                .Select(member => member.Key),
            Is.EqualTo(schema["properties"]!.AsObject().Select(member => member.Key)
                .Except(schema["required"]!.AsArray().Select(name => (string)name!))));
    }

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void Everything_is_said_in_words_and_anything_may_come_beside_it(Contract contract)
    {
        var objects = Parts(SchemaOf(contract)).Where(part => part["type"]?.ToString() == "object").ToList();

        Assert.That(objects.Select(part => (string?)part["title"]), Is.All.Not.Empty);
        Assert.That(objects.Select(part => (string?)part["description"]), Is.All.EndsWith("."));
        Assert.That(
            objects.SelectMany(part => part["properties"]!.AsObject())
                .Select(member => (string?)member.Value!["description"]),
            Is.All.EndsWith("."));
        Assert.That(objects.Where(part => part.ContainsKey("additionalProperties")), Is.Empty);
    }

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void The_example_has_something_in_every_member(Contract contract)
    {
        var schema = SchemaOf(contract);

        Assert.That(
            schema["examples"]![0]!.AsObject().Where(member => member.Value is not null).Select(member => member.Key),
            Is.EqualTo(schema["properties"]!.AsObject().Select(member => member.Key)));
    }

    private static JsonObject SchemaOf(Contract contract) => MessageSchema.Of(contract, []).Json;

    private static bool CanBeReadWithout(string name, Contract contract)
    {
        var message = JsonSerializer.SerializeToNode(Samples.Of(contract.Type), contract.Json)!.AsObject();
        message.Remove(name);
        try
        {
            return message.Deserialize(contract.Json) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<JsonObject> Parts(JsonNode? node) => node switch
    {
        JsonObject schema => schema.Where(member => member.Key != "examples")
            .SelectMany(member => Parts(member.Value)).Prepend(schema),
        JsonArray items => items.SelectMany(Parts),
        _ => [],
    };
}
