using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.House;

/// <summary>A name says what something does for its reader.</summary>
[Category("Unit")]
internal sealed partial class Names
{
    private static readonly Exemption[] Exemptions =
    [
        new("Messaging/Kafka/ProduceExtensions.cs", "says nothing", "The official rider's own name."),
        new("Contracts/Inventory.cs", "named after", "The messages of Inventory.Worker."),
        new("Tests/Messaging/Support/Ledger.cs", "named after", "A small database, with all that is in it."),
    ];

    /// <summary>Methods of interfaces that others have made.</summary>
    private static readonly string[] NamesOfOthers =
    [
        "DisposeAsync", "StartingAsync", "StartAsync", "StartedAsync", "StoppingAsync", "StopAsync", "StoppedAsync",
        "WriteAsync", "CheckHealthAsync",
    ];

    [Test]
    public void Every_name_says_something() =>
        Assert.That(Exemption.Apply(Source.All.SelectMany(Empty), Exemptions), Is.Empty);

    [TestCase("Messaging/Common/A.cs", "class A;", "lies in a folder 'Common', which says nothing")]
    [TestCase("Messaging/Helpers/A.cs", "class A;", "lies in a folder 'Helpers', which says nothing")]
    [TestCase("Orders.Common/A.cs", "class A;", "lies in a folder 'Orders.Common', which says nothing")]
    [TestCase("Messaging/A.cs", "class A { class SagaManager; }", "has a type 'SagaManager', which says nothing")]
    [TestCase("Messaging/StringUtils.cs", "class StringUtils;", "has a type 'StringUtils', which says nothing")]
    [TestCase("Messaging/Extensions.cs", "class Extensions;", "has a type 'Extensions', which says nothing")]
    [TestCase("Messaging/A.cs", "class A; class MessageHelper;", "has a type 'MessageHelper', which says nothing")]
    [TestCase("Contracts/MessageBase.cs", "record MessageBase;", "has a type 'MessageBase', which says nothing")]
    [TestCase("Messaging/A.cs", "class A { Task SaveAsync() => null; }",
        "has a method 'SaveAsync': there is no other 'Save' to tell it from")]
    [TestCase("Messaging/A.cs", "class A { void B() { Task SaveAsync() => null; } }",
        "has a method 'SaveAsync': there is no other 'Save' to tell it from")]
    [TestCase("Contracts/A.cs", "record A(Guid EventId);",
        "has a property 'EventId', which MassTransit takes for the message's own id")]
    [TestCase("Contracts/A.cs", "record A { public Guid CommandId { get; init; } }",
        "has a property 'CommandId', which MassTransit takes for the message's own id")]
    [TestCase("Messaging/A.cs", "class B; class C;", "is named after no type in it: B, C")]
    [TestCase("Messaging/Views.cs", "record View;", "is named after no type in it: View")]
    public void A_name_that_says_nothing_is_told(string path, string code, string complaint) => Assert.That(
        Empty(new Source(path, code)).Select(found => found.What), Is.EqualTo([complaint]));

    [TestCase("Messaging/A.cs", "class A { protected override Task ExecuteAsync() => null; }")]
    [TestCase("Messaging/A.cs", "class A : IAsyncDisposable { public ValueTask DisposeAsync() => default; }")]
    [TestCase("Messaging/A.cs", "record A(Guid EventId);")]
    [TestCase("Messaging/A.Log.cs", "partial class A;")]
    [TestCase("Messaging/ATable.cs", "record ARow; class ATable;")]
    [TestCase("Messaging/Gateway.cs", "interface IGateway; record Answer;")]
    [TestCase("Messaging/Views.cs", "record OrderView; record StockView;")]
    [TestCase("Messaging/Program.cs", "return 0;")]
    [TestCase("Messaging/Baseline.cs", "class Baseline;")]
    public void A_name_that_says_something_is_left_alone(string path, string code) =>
        Assert.That(Empty(new Source(path, code)), Is.Empty);

    private static IEnumerable<Complaint> Empty(Source source)
    {
        foreach (var folder in source.Path.Split('/')[..^1].Where(folder => SaysNothing().IsMatch(folder)))
            yield return new(source.Path, 0, $"lies in a folder '{folder}', which says nothing");

        foreach (var node in source.Root.DescendantNodes())
        {
            if (node is BaseTypeDeclarationSyntax type && SaysNothing().IsMatch(type.Identifier.Text))
                yield return source.Complain(node, $"has a type '{type.Identifier.Text}', which says nothing");
            else if (AsyncNameOf(node) is { } method)
                yield return source.Complain(
                    node, $"has a method '{method}': there is no other '{method[..^5]}' to tell it from");
            else if (source.Project == "Contracts" && PropertyOf(node) is ("EventId" or "CommandId") and var property)
                yield return source.Complain(
                    node, $"has a property '{property}', which MassTransit takes for the message's own id");
        }

        var types = source.Root.DescendantNodes(node => node is not BaseTypeDeclarationSyntax)
            .OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.Text).ToList();
        if (types.Count > 0 && !IsNamedAfter(types, Path.GetFileName(source.Path).Split('.')[0]))
            yield return new(source.Path, 0, $"is named after no type in it: {string.Join(", ", types)}");
    }

    /// <summary>Several small ones that are read together may stand under the plural of what they are.</summary>
    private static bool IsNamedAfter(List<string> types, string name) =>
        types.Contains(name) || types.Contains("I" + name) || (types.Count > 1 && name.EndsWith('s'));

    private static string? AsyncNameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method when !method.Modifiers.Any(SyntaxKind.OverrideKeyword) =>
            AsyncNameOf(method.Identifier.Text),
        LocalFunctionStatementSyntax local => AsyncNameOf(local.Identifier.Text),
        _ => null,
    };

    private static string? AsyncNameOf(string name) =>
        name.EndsWith("Async", StringComparison.Ordinal) && !NamesOfOthers.Contains(name) ? name : null;

    private static string? PropertyOf(SyntaxNode node) => node switch
    {
        PropertyDeclarationSyntax property => property.Identifier.Text,
        ParameterSyntax { Parent.Parent: RecordDeclarationSyntax } parameter => parameter.Identifier.Text,
        _ => null,
    };

    [GeneratedRegex(@"(^|[.\p{Ll}])(Common|Helpers?|Utils?|Utilities|Managers?|Misc|Base|Extensions)$")]
    private static partial Regex SaysNothing();
}
