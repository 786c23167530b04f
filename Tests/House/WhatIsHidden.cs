using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.House;

/// <summary>Nothing is put out of sight without a reason: no code, no warning, no exception and no work.</summary>
[Category("Unit")]
internal sealed partial class WhatIsHidden
{
    [Test]
    public void Nothing_is_hidden_without_a_reason() =>
        Assert.That(Exemption.Apply(Source.All.SelectMany(Hidden)), Is.Empty);

    [Test]
    public void No_rule_is_turned_off_without_a_reason() =>
        Assert.That(TurnedOff(Repository.Text(".editorconfig")), Is.Empty);

    [TestCase("#region x\n#endregion", "hides code in a region: make a file of it")]
    [TestCase("#pragma warning disable CA1001", "hides a warning: say why, on the same line")]
    [TestCase("[SuppressMessage(\"Design\", \"CA1001\")] class A;", "hides a warning: give its Justification")]
    [TestCase("// TODO: the rest", "leaves a TODO: do it, or write down what is not done")]
    [TestCase("/* FIXME */", "leaves a FIXME: do it, or write down what is not done")]
    [TestCase("/// <summary>A HACK.</summary>\nclass A;", "leaves a HACK: do it, or write down what is not done")]
    [TestCase("try { A(); } catch { }", "swallows an exception: say why, or use it")]
    [TestCase("try { A(); } catch (IOException) { }", "swallows an exception: say why, or use it")]
    [TestCase("try { A(); } catch (Exception) { return 1; }", "swallows an exception: say why, or use it")]
    [TestCase("try { A(); } catch (Exception e) { B(); }", "swallows an exception: say why, or use it")]
    [TestCase("try { A(); } catch { B(() => { throw new X(); }); }", "swallows an exception: say why, or use it")]
    public void What_is_hidden_is_told(string code, string complaint) => Assert.That(
        Hidden(new Source("Messaging/A.cs", code)).Select(found => found.ToString()),
        Is.EqualTo([$"Messaging/A.cs:1 {complaint}"]));

    [TestCase("#pragma warning disable CA1001 // Nothing is to be freed.")]
    [TestCase("#pragma warning restore CA1001")]
    [TestCase("[SuppressMessage(\"Design\", \"CA1001\", Justification = \"Nothing is to be freed.\")] class A;")]
    [TestCase("Log(\"TODO #region\");")]
    [TestCase("try { A(); } catch { B(); throw; }")]
    [TestCase("try { A(); } catch (Exception e) { Log(e); }")]
    [TestCase("try { A(); } catch (Exception e) when (e is IOException) { B(); }")]
    [TestCase("try { A(); } catch (IOException) { return null; }")]
    [TestCase("try { A(); } catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }")]
    [TestCase("try { A(); } catch (Exception) { /* Closing rolls back as well. */ }")]
    public void What_has_its_reason_is_left_alone(string code) =>
        Assert.That(Hidden(new Source("Messaging/A.cs", code)), Is.Empty);

    [Test]
    public void A_rule_that_is_turned_off_is_told() => Assert.That(
        TurnedOff("""
            dotnet_diagnostic.CA1.severity = none # It would be noise.
            dotnet_diagnostic.CA2.severity = warning
            dotnet_diagnostic.CA3.severity = none
            """),
        Is.EqualTo(["dotnet_diagnostic.CA3.severity = none has no reason on its line"]));

    private static IEnumerable<Complaint> Hidden(Source source)
    {
        foreach (var trivia in source.Root.DescendantTrivia())
        {
            if (trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
                yield return source.Complain(trivia, "hides code in a region: make a file of it");
            else if (trivia.GetStructure() is PragmaWarningDirectiveTriviaSyntax pragma && HidesWithoutReason(pragma))
                yield return source.Complain(trivia, "hides a warning: say why, on the same line");
            else if (Source.IsComment(trivia) && Promise().Match(trivia.ToFullString()) is { Success: true } promise)
                yield return source.Complain(
                    trivia, $"leaves a {promise.Value}: do it, or write down what is not done");
        }

        foreach (var node in source.Root.DescendantNodes())
        {
            if (node is AttributeSyntax attribute && HidesWithoutReason(attribute))
                yield return source.Complain(node, "hides a warning: give its Justification");
            else if (node is CatchClauseSyntax caught && Swallows(caught))
                yield return source.Complain(node, "swallows an exception: say why, or use it");
        }
    }

    private static bool HidesWithoutReason(PragmaWarningDirectiveTriviaSyntax pragma) =>
        pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword)
        && !pragma.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia));

    private static bool HidesWithoutReason(AttributeSyntax attribute) =>
        attribute.Name.ToString().EndsWith("SuppressMessage", StringComparison.Ordinal)
        && attribute.ArgumentList?.Arguments.Any(argument =>
            argument.NameEquals?.Name.Identifier.Text == "Justification") != true;

    /// <summary>Whoever names what is caught has decided; who catches all has to use it, or to say why not.</summary>
    private static bool Swallows(CatchClauseSyntax caught)
    {
        var block = caught.Block;
        if (block.DescendantTrivia().Any(Source.IsComment))
            return false;
        var isForAll = caught.Declaration?.Type.ToString() is null or "Exception" && caught.Filter is null;
        return isForAll
            ? !Rethrows(block) && !Uses(block, caught.Declaration)
            : block.Statements.Count == 0 && caught.Filter is null;
    }

    private static bool Rethrows(BlockSyntax block) => block.Statements.LastOrDefault() is ThrowStatementSyntax;

    private static bool Uses(BlockSyntax block, CatchDeclarationSyntax? declared) =>
        declared?.Identifier.Text is { Length: > 0 } exception
        && block.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.Text == exception);

    private static IEnumerable<string> TurnedOff(string editorConfig) => editorConfig.Split('\n')
        .Where(line => line.Contains("severity = none", StringComparison.Ordinal) && !line.Contains('#'))
        .Select(line => $"{line} has no reason on its line");

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Promise();
}
