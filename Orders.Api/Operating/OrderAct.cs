using System.Security.Cryptography;
using System.Text.Json;
using Contracts;
using Messaging;

namespace Orders.Api;

/// <summary>One act of an operator on one order, as it is known by its id and written down.</summary>
internal sealed record OrderAct(Guid OrderId, ActionRequest Request, string ActionId, string Actor)
{
    /// <summary>The id under which an act that was done is found again.</summary>
    public Guid Id { get; } = DerivedId.Of($"action/{ActionId}");

    /// <summary>Tells it from another act under the same id, however it is written down.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(
    [
        .. OrderId.ToByteArray(),
        .. JsonSerializer.SerializeToUtf8Bytes(Request with { DryRun = null }, ActionJson.Default.ActionRequest),
    ]));

    public OperatorActionRequested Message =>
        new(OrderId, Request.Action!, Actor, Request.Reason!, Request.Step);

    /// <summary>As it is written down once it is done.</summary>
    public OperatorActionRow Done(byte[] answer) => Row(Id, isDone: true, answer);

    /// <summary>As it is written down where it is refused: it may be tried again, under the same id.</summary>
    public OperatorActionRow Refused(byte[] answer) => Row(Guid.CreateVersion7(), isDone: false, answer);

    private OperatorActionRow Row(Guid id, bool isDone, byte[] answer) => new()
    {
        Id = id,
        ActionId = ActionId,
        At = default,
        Actor = Actor,
        Action = $"order.{Request.Action}",
        CorrelationId = OrderId,
        Reason = Request.Reason ?? "",
        IsDone = isDone,
        Fingerprint = Fingerprint,
        Answer = answer,
    };
}
