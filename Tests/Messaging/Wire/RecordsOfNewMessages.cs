using System.Globalization;
using System.Text;
using Messaging;

namespace Tests.Messaging;

/// <summary>The closed list of headers that every record carries, and what stands in them.</summary>
[Category("Unit")]
internal sealed class RecordsOfNewMessages
{
    private static readonly string[] Always =
    [
        "content-type", "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "MessageId", "CorrelationId",
        "ConversationId", "traceparent",
    ];

    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, 60, DateTimeKind.Utc);
    private static readonly Deposited Message = new(Guid.NewGuid(), 7, "thanks");

    [Test]
    public void They_carry_exactly_the_headers_of_the_contract() =>
        Assert.That(NamesOf(Write(Cause.None)), Is.EquivalentTo(Always));

    [Test]
    public void What_a_message_caused_carries_its_initiator_too() =>
        Assert.That(
            NamesOf(Write(new Cause(null, Guid.NewGuid(), null))), Is.EquivalentTo(Always.Append("InitiatorId")));

    [Test]
    public void The_headers_say_what_it_is_and_who_wrote_it()
    {
        var headers = Write(Cause.None).Headers;

        Assert.That(headers.Text("content-type"), Is.EqualTo("application/json"));
        Assert.That(headers.Text("ce_specversion"), Is.EqualTo("1.0"));
        Assert.That(headers.Text("ce_type"), Is.EqualTo("ledger.deposited.v1"));
        Assert.That(headers.Text("ce_source"), Is.EqualTo("urn:service:ledger"));
        Assert.That(headers.Text("ce_time"), Is.EqualTo("2026-01-02T03:04:05.060Z"));
    }

    [Test]
    public void A_type_that_was_made_from_another_writes_its_own_name_and_source()
    {
        var type = LedgerMessages.Deposited with { Name = "ledger.deposited.v2", Source = "urn:service:other" };

        var headers = WireFormat.Write(type, Message, Cause.None, Now).Headers;

        Assert.That(headers.Text("ce_type"), Is.EqualTo("ledger.deposited.v2"));
        Assert.That(headers.Text("ce_source"), Is.EqualTo("urn:service:other"));
    }

    [Test]
    public void The_time_is_written_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
        try
        {
            Assert.That(Write(Cause.None).Headers.Text("ce_time"), Is.EqualTo("2026-01-02T03:04:05.060Z"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void One_id_stands_in_both_of_its_headers_and_grows_with_time()
    {
        var first = Write(Cause.None);
        var later = WireFormat.Write(LedgerMessages.Deposited, Message, Cause.None, Now.AddMilliseconds(1));

        Assert.That(first.Headers.Text("ce_id"), Is.EqualTo(first.Id.ToString()));
        Assert.That(first.Headers.Text("MessageId"), Is.EqualTo(first.Id.ToString()));
        Assert.That(string.CompareOrdinal(later.Id.ToString(), first.Id.ToString()), Is.Positive);
    }

    [Test]
    public void The_key_is_what_the_message_belongs_to_as_lower_case_text()
    {
        var record = WireFormat.Write(
            LedgerMessages.Deposited, Message with { AccountId = new Guid("ABCDEF00-0000-0000-0000-00000000ABCD") },
            Cause.None, Now);

        Assert.That(Encoding.UTF8.GetString(record.Key!), Is.EqualTo("abcdef00-0000-0000-0000-00000000abcd"));
        Assert.That(record.Headers.Text("CorrelationId"), Is.EqualTo("abcdef00-0000-0000-0000-00000000abcd"));
    }

    [Test]
    public void The_value_is_the_bare_message_as_compact_camel_case_JSON() =>
        Assert.That(Encoding.UTF8.GetString(Write(Cause.None).Value), Is.EqualTo(
            $$"""{"accountId":"{{Message.AccountId}}","number":7,"note":"thanks"}"""));

    [Test]
    public void A_conversation_is_carried_on_and_begun_where_there_is_none()
    {
        var conversation = Guid.NewGuid();

        Assert.That(Write(new Cause(conversation, null, null)).Headers.Id("ConversationId"), Is.EqualTo(conversation));
        Assert.That(Write(Cause.None).Headers.Id("ConversationId"), Is.Not.Null.And.Not.EqualTo(Guid.Empty));
    }

    [Test]
    public void The_initiator_is_what_the_consumed_message_belonged_to([Values] bool isTheSame)
    {
        var initiator = isTheSame ? Message.AccountId : Guid.NewGuid();

        Assert.That(Write(new Cause(null, initiator, null)).Headers.Id("InitiatorId"), Is.EqualTo(initiator));
    }

    [Test]
    public void Sent_again_it_keeps_its_id_and_its_bytes()
    {
        var first = Write(Cause.None);

        var again = WireFormat.Write(
            LedgerMessages.Deposited, first.Id, Message.AccountId, first.Value, Cause.None, Now.AddHours(1));

        Assert.That(again.Id, Is.EqualTo(first.Id));
        Assert.That(again.Headers.Text("MessageId"), Is.EqualTo(first.Id.ToString()));
        Assert.That(again.Value, Is.SameAs(first.Value));
        Assert.That(again.Key, Is.EqualTo(first.Key));
    }

    [Test]
    public void Beside_the_value_stands_what_a_history_may_keep()
    {
        var type = LedgerMessages.Deposited with { Redact = message => (Deposited)message with { Note = "***" } };

        var record = WireFormat.Write(type, Message, Cause.None, Now);

        Assert.That(Encoding.UTF8.GetString(record.Redacted!), Does.Contain("***").And.Not.Contain("thanks"));
        Assert.That(Encoding.UTF8.GetString(record.Value), Does.Contain("thanks"));
        Assert.That(Write(Cause.None).Redacted, Is.Null);
    }

    [Test]
    public void A_record_without_MessageId_is_known_by_its_CloudEvents_id()
    {
        var id = Guid.NewGuid();
        var headers = new MessageHeaders();
        headers.Add("ce_id", id.ToString());

        Assert.That(WireFormat.IdOf(headers), Is.EqualTo(id));
        Assert.That(WireFormat.IdOf(new MessageHeaders()), Is.Null);
    }

    private static OutgoingMessage Write(Cause cause) =>
        WireFormat.Write(LedgerMessages.Deposited, Message, cause, Now);

    private static IEnumerable<string> NamesOf(OutgoingMessage record) =>
        record.Headers.All.Select(header => header.Name);
}
