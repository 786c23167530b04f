using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Messaging;

/// <summary>
/// The clients of this process as librdkafka knows them. Its threads wait until a time of day: where the clock is set
/// back meanwhile, they would wait for as long as it was ahead, and with them the group, the pauses and the stop.
/// </summary>
internal sealed partial class NativeClients(KafkaOptions options)
{
    /// <summary>Confluent.Kafka does not show librdkafka's own handle.</summary>
    private static readonly PropertyInfo Native = typeof(Handle).GetProperty(
        "LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        ?? throw new NotSupportedException("This version of Confluent.Kafka keeps librdkafka's handle elsewhere.");

    private readonly ClientConfig configured = options.Admin("");
    private readonly Lock gate = new();
    private readonly HashSet<IClient> clients = [];

    static NativeClients() => NativeClient.Register();

    /// <summary>Adds a client until what is answered is disposed, which is before the client is or is closed.</summary>
    public IDisposable Add(IClient client)
    {
        lock (gate)
            clients.Add(client);
        return new Membership(this, client);
    }

    /// <summary>Lets every client look at the clock again; returns at once.</summary>
    public void WakeAll()
    {
        lock (gate)
        {
            foreach (var client in clients)
            {
                WakeBrokerThreads(client);
                Wake((SafeHandle)Native.GetValue(client.Handle)!);
            }
        }
    }

    private void Remove(IClient client)
    {
        lock (gate)
            clients.Remove(client);
    }

    /// <summary>
    /// Those that wait to connect again. It is done where credentials are given, which stay as they are.
    /// </summary>
    private void WakeBrokerThreads(IClient client) =>
        client.SetSaslCredentials(configured.SaslUsername ?? "", configured.SaslPassword ?? "");

    private static void Wake(SafeHandle handle)
    {
        var isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            var client = handle.DangerousGetHandle();
            WakeMainThread(client);
            Yield(MainQueue(client));
            Yield(ConsumerQueue(client));
        }
        finally
        {
            if (isHeld)
                handle.DangerousRelease();
        }
    }

    /// <summary>Any request of an administrator passes through it. Nobody waits for the answer.</summary>
    private static void WakeMainThread(IntPtr client)
    {
        var answers = NewQueue(client);
        DescribeCluster(client, options: IntPtr.Zero, answers);
        DestroyQueue(answers);
    }

    /// <summary>Whoever polls it is answered that there is nothing. Who consumes nothing has no such queue.</summary>
    private static void Yield(IntPtr queue)
    {
        if (queue == IntPtr.Zero)
            return;
        YieldQueue(queue);
        DestroyQueue(queue);
    }

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_queue_new")]
    private static partial IntPtr NewQueue(IntPtr client);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_queue_get_main")]
    private static partial IntPtr MainQueue(IntPtr client);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_queue_get_consumer")]
    private static partial IntPtr ConsumerQueue(IntPtr client);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_queue_yield")]
    private static partial void YieldQueue(IntPtr queue);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_queue_destroy")]
    private static partial void DestroyQueue(IntPtr queue);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_DescribeCluster")]
    private static partial void DescribeCluster(IntPtr client, IntPtr options, IntPtr answers);

    private sealed class Membership(NativeClients clients, IClient client) : IDisposable
    {
        public void Dispose() => clients.Remove(client);
    }
}
