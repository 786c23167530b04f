using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Messaging;

namespace Orders.Hosting;

/// <summary>A dead letter in a list.</summary>
internal record DeadLetterView(
    Guid Id, string Group, string Reason, string? ExceptionType, string Message, int Attempts, string? Type,
    Guid? MessageId, Guid? OrderId, string Topic, int? Partition, long? Offset, DateTime RecordTime, DateTime FailedAt,
    string Status, int ReplayCount, DateTime? ReplayedAt, string? ReplayedBy, DateTime? DiscardedAt,
    string? DiscardedBy, string? DiscardReason, DeadLetterLinks Links)
{
    public static DeadLetterView Of(DeadLetterHead row) => new(
        row.Id, row.ReaderGroup, row.Reason, row.ExceptionType, row.Message, row.Attempts, row.MessageType,
        row.MessageId, OrderIn(row.RecordKey), row.Topic, row.RecordPartition, row.RecordOffset, row.RecordTime,
        row.FailedAt, DeadLetterStatuses.Of(row.DiscardedAt, row.ReplayCount), row.ReplayCount, row.ReplayedAt,
        row.ReplayedBy, row.DiscardedAt, row.DiscardedBy, row.DiscardReason,
        new DeadLetterLinks($"/ops/dead-letters/{row.Id}"));

    /// <summary>Every key of ours is an order's id; a foreign one may be anything.</summary>
    private static Guid? OrderIn(byte[]? key) => Guid.TryParse(key, null, out var id) ? id : null;
}

internal sealed record DeadLetterLinks(string Self);

/// <summary>Dead letters that are alike.</summary>
internal sealed record DeadLetterGroupView(
    string Group, string Reason, string? ExceptionType, string? Type, int Count, DateTime FirstAt, DateTime LastAt);

internal sealed record DeadLettersView(
    IReadOnlyList<DeadLetterView> Items, IReadOnlyList<DeadLetterGroupView> Groups, string? Next);

/// <summary>A dead letter with all that came with it.</summary>
internal sealed record WholeDeadLetterView : DeadLetterView
{
    public WholeDeadLetterView(DeadLetterView letter)
        : base(letter)
    {
    }

    public string? StackTrace { get; init; }

    public BytesView? Key { get; init; }

    public required IReadOnlyList<HeaderView> Headers { get; init; }

    public required BytesView Body { get; init; }
}

/// <summary>Bytes as text where they are UTF-8, and in Base64 where they are not.</summary>
/// <param name="Text">Null where they are no text.</param>
/// <param name="Base64">Null where they are.</param>
/// <param name="IsMasked">Whether something is not shown, as a history would not show it.</param>
internal sealed record BytesView(string? Text, string? Base64, bool IsMasked = false)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static BytesView Of(byte[] bytes)
    {
        try
        {
            return new BytesView(Strict.GetString(bytes), null);
        }
        catch (DecoderFallbackException)
        {
            return new BytesView(null, Convert.ToBase64String(bytes));
        }
    }
}

/// <summary>A header of a record; one without a value has neither text nor Base64.</summary>
internal sealed record HeaderView(string Name, string? Text, string? Base64);

/// <summary>What an act on dead letters did, or would do.</summary>
/// <param name="ActionId">The act's id; null for a dry run without one.</param>
/// <param name="Action">replay, discard.</param>
/// <param name="DryRun">Whether nothing was done.</param>
/// <param name="Matched">How many the ids or the filter select.</param>
/// <param name="Done">How many of these were, or would be, dealt with now.</param>
/// <param name="Remaining">How many are left for another act: one deals with 1,000, or 8 MiB, at most.</param>
/// <param name="Ids">The ones that were, or would be, dealt with.</param>
/// <param name="Skipped">Those of the ids that were not.</param>
/// <param name="Detail">The same in words.</param>
internal sealed record DeadLetterActView(
    string? ActionId, string Action, bool DryRun, int Matched, int Done, int Remaining, IReadOnlyList<Guid> Ids,
    IReadOnlyList<SkippedView> Skipped, string Detail);

internal sealed record SkippedView(Guid Id, string Why);

/// <summary>An act as it stands in the audit.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Action">What.</param>
/// <param name="ActionId">The act's id.</param>
/// <param name="OrderId">The order it was about; null where it was about none.</param>
/// <param name="Reason">Why.</param>
/// <param name="Outcome">done, refused.</param>
/// <param name="MessageId">By which the order's history knows the act.</param>
/// <param name="Details">What was found before, and what was to come of it.</param>
internal sealed record ActionView(
    DateTime At, string By, string Action, string ActionId, Guid? OrderId, string Reason, string Outcome,
    Guid? MessageId, JsonElement Details)
{
    public static ActionView Of(OperatorActionRow row) => new(
        row.At, row.Actor, row.Action, row.ActionId, row.CorrelationId, row.Reason, row.IsDone ? "done" : "refused",
        row.MessageId, JsonElement.Parse(row.Answer));
}

internal sealed record ActionsView(IReadOnlyList<ActionView> Items, string? Next);

/// <summary>A member without a value is written as null.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DeadLettersView))]
[JsonSerializable(typeof(WholeDeadLetterView))]
[JsonSerializable(typeof(DeadLetterActView))]
[JsonSerializable(typeof(ActionsView))]
internal sealed partial class OperatorViewJson : JsonSerializerContext;
