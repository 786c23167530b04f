namespace Orders.Testing;

/// <summary>
/// What the workers have on record against what the orders heard of them. A worker's row is committed before its answer
/// leaves, so an order that has heard one has a row there, in all later readings.
/// </summary>
internal static class AnswerInvariants
{
    public static IEnumerable<Discrepancy> Check(Books books)
    {
        foreach (var order in books.Orders.Values)
        {
            var history = books.HistoryOf(order.Id);
            var payment = books.Payment.Payments.GetValueOrDefault(order.Id);
            if (payment is null && (history.PaymentHasAnswered || order.State == "Confirmed"))
                yield return new(order.Id, $"{order.State}, payment lost");
            else if (payment is not null && !MayHaveEndedWith(order, payment.Status))
                yield return new(order.Id, $"{order.State}, payment {payment.Status}");
            else if (history.StockHasAnswered && !books.Inventory.Reservations.ContainsKey(order.Id))
                yield return new(order.Id, $"{order.State}, reservation lost");
        }

        foreach (var id in books.Payment.Payments.Keys.Where(id => !books.AcceptedMeanwhile.Contains(id)))
            yield return new(id, "a payment, and there is no such order");
        foreach (var id in books.Inventory.Reservations.Keys.Where(id => !books.AcceptedMeanwhile.Contains(id)))
            yield return new(id, "a reservation, and there is no such order");
    }

    /// <summary>A refund in time and its waiver may cross: it is then recorded behind the order's end.</summary>
    private static bool MayHaveEndedWith(BookedOrder order, string payment) => order switch
    {
        { State: "Confirmed" } => payment == "completed",
        { State: "Cancelled", Saga.RefundIsWaived: true } => payment is "none" or "failed" or "refunded" or "waived",
        { State: "Cancelled" } => payment is "none" or "failed" or "refunded",
        _ => true,
    };
}
