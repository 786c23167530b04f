using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.House;

/// <summary>
/// One thing has one word, the one in docs/glossary.md: in what is declared here, in comments and in documents. What
/// others have named, and what stands on the wire, keeps its name.
/// </summary>
[Category("Unit")]
internal sealed class Synonyms
{
    private const string Received = "What the consumers of a test have received.";

    private static readonly (string Banned, string Word)[] Table =
    [
        (@"compensat\w*", "undo"),
        (@"inbox(es)?|event (logs?|stores?)", "history"),
        (@"dlqs?|dead letter (queues?|topics?)|quarantin\w*|parking lots?", "dead letter"),
        (@"poison (pills?|messages?)", "poison"),
        (@"work ?flows?|process managers?", "saga"),
        (@"work items?", "unit"),
        (@"buyers?|purchasers?|shoppers?", "customer"),
        (@"reimburs\w*|repay\w*|chargebacks?", "refund"),
        (@"dedup\w*", "duplicate"),
        (@"takeovers?|failovers?", "adoption"),
        (@"watermarks?", "mark"),
        (@"shards?", "partition"),
        (@"canceled|cancelations?", "cancelled"),
    ];

    private static readonly Exemption[] Exemptions =
    [
        new("Messaging/Outbox/OutboxDelivery.cs", "inbox", "What was handed to its thread and is not looked at yet."),
        new("Tests/Messaging/Support/Inbox.cs", "inbox", Received),
        new("Tests/Messaging/Support/TestHost.cs", "inbox", Received),
        new("Tests/Messaging/Rider/RecordsOfTheOfficialRider.cs", "inbox", Received),
        new("docs/glossary.md", "compensation", "What others call it."),
        new("docs/glossary.md", "inbox", "What others call it."),
    ];

    [Test]
    public void One_thing_has_one_word() => Assert.That(
        Exemption.Apply(
            Source.All.SelectMany(Strange)
                .Concat(Repository.Files(".md").SelectMany(document => Strange(document.Path, document.Text))),
            Exemptions),
        Is.Empty);

    [Test]
    public void Every_word_stands_in_the_glossary() => Assert.That(
        Table.Select(row => row.Word).Except(["cancelled"]).Distinct(),
        Is.SubsetOf(Glossary.Entries(Repository.Text(Glossary.Document)).Select(entry => entry.Word)));

    [TestCase("class CompensateOrder;", "'compensate', here called undo")]
    [TestCase("class A(int dlqDepth);", "'dlq', here called dead letter")]
    [TestCase("class A { void B() { var inbox = 1; } }", "'inbox', here called history")]
    [TestCase("class A { object DeadLetterQueue => null; }", "'dead letter queue', here called dead letter")]
    [TestCase("enum A { Canceled }", "'canceled', here called cancelled")]
    [TestCase("// Two shoppers want the last one.", "'shoppers', here called customer")]
    [TestCase("/// <summary>Begins the\n/// compensation.</summary>\nclass A;", "'compensation', here called undo")]
    public void A_synonym_in_a_source_is_told(string code, string complaint) => Assert.That(
        Strange(new Source("A/A.cs", code)).Select(found => found.ToString()),
        Is.EqualTo([$"A/A.cs:1 says {complaint}"]));

    [TestCase("class A { object Of() => consumer.QueryWatermarkOffsets(new OperationCanceledException()); }")]
    [TestCase("class A { string TopicOf(string group) => \"dlq.\" + group; }")]
    [TestCase("/// <summary>On <c>dlq.orders-saga</c>, see <see cref=\"Inbox\"/>.</summary>\nclass A;")]
    public void What_others_have_named_keeps_its_name(string code) =>
        Assert.That(Strange(new Source("A/A.cs", code)), Is.Empty);

    [Test]
    public void A_synonym_in_a_document_is_told() => Assert.That(
        Strange("README.md", "A copy on `dlq.<group>`.\n\n```\ninbox\n```\nThe Dead-Letter Queue holds it.")
            .Select(found => found.ToString()),
        Is.EqualTo(["README.md:6 says 'dead letter queue', here called dead letter"]));

    private static IEnumerable<Complaint> Strange(Source source) =>
        from text in source.Root.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is not SimpleNameSyntax)
            .Select(token => (Where: token.GetLocation(), Text: token.Text))
            .Concat(source.Root.DescendantTrivia().Where(Source.IsComment)
                .Select(trivia => (Where: trivia.GetLocation(), Text: Words.ProseOfComment(trivia.ToFullString()))))
        from complaint in Strange(source.Path, Source.LineOf(text.Where), text.Text)
        select complaint;

    private static IEnumerable<Complaint> Strange(string path, string document) =>
        Words.ProseOf(document).Split('\n').SelectMany((line, index) => Strange(path, index + 1, line));

    private static IEnumerable<Complaint> Strange(string path, int line, string text)
    {
        var words = Words.Of(text);
        return Table.Select(row => (row.Word, Found: Regex.Match(words, $@"\b({row.Banned})\b")))
            .Where(row => row.Found.Success)
            .Select(row => new Complaint(path, line, $"says '{row.Found.Value}', here called {row.Word}"));
    }
}
