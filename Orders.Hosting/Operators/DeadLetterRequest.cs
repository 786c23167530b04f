using System.Text.Json;
using System.Text.Json.Serialization;
using Messaging;

namespace Orders.Hosting;

/// <summary>The body of an act on dead letters, as it may come.</summary>
internal sealed record DeadLetterRequest(
    string? ActionId, IReadOnlyList<Guid?>? Ids, DeadLetterSelection? Filter, string? Reason, int? Expected,
    bool? DryRun)
{
    public RequestErrors Check(IReadOnlyCollection<string> groups)
    {
        var errors = new RequestErrors();
        errors.OptionalText("actionId", ActionId, OperatorLimits.LongestId);
        if (DryRun != true || Reason is not null)
            errors.Words("reason", Reason, OperatorLimits.LongestReason);
        if (Expected < 0)
            errors.Add("expected", $"must be 0 or more, but is {Expected}");
        if (Ids is null && Filter is null)
            errors.Add("ids", "is missing, and so is filter: one of them has to say which dead letters");
        if (Ids is not null && Filter is not null)
            errors.Add("filter", "must not be there beside ids: one of them says which dead letters");
        if (Ids is { Count: 0 or > OperatorRecords.MostPerAct })
            errors.Add("ids", $"must be 1 to {OperatorRecords.MostPerAct} ids, but are {Ids.Count}");
        for (var index = 0; index < Ids?.Count; index++)
        {
            if (Ids[index] is null)
                errors.Add($"ids[{index}]", "must be an id, but is null");
        }

        Filter?.Check(errors, groups);
        return errors;
    }
}

/// <summary>A filter in a body. One that is empty selects nothing: it is more likely a mistake than a wish.</summary>
internal sealed record DeadLetterSelection(
    string? Group, string? Reason, string? Type, string? ExceptionType, string? Topic, Guid? OrderId,
    string? FailedAfter, string? FailedBefore, string? Status)
{
    public static IReadOnlyList<string> AllStatuses { get; } = [DeadLetterStatuses.Open, DeadLetterStatuses.Replayed];

    public DeadLetterFilter ToFilter() => new()
    {
        Group = Group,
        Reason = Reason,
        Type = Type,
        ExceptionType = ExceptionType,
        Topic = Topic,
        Key = OrderId,
        FailedAfter = TimeOf(FailedAfter),
        FailedBefore = TimeOf(FailedBefore),
        Status = Status,
    };

    public void Check(RequestErrors errors, IReadOnlyCollection<string> groups)
    {
        errors.OptionalTime("filter.failedAfter", FailedAfter);
        errors.OptionalTime("filter.failedBefore", FailedBefore);
        if (ToFilter().IsEmpty && FailedAfter is null && FailedBefore is null)
            errors.Add(
                "filter", "is empty, and selects nothing: name at least one of group, reason, type, exceptionType, "
                + "topic, orderId, failedAfter, failedBefore, status");
        if (Group is not null)
            errors.OneOf("filter.group", Group, groups);
        if (Reason is not null)
            errors.OneOf("filter.reason", Reason, DeadLetterReasons.All);
        if (Status is not null)
            errors.OneOf("filter.status", Status, AllStatuses);
        errors.OptionalText("filter.type", Type, OperatorLimits.LongestName);
        errors.OptionalText("filter.exceptionType", ExceptionType, OperatorLimits.LongestName);
        errors.OptionalText("filter.topic", Topic, OperatorLimits.LongestName);
    }

    private static DateTime? TimeOf(string? text) => text is null ? null : UtcTime.Find(text);
}

/// <summary>How long what operators say may be.</summary>
public static class OperatorLimits
{
    /// <summary>Of an act's id.</summary>
    public const int LongestId = 64;

    /// <summary>Of a reason.</summary>
    public const int LongestReason = 200;

    internal const int LongestName = 300;
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, AllowDuplicateProperties = false, PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict, MaxDepth = 8,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DeadLetterRequest))]
internal sealed partial class OperatorRequestJson : JsonSerializerContext;
