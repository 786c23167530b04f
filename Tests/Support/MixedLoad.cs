using System.Collections.Concurrent;
using System.Net;
using Orders.Testing;

namespace Tests;

/// <summary>
/// Orders of mixed fates from several clients at once, sent again and again until so many were accepted.
/// </summary>
internal sealed class MixedLoad(Func<int, OrdersClient?> clientOf)
{
    private const int Clients = 8;

    private static readonly string[] Tokens =
    [
        "tok_ok", "tok_ok", "tok_ok", "tok_ok", "tok_ok",
        "tok_declined", "tok_timeout", "tok_flaky_2", "tok_refund_flaky_2",
    ];

    private static readonly string[] Skus =
        ["WIDGET", "GADGET", "GIZMO", "WIDGET", "GADGET", "GIZMO", "OUT-OF-STOCK", "RARE"];

    private readonly ConcurrentDictionary<Guid, long> accepted = new();
    private readonly ConcurrentDictionary<HttpStatusCode, int> refused = new();
    private volatile bool isStopped;

    /// <summary>What was answered 202, with its total.</summary>
    public IReadOnlyDictionary<Guid, long> Accepted => accepted;

    /// <summary>Which status was answered instead of 202 how often. Who does not answer is not counted.</summary>
    public IReadOnlyDictionary<HttpStatusCode, int> Refused => refused;

    /// <param name="wanted">How many have to be accepted.</param>
    /// <param name="pause">How long each client waits after each order.</param>
    public Task Submit(int wanted, TimeSpan pause = default) =>
        Task.WhenAll(Enumerable.Range(0, Clients).Select(seed => Task.Run(() => Submit(seed, wanted, pause))));

    /// <summary>Nobody submits anything more, however few were accepted.</summary>
    public void Stop() => isStopped = true;

    /// <summary>Orders come for as long as something lasts.</summary>
    public async Task While(Func<Task> happen, TimeSpan pause = default)
    {
        isStopped = false;
        var submitting = Submit(int.MaxValue, pause);
        try
        {
            await happen();
        }
        finally
        {
            Stop();
            await submitting;
        }
    }

    /// <summary>Waits until so many were accepted.</summary>
    public Task Until(int count) => new OrdersClient(new HttpClient()).WaitFor(
        $"{count} orders", () => Task.FromResult(accepted.Count), accepted => accepted >= count);

    /// <summary>What became of what was accepted: each is there.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Statuses(OrdersClient client)
    {
        var statuses = new Dictionary<Guid, string>();
        await foreach (var order in client.Orders())
        {
            if (accepted.ContainsKey(order.GetProperty("id").GetGuid()))
                statuses.Add(order.GetProperty("id").GetGuid(), order.GetProperty("status").GetString()!);
        }

        Assert.That(accepted.Keys.Except(statuses.Keys), Is.Empty, "what was accepted is there");
        return statuses;
    }

    private async Task Submit(int seed, int wanted, TimeSpan pause)
    {
        var random = new Random(seed);
        while (accepted.Count < wanted && !isStopped)
        {
            var (quantity, price) = (random.Next(1, 4), random.Next(1, 5000));
            try
            {
                var id = await clientOf(random.Next())!.Submit(
                    Tokens[random.Next(Tokens.Length)], Skus[random.Next(Skus.Length)], quantity, price);
                accepted.TryAdd(id, quantity * price);
                await Task.Delay(pause);
            }
            catch (Exception exception)
                when (exception is HttpRequestException or ObjectDisposedException or OperationCanceledException
                    or KeyNotFoundException)
            {
                if (exception is HttpRequestException { StatusCode: { } status })
                    refused.AddOrUpdate(status, 1, (_, count) => count + 1);

                // Nobody has promised anything for this one; the next may go to a process that lives.
                await Task.Delay(20);
            }
        }
    }
}
