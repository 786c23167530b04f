using Contracts;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>The body of <c>POST /ops/orders/{id}/actions</c>, as it may come.</summary>
internal sealed record ActionRequest(
    string? ActionId, string? Action, string? Step, string? Reason, long? IfVersion, bool? DryRun)
{
    private static readonly string[] AllSteps = [Steps.Payment, Steps.Stock];

    private static readonly string[] AllActions =
        [OperatorActions.Retry, OperatorActions.Resolve, OperatorActions.Cancel];

    public bool IsDryRun => DryRun == true;

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
