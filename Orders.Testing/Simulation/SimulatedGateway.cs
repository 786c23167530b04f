using System.Globalization;
using Payments.Worker;

namespace Orders.Testing;

/// <summary>
/// The bank. It does what it is asked for once per key, now or later, and whoever asked hears of it or not.
/// </summary>
/// <param name="isForgetful">Whether it moves money again for a key that it has seen: a lie.</param>
internal sealed class SimulatedGateway(bool isForgetful) : IDisposable
{
    private readonly SimulatedDatabase ledger = new(
        "CREATE TABLE gateway_ledger (order_id TEXT, idempotency_key TEXT, kind TEXT, amount_minor INTEGER, "
        + "currency TEXT, at TEXT)");

    private readonly Dictionary<string, GatewayAnswer> done = [];
    private readonly List<Call> calls = [];
    private int entries;

    public string ConnectionString => ledger.ConnectionString;

    public int UnderWay => calls.Count;

    /// <summary>The bank as one process reaches it.</summary>
    public IPaymentGateway ForOneProcess() => new Line(this);

    /// <summary>Some call is done, and answered.</summary>
    public void Answer(Random random, bool refusesRefunds)
    {
        var call = Take(random);
        call.Answer.TrySetResult(Do(call, refusesRefunds));
    }

    /// <summary>Some call is done, and its answer is lost.</summary>
    public void LoseAnswer(Random random, bool refusesRefunds)
    {
        var call = Take(random);
        Do(call, refusesRefunds);
        call.Answer.TrySetException(new IOException("simulated: the answer is lost"));
    }

    /// <summary>Some call is lost: nothing is done.</summary>
    public void LoseCall(Random random) =>
        Take(random).Answer.TrySetException(new IOException("simulated: the call is lost"));

    /// <summary>The call that waits is answered so, and nothing is done.</summary>
    public void Reply(GatewayAnswer answer)
    {
        var call = calls[0];
        calls.RemoveAt(0);
        call.Answer.TrySetResult(answer);
    }

    public void Dispose() => ledger.Dispose();

    private Call Take(Random random)
    {
        var call = calls[random.Next(calls.Count)];
        calls.Remove(call);
        return call;
    }

    private Task<GatewayAnswer> Ask(Call call)
    {
        calls.Add(call);
        return call.Answer.Task;
    }

    private GatewayAnswer Do(Call call, bool refusesRefunds)
    {
        if (!isForgetful && done.TryGetValue(call.Key, out var before))
            return before;
        GatewayAnswer answer = call switch
        {
            { Token: "tok_declined" } => new GatewayAnswer.ChargeDeclined("card_declined", "no"),
            { Token: not null } => new GatewayAnswer.MoneyTaken(call.AmountMinor, call.Currency),
            _ when refusesRefunds => new GatewayAnswer.RefundRefused("account_closed", "no"),
            _ => new GatewayAnswer.MoneyReturned(call.AmountMinor, call.Currency),
        };
        done[call.Key] = answer;
        if (answer is GatewayAnswer.MoneyTaken or GatewayAnswer.MoneyReturned)
            ledger.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                INSERT INTO gateway_ledger VALUES (
                '{call.OrderId}', '{call.Key}', '{call.Kind}', {call.AmountMinor}, '{call.Currency}', '{++entries:D9}')
                """));
        return answer;
    }

    private sealed record Call(
        string Key, string Kind, Guid OrderId, long AmountMinor, string Currency, string? Token)
    {
        public TaskCompletionSource<GatewayAnswer> Answer { get; } = new();
    }

    private sealed class Line(SimulatedGateway bank) : IPaymentGateway
    {
        public Task<GatewayAnswer> Charge(
            string key, Guid orderId, long amountMinor, string currency, string token,
            CancellationToken cancellationToken) =>
            bank.Ask(new Call(key, AttemptKinds.Charge, orderId, amountMinor, currency, token));

        public Task<GatewayAnswer> Refund(
            string key, string chargeKey, Guid orderId, long amountMinor, string currency,
            CancellationToken cancellationToken) =>
            bank.Ask(new Call(key, AttemptKinds.Refund, orderId, amountMinor, currency, null));
    }
}
