using System.Text.Json.Nodes;
using Contracts;
using Orders.Testing;

namespace Tests.Contracts;

/// <summary>What is released under a version stays what it is: a change takes the next one.</summary>
[Category("Unit")]
internal sealed class SchemasHaveVersions
{
    private static readonly Contract Contract = Catalogue.All[0];
    private static readonly SchemaVersion First = SchemaVersion.First(Contract);

    private string root = "";

    [SetUp]
    public void MakeFolder() => root = Directory.CreateTempSubdirectory("documents-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(root, recursive: true);

    [Test]
    public void The_first_is_that_of_the_name_and_zero()
    {
        Assert.That(MessageSchema.Of(Contract, []).Version, Is.EqualTo(First));
        Assert.That((First.Name, First.Major, First.Minor), Is.EqualTo((Contract.Name, 1, 0)));
        Assert.That(First.File, Is.EqualTo("Contracts/schemas/orders.order_created/1.0.json"));
        Assert.That(SchemaVersion.OfFile(First.File), Is.EqualTo(First));
        Assert.That(SchemaVersion.OfFile(First.ReleasedSampleFile), Is.Null);
    }

    [Test]
    public void What_has_not_changed_keeps_the_version_that_was_released_last() => Assert.That(
        MessageSchema.Of(Contract, [Released(0), Released(7), Released(2)]).Version.Minor, Is.EqualTo(7));

    [Test]
    public void What_has_changed_takes_the_next()
    {
        var released = Released(7);
        released.Json["description"] = "An order was taken.";

        var schema = MessageSchema.Of(Contract, [released]);

        Assert.That(schema.Version, Is.EqualTo(First with { Minor = 8 }));
        Assert.That((string?)schema.Json["$id"], Is.EqualTo("urn:schema:orders.order_created:1.8"));
    }

    [Test]
    public void Another_major_version_begins_anew() => Assert.That(
        MessageSchema.Of(Contract with { Name = "orders.order_created.v2" }, [Released(7)]).Version,
        Is.EqualTo(First with { Major = 2 }));

    [Test]
    public void A_release_keeps_the_schema_and_its_example()
    {
        Commit(MessageSchema.Of(Contract, []).Json);

        ReleasedSchemas.Add(root, First);

        var kept = ReleasedSchemas.In(root).Single();
        Assert.That(kept.Version, Is.EqualTo(First));
        Assert.That(JsonNode.DeepEquals(kept.Json, MessageSchema.Of(Contract, []).Json), Is.True);
        Assert.That(JsonNode.DeepEquals(kept.Sample, kept.Json["examples"]![0]), Is.True);
    }

    [Test]
    public void What_was_released_is_not_written_over()
    {
        Commit(MessageSchema.Of(Contract, []).Json);
        ReleasedSchemas.Add(root, First);
        Commit(new JsonObject { ["examples"] = new JsonArray(new JsonObject()) });

        Assert.That(() => ReleasedSchemas.Add(root, First), Throws.InstanceOf<IOException>());

        Assert.That((string?)ReleasedSchemas.In(root).Single().Json["title"], Is.EqualTo("OrderCreated"));
    }

    private void Commit(JsonObject schema) => new Document(First.File, PublishedJson.Text(schema)).Write(root);

    private static ReleasedSchema Released(int minor)
    {
        var json = MessageSchema.Of(Contract, []).Json;
        json["$id"] = (First with { Minor = minor }).Id;
        return new ReleasedSchema(First with { Minor = minor }, json, []);
    }
}
