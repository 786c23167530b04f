using System.Text.Json;
using Messaging;

namespace Orders.Api;

/// <summary>A step of an order, written once however many are told.</summary>
/// <param name="Seq">Its number among the steps of all orders.</param>
/// <param name="Version">Its number among those of its order.</param>
/// <param name="Status">What a customer was told from then on.</param>
/// <param name="Json">A <see cref="StepView"/>.</param>
internal sealed record LiveStep(long Seq, long Version, string Status, string Json)
{
    public static LiveStep Of(SagaHistoryRow row)
    {
        var view = StepView.Of(row);
        return new LiveStep(
            view.Seq, view.Version, view.Status, JsonSerializer.Serialize(view, StreamJson.Default.StepView));
    }
}
