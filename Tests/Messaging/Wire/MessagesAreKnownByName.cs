using Messaging;

namespace Tests.Messaging;

[Category("Unit")]
internal sealed class MessagesAreKnownByName
{
    [Test]
    public void A_type_may_be_added_by_several_services_of_one_process() =>
        Assert.That(
            new MessageCatalogue([LedgerMessages.Deposited, LedgerMessages.Deposited]).Of(typeof(Deposited)),
            Is.EqualTo(LedgerMessages.Deposited));

    [Test]
    public void A_type_with_two_names_is_refused() =>
        Assert.That(
            () => new MessageCatalogue([LedgerMessages.Deposited, LedgerMessages.Deposited with { Name = "other" }]),
            Throws.ArgumentException.With.Message.EqualTo(
                $"{typeof(Deposited)} has two names, 'ledger.deposited.v1' and 'other': keep one."));

    [Test]
    public void A_name_of_two_types_is_refused() =>
        Assert.That(
            () => new MessageCatalogue(
                [LedgerMessages.Deposited, LedgerMessages.Withdrawn with { Name = "ledger.deposited.v1" }]),
            Throws.ArgumentException.With.Message.EqualTo(
                $"'ledger.deposited.v1' names both {typeof(Deposited)} and {typeof(Withdrawn)}: rename one."));

    [Test]
    public void A_class_that_nobody_added_cannot_be_produced_and_the_error_says_how_to_add_it() =>
        Assert.That(
            () => LedgerMessages.Catalogue.Of(typeof(string)),
            Throws.InvalidOperationException.With.Message.Contains(
                "System.String has no name on the wire: add it with AddMessageTypes"));

    [Test]
    public void A_name_that_nobody_added_is_not_found()
    {
        Assert.That(LedgerMessages.Catalogue.TryGet("ledger.unheard_of.v1", out _), Is.False);
        Assert.That(
            () => LedgerMessages.Catalogue.Of("ledger.unheard_of.v1"),
            Throws.InvalidOperationException.With.Message.Contains("'ledger.unheard_of.v1'"));
    }

    [Test]
    public void A_topic_carries_those_of_its_types_that_are_asked_for()
    {
        var catalogue = new MessageCatalogue(
        [
            LedgerMessages.Deposited, LedgerMessages.Withdrawn,
            LedgerMessages.CloseAccount with { Topic = "ledger.commands" },
        ]);

        Assert.That(catalogue.Topics, Is.EquivalentTo(["ledger.events", "ledger.commands"]));
        Assert.That(
            catalogue.OnTopic("ledger.events", new HashSet<Type> { typeof(Deposited), typeof(CloseAccount) }),
            Is.EqualTo([LedgerMessages.Deposited]));
    }
}
