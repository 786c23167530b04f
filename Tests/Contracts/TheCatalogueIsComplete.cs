using System.Text.RegularExpressions;
using Contracts;

namespace Tests.Contracts;

[Category("Unit")]
public class TheCatalogueIsComplete
{
    private const string Api = "urn:service:orders-api";
    private const string Saga = "urn:service:orders-saga";
    private const string Payments = "urn:service:payments-worker";
    private const string Inventory = "urn:service:inventory-worker";

    /// <summary>What others rely on. A line may be added; one that changes or goes breaks whoever reads.</summary>
    private static readonly (string Name, string Topic, string Source)[] Approved =
    [
        ("orders.order_created.v1", "orders.events", Api),
        ("orders.order_cancellation_requested.v1", "orders.events", Api),
        ("orders.operator_action_requested.v1", "orders.events", Api),
        ("orders.order_confirmed.v1", "orders.events", Saga),
        ("orders.order_cancelled.v1", "orders.events", Saga),
        ("orders.order_needs_attention.v1", "orders.events", Saga),
        ("payments.process_payment.v1", "payments.commands", Saga),
        ("payments.refund_payment.v1", "payments.commands", Saga),
        ("payments.waive_refund.v1", "payments.commands", Saga),
        ("payments.payment_completed.v1", "payments.events", Payments),
        ("payments.payment_failed.v1", "payments.events", Payments),
        ("payments.payment_refunded.v1", "payments.events", Payments),
        ("payments.refund_failed.v1", "payments.events", Payments),
        ("payments.refund_waived.v1", "payments.events", Payments),
        ("inventory.reserve_stock.v1", "inventory.commands", Saga),
        ("inventory.release_stock.v1", "inventory.commands", Saga),
        ("inventory.stock_reserved.v1", "inventory.events", Inventory),
        ("inventory.stock_rejected.v1", "inventory.events", Inventory),
        ("inventory.stock_released.v1", "inventory.events", Inventory),
    ];

    private static IEnumerable<Contract> All => Catalogue.All;

    [Test]
    public void No_name_topic_or_source_has_changed() =>
        Assert.That(
            All.Select(contract => (contract.Name, contract.Topic, contract.Source)), Is.EquivalentTo(Approved));

    [Test]
    public void Every_message_of_the_assembly_is_in_it_once()
    {
        var records = typeof(Catalogue).Assembly.GetExportedTypes()
            .Where(type => type.GetMethod("<Clone>$") is not null && type != typeof(Contract))
            .ToList();
        var parts = records.SelectMany(record => record.GetProperties())
            .SelectMany(property => property.PropertyType.GenericTypeArguments)
            .ToList();

        Assert.That(All.Select(contract => contract.Type), Is.EquivalentTo(records.Except(parts)));
        Assert.That(All.Select(contract => contract.Name), Is.Unique);
    }

    [Test]
    public void The_five_topics_are_those_that_carry_something() =>
        Assert.That(All.Select(contract => contract.Topic).Distinct(), Is.EquivalentTo(Topics.All));

    [Test]
    public void What_Orders_Api_accepts_is_published_until_it_is_applied() =>
        Assert.That(All.Where(contract => contract.IsAwaited).Select(contract => contract.Type), Is.EquivalentTo(
            new[] { typeof(OrderCreated), typeof(OrderCancellationRequested), typeof(OperatorActionRequested) }));

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void A_name_says_area_message_and_version(Contract contract)
    {
        var area = contract.Topic.Split('.')[0];
        var message = Regex.Replace(contract.Type.Name, "(?<!^)([A-Z])", "_$1").ToLowerInvariant();

        Assert.That(contract.Name, Is.EqualTo($"{area}.{message}.v1"));
    }

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void A_message_is_a_plain_sealed_record(Contract contract)
    {
        Assert.That(contract.Type.IsSealed, Is.True);
        Assert.That(contract.Type.BaseType, Is.EqualTo(typeof(object)));
        Assert.That(contract.Type.GetInterfaces(),
            Is.EqualTo(new[] { typeof(IEquatable<>).MakeGenericType(contract.Type) }), "that of records");
        Assert.That(contract.Json.Type, Is.EqualTo(contract.Type));
    }

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void A_message_begins_with_the_order_it_belongs_to(Contract contract)
    {
        var sample = Samples.Of(contract.Type);
        var first = contract.Type.GetProperties()[0];

        Assert.That((first.Name, first.PropertyType), Is.EqualTo(("OrderId", typeof(Guid))));
        Assert.That(contract.OrderId(sample), Is.EqualTo(first.GetValue(sample)));
    }

    /// <summary>MassTransit would take them for the correlation id.</summary>
    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void A_message_has_no_id_that_MassTransit_mistakes_for_the_orders(Contract contract) =>
        Assert.That(
            contract.Type.GetProperties().Select(property => property.Name),
            Has.None.AnyOf("EventId", "CommandId", "CorrelationId"));

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void Wherever_an_amount_goes_its_currency_goes(Contract contract)
    {
        var amounts = contract.Type.GetProperties()
            .Where(property => property.Name.EndsWith("Minor", StringComparison.Ordinal))
            .ToList();

        Assert.That(amounts.Select(amount => Nullable.GetUnderlyingType(amount.PropertyType) ?? amount.PropertyType),
            Is.All.EqualTo(typeof(long)));
        if (amounts.Count > 0)
            Assert.That(contract.Type.GetProperty("Currency"), Is.Not.Null);
    }

    [Test]
    public void A_history_keeps_no_payment_token()
    {
        var pay = (ProcessPayment)Samples.Of(typeof(ProcessPayment));
        var redact = All.Single(contract => contract.Type == typeof(ProcessPayment)).Redact!;

        Assert.That(redact(pay), Is.EqualTo(pay with { PaymentToken = "***" }));
    }

    [Test]
    public void Only_a_message_with_a_token_is_kept_otherwise_than_it_was() =>
        Assert.That(
            All.Where(contract => contract.Redact is not null),
            Is.EqualTo(All.Where(contract => contract.Type.GetProperty("PaymentToken") is not null)));
}
