using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orders.Hosting;

/// <summary>
/// Says where a JSON text is not of the shape that was asked for: every place at once, by the member's name, with the
/// value that stands there. What is left without those places can be checked further.
/// </summary>
internal sealed class JsonShape(JsonTypeInfo wanted, RequestErrors errors)
{
    private const int MostShown = 40;

    /// <summary>Writes what is right of a value; null in the place of what is not.</summary>
    public void Check(JsonElement value, Utf8JsonWriter right) => Check(value, wanted.Type, "", right);

    private void Check(JsonElement value, Type type, string path, Utf8JsonWriter right)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (value.ValueKind == JsonValueKind.Null)
            right.WriteNullValue();
        else if (IsObject(type) && value.ValueKind == JsonValueKind.Object)
            CheckMembers(value, type, path, right);
        else if (type.IsGenericType && value.ValueKind == JsonValueKind.Array)
            CheckItems(value, type.GenericTypeArguments[0], path, right);
        else if (!IsObject(type) && !type.IsGenericType && IsOf(value, type))
            value.WriteTo(right);
        else
            Refuse(value, type, path, right);
    }

    private void CheckMembers(JsonElement value, Type type, string path, Utf8JsonWriter right)
    {
        var members = wanted.Options.GetTypeInfo(type).Properties;
        var seen = new HashSet<string>();
        right.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            var name = CardNumbers.Masked(path.Length == 0 ? member.Name : $"{path}.{member.Name}");
            if (members.FirstOrDefault(known => known.Name == member.Name) is not { } known)
            {
                errors.Add(name, "is not a member that is known here");
            }
            else if (!seen.Add(member.Name))
            {
                errors.Add(name, "must not come twice");
            }
            else
            {
                right.WritePropertyName(member.Name);
                Check(member.Value, known.PropertyType, name, right);
            }
        }

        right.WriteEndObject();
    }

    private void CheckItems(JsonElement value, Type type, string path, Utf8JsonWriter right)
    {
        right.WriteStartArray();
        foreach (var (index, item) in value.EnumerateArray().Index())
            Check(item, type, $"{path}[{index}]", right);
        right.WriteEndArray();
    }

    private void Refuse(JsonElement value, Type type, string path, Utf8JsonWriter right)
    {
        errors.Add(path.Length == 0 ? "body" : path, $"must be {WordsFor(type)}, but is {Shown(value)}");
        right.WriteNullValue();
    }

    private bool IsOf(JsonElement value, Type type)
    {
        try
        {
            return value.Deserialize(wanted.Options.GetTypeInfo(type)) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsObject(Type type) => type.IsClass && type != typeof(string);

    private static string WordsFor(Type type) => type switch
    {
        var text when text == typeof(string) => "a text",
        var number when number == typeof(long) || number == typeof(int) => "a whole number",
        var flag when flag == typeof(bool) => "true or false",
        var id when id == typeof(Guid) => "an id, as in 0193a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b",
        var time when time == typeof(DateTimeOffset) => "a time with its offset, as in 2026-01-31T23:59:59Z",
        { IsGenericType: true } => "a list",
        _ => "an object",
    };

    private static string Shown(JsonElement value)
    {
        var raw = value.GetRawText();

        // Whatever may be hidden in an escape is not shown.
        if (raw.Contains('\\', StringComparison.Ordinal))
            return value.ValueKind == JsonValueKind.String ? "another text" : WordFor(value.ValueKind);
        raw = CardNumbers.Masked(raw);
        return raw.Length > MostShown ? raw[..MostShown] + "…" : raw;
    }

    private static string WordFor(JsonValueKind kind) => kind == JsonValueKind.Array ? "a list" : "an object";
}
