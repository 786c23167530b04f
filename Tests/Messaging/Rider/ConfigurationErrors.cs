using MassTransit;
using Messaging;

namespace Tests.Messaging;

/// <summary>What cannot work is refused at the start, with what to do about it.</summary>
[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ConfigurationErrors : IDisposable
{
    private readonly TestDatabase database = new();
    private readonly TestHostSetup setup;

    public ConfigurationErrors() => setup = new TestHostSetup(database, Broker.Embedded);

    [Test]
    public async Task One_group_that_reads_a_topic_twice() => Assert.That(
        await MessageOf((_, kafka) =>
        {
            kafka.TopicEndpoint("twice", "group", endpoint => endpoint.DeadLettersTo<LedgerContext>());
            kafka.TopicEndpoint("twice", "group", endpoint => endpoint.DeadLettersTo<LedgerContext>());
        }),
        Does.Contain("group 'group' reads topic 'twice' twice: configure one endpoint with all its consumers"));

    [Test]
    public async Task A_pattern_for_a_topic() => Assert.That(
        await MessageOf((_, kafka) => kafka.TopicEndpoint(
            "^orders-.*", "group", endpoint => endpoint.DeadLettersTo<LedgerContext>())),
        Does.Contain("topic '^orders-.*' is a pattern: name each topic"));

    [TestCase("", "group")]
    [TestCase("topic", " ")]
    public async Task A_name_that_is_empty(string topic, string group) => Assert.That(
        await MessageOf((_, kafka) => kafka.TopicEndpoint(
            topic, group, endpoint => endpoint.DeadLettersTo<LedgerContext>())),
        Does.Contain($"topic '{topic}' and group '{group}' must have names"));

    [Test]
    public async Task No_place_for_dead_letters() => Assert.That(
        await MessageOf((context, kafka) => kafka.TopicEndpoint(
            setup.Topic, setup.Group, endpoint => endpoint.ConfigureConsumer<DepositedConsumer>(context))),
        Does.Contain(
            $"The endpoint {setup.Topic}/{setup.Group} does not say where its dead letters go: "
            + "call e.DeadLettersTo<…>() with the context class of its service's database."));

    [TestCase("acks")]
    [TestCase("enable_auto_commit")]
    [TestCase("Partitioner")]
    public void A_setting_of_the_client_on_which_safety_rests(string setting)
    {
        var options = new KafkaOptions();
        options.Client[setting] = "1";
        options.Client["client_rack"] = "a";

        var failures = new DecidedSettings().Validate(null, options).Failures!.ToList();

        Assert.That(failures, Has.Count.EqualTo(1));
        Assert.That(failures[0], Does.StartWith($"Kafka:Client:{setting} is '1': remove it."));
    }

    [Test]
    public void A_message_on_two_topics() => Assert.That(
        () => new MessageCatalogue([LedgerMessages.Deposited, LedgerMessages.Deposited with { Topic = "other" }]),
        Throws.ArgumentException.With.Message.EndsWith("goes to two topics, 'ledger.events' and 'other': keep one."));

    public void Dispose() => database.Dispose();

    private async Task<string> MessageOf(Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure)
    {
        setup.Configure = configure;
        try
        {
            await using var host = await TestHost.Start(setup);
            return "";
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }
}
