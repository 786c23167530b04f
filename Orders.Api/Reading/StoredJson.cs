using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Orders.Api;

/// <summary>
/// A message as it stands in the database. It is shown as its writer wrote it: some of what can be read from JSON,
/// half a surrogate for instance, .NET refuses to write.
/// </summary>
[JsonConverter(typeof(StoredJsonWriter))]
internal readonly record struct StoredJson(byte[] Bytes);

/// <summary>Writes what is stored.</summary>
internal sealed class StoredJsonWriter : JsonConverter<StoredJson>
{
    public override StoredJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("What is stored is only shown.");

    public override void Write(Utf8JsonWriter writer, StoredJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(Text(value.Bytes), skipInputValidation: true);

    private static byte[] Text(byte[] bytes) =>
        Utf8.IsValid(bytes) ? bytes : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes));
}
