using System.Collections.Concurrent;
using System.Text;
using MassTransit;
using Messaging;
using Microsoft.AspNetCore.Builder;
using Orders.Hosting;

namespace Tests.Faults;

/// <summary>
/// Stands before all consumers and sagas and fails the first record of what it is told to, however often it is tried,
/// so that it becomes a dead letter; what comes again is let through.
/// </summary>
/// <param name="perOrder">Of how many types messages of one order fail.</param>
/// <param name="perType">How many messages of one type fail.</param>
internal sealed class FailingMessages(int perOrder, int perType) : IFilter<ConsumeContext>
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, HashSet<string>> ordersOfType = [];
    private readonly Dictionary<string, int> typesOfOrder = [];
    private readonly HashSet<KafkaRecord> failing = [];
    private readonly ConcurrentDictionary<KafkaRecord, bool> read = [];
    private bool isOver;

    /// <summary>How many records were handled to their end, in success or failure.</summary>
    public int Read => read.Count;

    /// <summary>How many have failed, by type.</summary>
    public IReadOnlyDictionary<string, int> Failed
    {
        get
        {
            lock (gate)
                return ordersOfType.ToDictionary(type => type.Key, type => type.Value.Count);
        }
    }

    /// <summary>
    /// From now on everything is let through: a replay may make a worker say what its order has not heard before.
    /// </summary>
    public void Stop()
    {
        lock (gate)
            isOver = true;
    }

    /// <summary>Comes after all services, and stands before what they read.</summary>
    public void StandBefore(WebApplicationBuilder services) => services.AddRiderPart(
        _ => { },
        (_, kafka) =>
        {
            var endpoints = ((KafkaFactoryConfigurator)kafka).Endpoints;
            for (var index = 0; index < endpoints.Count; index++)
            {
                var configure = endpoints[index].Configure;
                endpoints[index] = endpoints[index] with
                {
                    Configure = endpoint =>
                    {
                        endpoint.UseFilter(this);
                        configure(endpoint);
                    },
                };
            }
        });

    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        // A deadline comes from no topic.
        if (!context.TryGetPayload(out KafkaReceiveContext? received))
        {
            await next.Send(context);
            return;
        }

        try
        {
            if (Fails(received.Type.Name, received.Record))
                throw new NotSupportedException("It is not wanted yet.");
            await next.Send(context);
        }
        finally
        {
            read[received.Record] = true;
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("failingMessages");

    private bool Fails(string type, KafkaRecord record)
    {
        var order = Encoding.UTF8.GetString(record.Key!);
        lock (gate)
        {
            if (failing.Contains(record))
                return true;
            if (isOver)
                return false;
            if (!ordersOfType.TryGetValue(type, out var orders))
                ordersOfType.Add(type, orders = []);
            var types = typesOfOrder.GetValueOrDefault(order);
            if (types >= perOrder || orders.Count >= perType || !orders.Add(order))
                return false;
            typesOfOrder[order] = types + 1;
            return failing.Add(record);
        }
    }
}
