using Contracts;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>The body of <c>POST /ops/orders/{id}/actions</c>, as it may come.</summary>
internal sealed record ActionRequest(
    string? ActionId, string? Action, string? Step, string? Reason, long? IfVersion, bool? DryRun)
{
    public static IReadOnlyList<string> AllSteps { get; } = [Steps.Payment, Steps.Stock];

    public static IReadOnlyList<string> AllActions { get; } =
        [OperatorActions.Retry, OperatorActions.Resolve, OperatorActions.Cancel];

    /// <summary>Not public, or it would be a member of the body: passed over, so that the act is done.</summary>
    internal bool IsDryRun => DryRun == true;

    public RequestErrors Check()
    {
        var errors = new RequestErrors();
        errors.OptionalText("actionId", ActionId, OperatorLimits.LongestId);
        errors.OneOf("action", Action, AllActions);
        if (Step is not null || Action == OperatorActions.Resolve)
            errors.OneOf("step", Step, AllSteps);
        if (Step is not null && Action == OperatorActions.Cancel)
            errors.Add("step", "must not be there: the whole order is cancelled");
        if (!IsDryRun || Reason is not null)
            errors.Words("reason", Reason, OperatorLimits.LongestReason);
        if (IfVersion < 1)
            errors.Add("ifVersion", $"must be 1 or more, but is {IfVersion}");
        return errors;
    }
}
