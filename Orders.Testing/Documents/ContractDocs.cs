using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Contracts;

namespace Orders.Testing;

/// <summary>
/// What the docs in Contracts say, as plain text: they are what is published of the meaning of things. The compiler
/// writes them beside the assembly.
/// </summary>
internal static partial class ContractDocs
{
    private static readonly Assembly Assembly = typeof(Catalogue).Assembly;

    private static readonly Dictionary<string, XElement> Docs =
        XDocument.Load(Path.ChangeExtension(Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>The summary of a type.</summary>
    public static string Of(Type type) =>
        TextOf(Docs.GetValueOrDefault($"T:{type.FullName}")?.Element("summary"), type.Name);

    /// <summary>The summary of a constant.</summary>
    public static string OfConstant(Type type, string value)
    {
        var field = type.GetFields().Single(field => Equals(field.GetRawConstantValue(), value));
        return TextOf(Docs.GetValueOrDefault($"F:{type.FullName}.{field.Name}")?.Element("summary"), field.Name);
    }

    /// <summary>What is said of a record's member.</summary>
    /// <param name="type">The record.</param>
    /// <param name="name">The member's name in JSON.</param>
    public static string OfMember(Type type, string name) => TextOf(
        Docs.GetValueOrDefault($"T:{type.FullName}")?.Elements("param").SingleOrDefault(parameter =>
            JsonNamingPolicy.CamelCase.ConvertName(parameter.Attribute("name")!.Value) == name),
        $"{type.Name}.{name}");

    private static string TextOf(XElement? docs, string subject) => docs is null
        ? throw new InvalidOperationException(
            $"Contracts has no docs of '{subject}'. They are published: write there what it is.")
        : Blanks().Replace(string.Concat(docs.Nodes().Select(TextOf)), " ").Trim();

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } reference => ValueOf(reference.Attribute("cref")!.Value),
        XElement other => other.Value,
        _ => "",
    };

    /// <summary>
    /// A constant is its value, a class of constants all of theirs: who reads the documents knows no classes.
    /// </summary>
    private static string ValueOf(string reference)
    {
        var (kind, name) = (reference[0], reference[2..]);
        var end = name.LastIndexOf('.');
        return kind switch
        {
            'T' => string.Join(", ", TypeOf(name).GetFields().Select(field => field.GetRawConstantValue())),
            'F' => $"{TypeOf(name[..end]).GetField(name[(end + 1)..])!.GetRawConstantValue()}",
            _ => throw new InvalidOperationException(
                $"Docs that are published refer to '{name}': only constants have a value to put there."),
        };
    }

    private static Type TypeOf(string name) => Assembly.GetType(name, throwOnError: true)!;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
