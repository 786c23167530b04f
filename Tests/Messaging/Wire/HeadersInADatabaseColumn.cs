using System.Text;
using Messaging;

namespace Tests.Messaging;

[Category("Unit")]
internal sealed class HeadersInADatabaseColumn
{
    [Test]
    public void They_come_back_in_order_with_their_bytes()
    {
        var headers = new MessageHeaders();
        headers.Add("content-type", "application/json");
        headers.Add("bytes", [0, 255, 128]);
        headers.Add("long", new byte[70_000]);

        Assert.That(Again(headers).All, Is.EqualTo(headers.All));
    }

    [Test]
    public void A_value_that_is_null_is_told_from_one_that_is_empty()
    {
        var headers = new MessageHeaders();
        headers.Add("null", (byte[]?)null);
        headers.Add("empty", []);

        var again = Again(headers);

        Assert.That(again.All[0].Value, Is.Null);
        Assert.That(again.All[1].Value, Is.Empty);
        Assert.That(again.Text("null"), Is.Null);
        Assert.That(again.Text("empty"), Is.Empty);
    }

    [Test]
    public void Of_two_with_one_name_both_stay_and_the_first_is_read()
    {
        var headers = new MessageHeaders();
        headers.Add("twice", "first");
        headers.Add("twice", "second");

        var again = Again(headers);

        Assert.That(again.All, Has.Count.EqualTo(2));
        Assert.That(again.Text("twice"), Is.EqualTo("first"));
    }

    [Test]
    public void Names_and_values_may_be_any_text()
    {
        var headers = new MessageHeaders();
        headers.Add("größe-尺寸", "🙂 ü");
        headers.Add("", "nameless");

        Assert.That(Again(headers).Text("größe-尺寸"), Is.EqualTo("🙂 ü"));
        Assert.That(Again(headers).Text(""), Is.EqualTo("nameless"));
    }

    [Test]
    public void Bytes_of_another_encoding_are_read_as_UTF_8_without_a_complaint()
    {
        var headers = new MessageHeaders();
        headers.Add("latin", Encoding.Latin1.GetBytes("grün"));

        Assert.That(Again(headers).Text("latin"), Is.EqualTo("gr\uFFFDn"));
    }

    [Test]
    public void No_headers_are_possible_too() => Assert.That(Again(new MessageHeaders()).All, Is.Empty);

    [Test]
    public void An_id_is_read_from_its_text_and_anything_else_is_none()
    {
        var id = Guid.NewGuid();
        var headers = new MessageHeaders();
        headers.Add("id", id.ToString());
        headers.Add("text", "no id");
        headers.Add("null", (byte[]?)null);

        Assert.That(headers.Id("id"), Is.EqualTo(id));
        Assert.That(headers.Id("text"), Is.Null);
        Assert.That(headers.Id("null"), Is.Null);
        Assert.That(headers.Id("missing"), Is.Null);
    }

    private static MessageHeaders Again(MessageHeaders headers) => MessageHeaders.Decode(headers.Encode());
}
