using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.House;

/// <summary>A line fits a screen, a method fits it from top to bottom, and a file is one idea.</summary>
[Category("Unit")]
internal sealed class Tidy
{
    private const int Columns = 120;
    private const int LinesOfAMethod = 70;
    private const int LinesOfAFile = 300;
    private const int StatementsOfAProgram = 10;

    /// <summary>So many ends of lines that nothing more fits into a method.</summary>
    private static readonly string Full = new('\n', LinesOfAMethod);

    private static readonly Exemption[] Exemptions =
    [
        new("Orders.Saga/OrderStateMachine.cs", "'OrderStateMachine'", "The process of an order is one page."),
    ];

    [Test]
    public void Sources_are_tidy() =>
        Assert.That(Exemption.Apply(Source.All.SelectMany(Untidy), Exemptions), Is.Empty);

    [Test]
    public void What_is_too_long_is_told()
    {
        Assert.That(In(new string('x', Columns)), Is.Empty);
        Assert.That(In("\n" + new string('x', Columns + 1)), Is.EqualTo(["A/A.cs:2 is longer than 120 columns"]));
        Assert.That(In(new string('\n', LinesOfAFile)), Is.EqualTo(["A/A.cs is longer than 300 lines"]));
    }

    [TestCase("class A { void M() {@} }")]
    [TestCase("class A { string M() => \"\"\"@\"\"\"; }")]
    [TestCase("class A { public A() {@} }")]
    [TestCase("class A { int P { get {@} } }")]
    [TestCase("class A { void M() { void L() {@} } }")]
    public void A_method_that_is_too_long_is_told(string code)
    {
        Assert.That(In(code.Replace("@", Full[1..], StringComparison.Ordinal)), Is.Empty);
        Assert.That(
            In(code.Replace("@", Full, StringComparison.Ordinal)),
            Has.Some.Matches("A/A.cs:1 has a method '.*' of 71 lines: 70 are a screen"));
    }

    [TestCase("/// <summary>.@</summary>")]
    [TestCase("[TestCase(1)]@[TestCase(2)]")]
    public void What_stands_before_a_method_does_not_count(string before) => Assert.That(
        In(("class A {\n" + before + "\nvoid M() { }\n}").Replace("@", Full, StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void A_program_that_does_more_than_start_is_told()
    {
        var start = string.Concat(Enumerable.Repeat("A();", StatementsOfAProgram));
        Assert.That(In(start), Is.Empty);
        Assert.That(In(start + "A();"), Is.EqualTo(["A/A.cs has 11 statements at its top: they belong to Wiring.cs"]));
    }

    private static IEnumerable<string> In(string text) =>
        Untidy(new Source("A/A.cs", text)).Select(complaint => complaint.ToString());

    private static IEnumerable<Complaint> Untidy(Source source)
    {
        var lines = source.Text.Split('\n');
        if (lines.Length > LinesOfAFile)
            yield return new(source.Path, 0, $"is longer than {LinesOfAFile} lines");
        for (var number = 1; number <= lines.Length; number++)
        {
            if (lines[number - 1].Length > Columns)
                yield return new(source.Path, number, $"is longer than {Columns} columns");
        }

        if (source.Root.ChildNodes().OfType<GlobalStatementSyntax>().Count() is var top and > StatementsOfAProgram)
            yield return new(source.Path, 0, $"has {top} statements at its top: they belong to Wiring.cs");

        foreach (var (method, name) in source.Root.DescendantNodes().Select(node => (node, NameOf(node))))
        {
            if (name is not null && LinesOf(method) is var count and > LinesOfAMethod)
                yield return source.Complain(
                    method, $"has a method '{name}' of {count} lines: {LinesOfAMethod} are a screen");
        }
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        AccessorDeclarationSyntax accessor => accessor.Keyword.Text,
        OperatorDeclarationSyntax @operator => @operator.OperatorToken.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        _ => null,
    };

    private static int LinesOf(SyntaxNode method)
    {
        var begin = method.ChildNodesAndTokens().First(part => part.AsNode() is not AttributeListSyntax);
        return LineOf(method.Span.End) - LineOf(begin.Span.Start) + 1;

        int LineOf(int position) => method.SyntaxTree.GetText().Lines.GetLineFromPosition(position).LineNumber;
    }
}
