using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using MassTransit;
using MassTransit.Serialization;
using Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Messaging;

/// <summary>
/// What MassTransit's own Kafka rider writes is read here, by an endpoint of one type, and what is written here it can
/// read: both sides of a migration may run beside each other.
/// </summary>
[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RecordsOfTheOfficialRider(Broker broker) : IDisposable
{
    private const string Order = "8c0e7f2e-2d2c-4a53-9a61-0c7a7b0a9a11";
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    /// <summary>As that rider writes it: indented, decimals as text, enums as numbers, nulls written.</summary>
    private const string Value =
        $$"""
        {
          "orderId": "{{Order}}",
          "customerNumber": "C-77",
          "total": "129.95",
          "kind": 1,
          "submittedAt": "2026-03-01T10:15:30.123Z",
          "note": null
        }
        """;

    private static readonly Dictionary<string, string> Headers = new()
    {
        ["tenant"] = "acme",
        ["MT-Activity-Id"] = $"00-{Trace}-00f067aa0ba902b7-01",
        ["MessageId"] = "3f5a0000-5d1c-0015-6e1b-08de77a1f2c4",
        ["CorrelationId"] = Order,
        ["ConversationId"] = "3f5a0000-5d1c-0015-8a2f-08de77a1f2c4",
        ["InitiatorId"] = "11111111-2222-3333-4444-555555555555",
        ["DestinationAddress"] = "loopback://localhost/kafka/orders",
        ["SourceAddress"] = "loopback://localhost/",
    };

    private readonly TestDatabase database = new();
    private readonly TaskCompletionSource<ConsumeContext<OrderSubmitted>> received = new();

    [TestCase("ORD-1001")]
    [TestCase($"\"{Order}\"")]
    [TestCase(null)]
    public async Task Are_read_whatever_their_key_is_and_without_being_registered(string? key)
    {
        var setup = Setup();
        await using var host = await TestHost.Start(setup);

        await Write(setup, key);

        var context = await received.Task.InTime();
        Assert.That(context.Message, Is.EqualTo(new OrderSubmitted(
            new Guid(Order), "C-77", 129.95m, OrderKind.Express,
            new DateTime(2026, 3, 1, 10, 15, 30, 123, DateTimeKind.Utc), null)));
        Assert.That(context.MessageId, Is.EqualTo(new Guid(Headers["MessageId"])));
        Assert.That(context.CorrelationId, Is.EqualTo(new Guid(Order)));
        Assert.That(context.ConversationId, Is.EqualTo(new Guid(Headers["ConversationId"])));
        Assert.That(context.InitiatorId, Is.EqualTo(new Guid(Headers["InitiatorId"])));
        Assert.That(context.SourceAddress, Is.EqualTo(new Uri(Headers["SourceAddress"])));
        Assert.That(context.DestinationAddress!.AbsolutePath, Does.EndWith($"/kafka/{setup.Topic}"));
        Assert.That(context.Headers.Get<string>("tenant"), Is.EqualTo("acme"));
        Assert.That(database.DeadLetters(), Is.Empty);
    }

    [Test]
    public async Task Without_a_key_wait_for_no_other()
    {
        var setup = Setup();
        var stuck = new TaskCompletionSource();
        var isFirst = 1;
        setup.Inbox.Handle = (_, _) => Interlocked.Exchange(ref isFirst, 0) == 1 ? stuck.Task : Task.CompletedTask;
        await using var host = await TestHost.Start(setup);

        await Write(setup, key: null, partition: 0);
        await Write(setup, key: null, partition: 0);

        await Eventually.Holds(() => setup.Inbox.Messages.Count == 1, "the second is received");
        stuck.SetResult();
        await Eventually.Holds(() => setup.Inbox.Messages.Count == 2, "so is the first");
    }

    [Test]
    public async Task Have_consequences_in_the_same_conversation_and_trace()
    {
        var setup = Setup();
        setup.Inbox.Handle = (context, _) => context.GetPayload<IServiceProvider>()
            .GetRequiredService<ITopicProducer<Deposited>>().Produce(new Deposited(new Guid(Order), 1));
        setup.Types = [LedgerMessages.Deposited with { Topic = broker.NewTopic() }];
        await using var host = await TestHost.Start(setup);

        await Write(setup, key: null);

        await Eventually.Holds(() => broker.Read(setup.Types[0].Topic).Count == 1, "what it caused is there");
        var caused = broker.Read(setup.Types[0].Topic).Single();
        Assert.That(caused.Header("ConversationId"), Is.EqualTo(Headers["ConversationId"]));
        Assert.That(caused.Header("InitiatorId"), Is.EqualTo(Order));
        Assert.That(caused.Header("traceparent"), Does.StartWith($"00-{Trace}-"));
        Assert.That(caused.Message.Headers.Select(header => header.Key), Has.None.EqualTo("tenant"));
    }

    /// <summary>It reads the value by its own serializer, and of the headers these four, as dashed ids.</summary>
    [Test]
    public void Can_be_written_here()
    {
        var type = MessageConventions.Of<OrderSubmitted>("orders", order => order.OrderId);
        var order = new OrderSubmitted(
            new Guid(Order), "C-77", 129.95m, OrderKind.Express, DateTime.UnixEpoch, "thanks");

        var record = WireFormat.Write(type, order, new Cause(null, Guid.NewGuid(), null), DateTime.UtcNow);

        Assert.That(
            JsonSerializer.Deserialize<OrderSubmitted>(record.Value, SystemTextJsonMessageSerializer.Options),
            Is.EqualTo(order));
        Assert.That(record.Headers.Text("CorrelationId"), Is.EqualTo(Order));
        foreach (var name in new[] { "MessageId", "CorrelationId", "ConversationId", "InitiatorId" })
            Assert.That(Guid.TryParseExact(record.Headers.Text(name), "D", out _), Is.True, name);
        Assert.That(
            record.Headers.All.Select(header => header.Name), Has.None.StartsWith("MT-"), "those it would interpret");
    }

    public void Dispose() => database.Dispose();

    private TestHostSetup Setup()
    {
        var setup = new TestHostSetup(database, broker) { Types = [] };
        setup.AddToRider = rider => rider.AddConsumer<OrderSubmittedConsumer>();
        setup.Configure = (context, kafka) => kafka.TopicEndpoint<OrderSubmitted>(setup.Topic, setup.Group, endpoint =>
        {
            endpoint.DeadLettersTo<LedgerContext>();
            endpoint.ConfigureConsumer<OrderSubmittedConsumer>(context);
        });
        setup.Inbox.Handle = (context, _) =>
        {
            received.SetResult((ConsumeContext<OrderSubmitted>)context);
            return Task.CompletedTask;
        };
        return setup;
    }

    private Task<TopicPartitionOffset> Write(TestHostSetup setup, string? key, int? partition = null)
    {
        var headers = new global::Messaging.MessageHeaders();
        foreach (var (name, value) in Headers)
            headers.Add(name, value);
        return broker.Write(
            setup.Topic, key is null ? null : Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(Value), headers,
            partition);
    }

    public enum OrderKind
    {
        Normal,
        Express,
    }

    public sealed record OrderSubmitted(
        Guid OrderId, string CustomerNumber, decimal Total, OrderKind Kind, DateTime SubmittedAt, string? Note);

    private sealed class OrderSubmittedConsumer(Inbox inbox) : IConsumer<OrderSubmitted>
    {
        public Task Consume(ConsumeContext<OrderSubmitted> context) => inbox.Receive(context, context.Message);
    }
}
