using MassTransit;
using MassTransit.Transports;

namespace Messaging;

/// <inheritdoc/>
internal sealed class KafkaRider(IReadOnlyList<TopicConsumer> consumers) : IKafkaRider
{
    public IReadOnlyList<ITopicEndpointStatus> Endpoints => consumers;

    public RiderHandle Start(CancellationToken cancellationToken = default)
    {
        foreach (var consumer in consumers)
            consumer.Start();
        return new Handle(consumers);
    }

    /// <summary>The consumers have a health check of their own, which names topic, group and cause.</summary>
    public IEnumerable<EndpointHealthResult> CheckEndpointHealth() => [];

    private sealed class Handle(IReadOnlyList<TopicConsumer> consumers) : RiderHandle
    {
        public Task Ready => Task.WhenAll(consumers.Select(consumer => consumer.Ready));

        public Task StopAsync(CancellationToken cancellationToken) =>
            Task.WhenAll(consumers.Select(consumer => consumer.Stop())).WaitAsync(cancellationToken);
    }
}
