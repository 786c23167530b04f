using Messaging;
using Microsoft.Extensions.Options;
using Orders.Api;

namespace Orders.Testing;

/// <summary>
/// Somebody who wants one order, and sends it again under the same key until it is answered.
/// </summary>
internal sealed class SimulatedCustomer(int number, SimulatedInstallation installation, Chance chance)
{
    private static readonly TimeSpan AskAgainAfter = new DeadlineOptions().AskAgainAfter;

    private readonly OrderRequest request = new(
        $"c-{number}", "EUR", chance.Below(5) == 0 ? "tok_declined" : "tok_ok",
        [new OrderLineRequest(chance.Below(4) == 0 ? "RARE" : "PLENTY", 1 + chance.Below(3), 100 + number)]);

    private readonly KeyExpiry expiry = new(Options.Create(new IdempotencyOptions()), installation.Clock);
    private SimulatedApi? asked;
    private Task waiting = Task.CompletedTask;
    private Guid sent;
    private AcceptOrder? unit;

    /// <summary>The order that was answered; null as long as none was.</summary>
    public Guid? Accepted { get; private set; }

    /// <summary>Whether an answer is still waited for.</summary>
    public bool IsWaiting => !waiting.IsCompleted && asked is { IsDead: false };

    public void Submit(SimulatedApi api)
    {
        sent = Ids.New(installation.Clock.GetUtcNow());
        unit = new AcceptOrder(
            sent, request, AskAgainAfter,
            answer: new AnswerToKeep($"key-{number}", $"request-{number}", [], expiry));
        asked = api;
        waiting = Answered(api.GroupCommit.Execute(unit), unit, sent);
    }

    public void Cancel(SimulatedApi api) => _ = api.GroupCommit.Execute(
        new RequestCancellation(Accepted!.Value, "changed my mind", AskAgainAfter));

    private async Task Answered(Task committed, AcceptOrder accepting, Guid id)
    {
        try
        {
            await committed.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // 503: sent again, under the same key.
            return;
        }

        Accepted ??= accepting.Earlier?.OrderId ?? id;
    }
}
