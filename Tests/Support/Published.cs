using System.Text.Json.Nodes;
using Orders.Testing;
using YamlDotNet.Serialization;

namespace Tests;

/// <summary>The documents that are published, as they are committed and as others read them.</summary>
internal static class Published
{
    private static readonly IDeserializer Yaml =
        new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    private static readonly ISerializer Json = new SerializerBuilder().JsonCompatible().Build();

    public static JsonObject AsyncApi { get; } = FromYaml(Repository.Text("Contracts/asyncapi.yaml"));

    public static JsonObject OpenApi { get; } = FromJson("Orders.Api/openapi.json");

    public static IEnumerable<TestCaseData> EveryReleasedSchema() =>
        from schema in ReleasedSchemas.In(Repository.Root)
        let version = schema.Version
        select new TestCaseData(schema).SetArgDisplayNames($"{version.Message} {version.Major}.{version.Minor}");

    public static JsonObject FromYaml(string text) =>
        JsonNode.Parse(Json.Serialize(Yaml.Deserialize<object>(text)))!.AsObject();

    public static JsonObject FromJson(string path) => JsonNode.Parse(Repository.Text(path))!.AsObject();
}
