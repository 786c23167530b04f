using Confluent.Kafka;

namespace Messaging;

/// <summary>
/// A client that is woken as long as there is anything of it: a producer also waits while it ends. None for one that
/// closes, as a member of a group does.
/// </summary>
internal sealed class AwakeClient<T>(T client, KafkaConnection connection) : IDisposable
    where T : IClient
{
    private readonly IDisposable membership = connection.Clients.Add(client);

    public T Client => client;

    /// <inheritdoc/>
    public void Dispose()
    {
        client.Dispose();
        membership.Dispose();
    }
}
