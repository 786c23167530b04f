using Messaging;

namespace Tests.Messaging;

[Category("Unit")]
internal sealed class TextFromElsewhere
{
    [TestCase("plain", 10, "plain")]
    [TestCase("plain", 3, "pla")]
    [TestCase("", 3, "")]
    [TestCase("a\0b", 10, "a\uFFFDb")]
    [TestCase("\uD83D\uDE42", 2, "\uD83D\uDE42")]
    [TestCase("a\uD83D\uDE42", 2, "a")]
    public void Becomes_what_every_database_takes(string text, int most, string expected) =>
        Assert.That(StorableText.Of(text, most), Is.EqualTo(expected));

    /// <summary>An attribute cannot hold half a character.</summary>
    [Test]
    public void Half_characters_are_replaced()
    {
        Assert.That(StorableText.Of(new string('\uD83D', 1), 10), Is.EqualTo("\uFFFD"));
        Assert.That(StorableText.Of('\uDE42' + "x", 10), Is.EqualTo("\uFFFDx"));
    }
}
