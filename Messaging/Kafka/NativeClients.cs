using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Messaging;

/// <summary>
/// The clients of this process as librdkafka knows them. Its threads wait until a time of day: where the clock is set
/// back meanwhile, they would wait for as long as it was ahead, and with them the group, the pauses and the stop. So
/// they are woken all the time, whatever the clock shows; it sends nothing to a broker.
/// </summary>
internal sealed partial class NativeClients : IDisposable
{
    /// <summary>By so much any wait in a client may be too long.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Confluent.Kafka does not show librdkafka's own handle.</summary>
    private static readonly PropertyInfo Native = typeof(Handle).GetProperty(
        "LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        ?? throw new NotSupportedException("This version of Confluent.Kafka keeps librdkafka's handle elsewhere.");

    private const int AnyRequest = 0;

    private readonly ClientConfig configured;
    private readonly bool isKerberos;
    private readonly Timer timer;
    private readonly Lock gate = new();
    private readonly HashSet<IClient> clients = [];

    public NativeClients(KafkaOptions options)
    {
        configured = options.Admin("");
        isKerberos = configured.Get("security.protocol")?.StartsWith("sasl", StringComparison.OrdinalIgnoreCase) == true
            && (configured.Get("sasl.mechanism") ?? configured.Get("sasl.mechanisms")) is null or "GSSAPI";
        timer = new Timer(_ => WakeAll(), state: null, Interval, Interval);
    }

    static NativeClients() => NativeClient.Register();

    /// <summary>Adds a client until what is answered is disposed, which no wake of it outlasts.</summary>
    public IDisposable Add(IClient client)
    {
        lock (gate)
            clients.Add(client);
        return new Membership(this, client);
    }

    public void Dispose() => timer.Dispose();

    /// <summary>Lets every client look at the clock again, unless that is still under way.</summary>
    private void WakeAll()
    {
        if (!gate.TryEnter())
            return;
        try
        {
            foreach (var client in clients)
                Wake(client);
        }
        finally
        {
            gate.Exit();
        }
    }

    private void Remove(IClient client)
    {
        lock (gate)
            clients.Remove(client);
    }

    private void Wake(IClient client)
    {
        var handle = (SafeHandle)Native.GetValue(client.Handle)!;
        var isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            var native = handle.DangerousGetHandle();
            WakeBrokerThreads(client);
            WakeMainThread(native);
            Yield(MainQueue(native));
            Yield(ConsumerQueue(native));
        }
        catch (Exception exception) when (exception is ObjectDisposedException or KafkaException)
        {
            // It has just ended
        }
        finally
        {
            if (isHeld)
                handle.DangerousRelease();
        }
    }

    /// <summary>
    /// Those that wait to connect again. It is done where credentials are given, which stay as they are. With Kerberos
    /// it would wait for as long as its server does not answer.
    /// </summary>
    private void WakeBrokerThreads(IClient client)
    {
        if (!isKerberos)
            client.SetSaslCredentials(configured.SaslUsername ?? "", configured.SaslPassword ?? "");
    }

    /// <summary>
    /// Any request of an administrator passes through it. This one has no time, and ends there; nobody waits for it.
    /// </summary>
    private static void WakeMainThread(IntPtr client)
    {
        var answers = NewQueue(client);
        var noTime = NewAdminOptions(client, AnyRequest);
        _ = SetRequestTimeout(noTime, 0, IntPtr.Zero, 0);
        DescribeCluster(client, noTime, answers);
        DestroyAdminOptions(noTime);
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

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_AdminOptions_new")]
    private static partial IntPtr NewAdminOptions(IntPtr client, int request);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_AdminOptions_set_request_timeout")]
    private static partial int SetRequestTimeout(IntPtr options, int milliseconds, IntPtr error, nuint errorSize);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_AdminOptions_destroy")]
    private static partial void DestroyAdminOptions(IntPtr options);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_DescribeCluster")]
    private static partial void DescribeCluster(IntPtr client, IntPtr options, IntPtr answers);

    private sealed class Membership(NativeClients clients, IClient client) : IDisposable
    {
        public void Dispose() => clients.Remove(client);
    }
}
