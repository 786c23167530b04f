using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using Json.Schema;
using Orders.Testing;

namespace Tests.Contracts;

/// <summary>Who writes and who reads may be of different releases, in either direction.</summary>
[Category("Unit")]
internal sealed class ReleasedMessages
{
    [TestCaseSource(typeof(Published), nameof(Published.EveryReleasedSchema))]
    public void A_message_of_then_is_read_today_with_all_it_says(ReleasedSchema released)
    {
        var contract = ContractOf(released);

        var read = released.Sample.Deserialize(contract.Json);

        var written = JsonSerializer.SerializeToNode(read, contract.Json)!.AsObject();
        Assert.That(
            released.Sample.Where(member => !JsonNode.DeepEquals(member.Value, written[member.Key]))
                .Select(member => member.Key),
            Is.Empty);
    }

    [TestCaseSource(typeof(Published), nameof(Published.EveryReleasedSchema))]
    public void A_message_of_today_is_valid_by_the_schema_of_then(ReleasedSchema released)
    {
        var contract = ContractOf(released);
        foreach (var message in new[] { Samples.Of(contract.Type), Examples.Of(contract.Type) })
        {
            var json = JsonSerializer.SerializeToNode(message, contract.Json)!.AsObject();
            Assert.That(ErrorsOf(released.Json, json), Is.Empty);
            foreach (var (name, optional) in released.Json["properties"]!.AsObject())
            {
                if (optional!.AsObject().ContainsKey("default"))
                    json[name] = null;
            }

            Assert.That(ErrorsOf(released.Json, json), Is.Empty, "without what is optional");
        }
    }

    [TestCaseSource(typeof(Published), nameof(Published.EveryReleasedSchema))]
    public void The_sample_of_a_release_is_one(ReleasedSchema released) =>
        Assert.That(ErrorsOf(released.Json, released.Sample), Is.Empty);

    [Test]
    public void A_message_that_is_not_valid_is_told()
    {
        var schema = MessageSchema.Of(Catalogue.All[0], []).Json;
        var message = schema["examples"]![0]!.DeepClone().AsObject();
        message["orderId"] = "no id";
        message["totalMinor"] = "6100";
        message["lines"]![0]!.AsObject().Remove("sku");

        Assert.That(ErrorsOf(schema, message), Has.Count.EqualTo(3)
            .And.Some.StartsWith("/orderId: ").And.Some.StartsWith("/totalMinor: ").And.Some.StartsWith("/lines/0: "));
    }

    private static Contract ContractOf(ReleasedSchema released) =>
        Catalogue.All.Single(contract => contract.Name == released.Version.Name);

    private static List<string> ErrorsOf(JsonObject schema, JsonObject message)
    {
        var result = JsonSchema.FromText(schema.ToJsonString()).Evaluate(message, new EvaluationOptions
        {
            OutputFormat = OutputFormat.List,
            RequireFormatValidation = true,
        });
        return
        [
            .. from detail in result.Details
               from error in detail.Errors ?? new Dictionary<string, string>()
               select $"{detail.InstanceLocation}: {error.Value}",
        ];
    }
}
