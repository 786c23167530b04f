namespace Orders.Testing;

/// <summary>The payments' own account: a payment says what its attempts say, and these what the ledger says.</summary>
internal static class AttemptInvariants
{
    public static IEnumerable<Discrepancy> Check(Books books) =>
        AgainstLedger(books).Concat(Unsettled(books)).Concat(OfPayments(books));

    private static IEnumerable<Discrepancy> AgainstLedger(Books books)
    {
        var ledger = new Dictionary<string, BookedMoney>();
        foreach (var money in books.Ledger)
        {
            if (!ledger.TryAdd(money.Key, money))
                yield return new(money.Key, $"{money.AmountMinor} {money.Currency} in the ledger once more");
        }

        foreach (var attempt in books.Payment.Attempts)
        {
            if (!ledger.Remove(attempt.Key, out var booked))
            {
                if (attempt.MovedMoney)
                    yield return new(attempt.Key, $"{attempt.State}, not in the ledger");
            }
            else if (!attempt.MovedMoney && !attempt.IsUnsettled)
            {
                yield return new(attempt.Key, $"{attempt.State}, but in the ledger");
            }
            else if ((booked.OrderId, booked.Kind, booked.AmountMinor, booked.Currency)
                != (attempt.OrderId, attempt.Kind, attempt.AmountMinor, attempt.Currency))
            {
                yield return new(attempt.Key, $"asked {attempt.Kind} of {attempt.AmountMinor} {attempt.Currency}, "
                    + $"booked {booked.Kind} of {booked.AmountMinor} {booked.Currency}");
            }
        }

        foreach (var key in ledger.Keys)
            yield return new(key, "in the ledger, never attempted");
    }

    private static IEnumerable<Discrepancy> Unsettled(Books books)
    {
        foreach (var attempt in books.Payment.Attempts)
        {
            if (attempt.IsUnsettled != attempt.IsDue)
                yield return new(attempt.Key, $"{attempt.State}, {(attempt.IsDue ? "yet" : "never")} due");
            else if (attempt.IsUnsettled
                && books.Orders.GetValueOrDefault(attempt.OrderId) is { HasEndedForGood: true } order)
                yield return new(attempt.Key, $"{attempt.State}, though its order is {order.State}");
        }
    }

    private static IEnumerable<Discrepancy> OfPayments(Books books)
    {
        foreach (var payment in books.Payment.Payments.Values)
        {
            var attempts = books.AttemptsOf[payment.OrderId].ToList();
            var captured = MovedBy(attempts, "captured");
            var refunded = MovedBy(attempts, "refunded");
            if ((payment.CapturedMinor, payment.RefundedMinor) != (captured, refunded))
                yield return new(payment.OrderId, $"{payment.CapturedMinor} captured, {payment.RefundedMinor} refunded"
                    + $", by its attempts {captured} and {refunded}");
            else if (!IsToldBy(payment, attempts))
                yield return new(payment.OrderId, $"{payment.Status}, but its attempts are "
                    + (attempts.Count == 0 ? "none" : string.Join(", ", attempts.Select(attempt => attempt.State))));
        }

        foreach (var attempt in books.AttemptsOf.Where(order => !books.Payment.Payments.ContainsKey(order.Key)))
            yield return new(attempt.Key, "attempts without a payment");
    }

    private static long MovedBy(List<BookedAttempt> attempts, string state) =>
        attempts.Where(attempt => attempt.State == state).Sum(attempt => attempt.AmountMinor);

    /// <summary>A refund that was refused stays on record beside those after it; a charge has one attempt.</summary>
    private static bool IsToldBy(BookedPayment payment, List<BookedAttempt> attempts)
    {
        var charges = attempts.FindAll(attempt => attempt.IsCharge);
        var refunds = attempts.FindAll(attempt => !attempt.IsCharge);
        if (refunds.Count != payment.RefundAttempts || charges.Count > 1)
            return false;
        var charge = charges.Count == 0 ? null : charges[0];
        return payment.Status switch
        {
            "none" => attempts.Count == 0,
            "pending" => charge is { IsUnsettled: true } && refunds.Count == 0,
            "completed" => charge is { State: "captured" } && refunds.Count == 0,
            "failed" => charge is { State: "declined" } && refunds.Count == 0,
            "refunding" => charge is { State: "captured" } && refunds.Count(refund => refund.IsUnsettled) == 1,
            "refunded" => charge is { State: "captured" } && payment.CapturedMinor == payment.RefundedMinor
                && !refunds.Exists(refund => refund.IsUnsettled),
            "refund_failed" => charge is { State: "captured" } && payment.CapturedMinor > payment.RefundedMinor
                && refunds.Exists(refund => refund.State == "refused")
                && !refunds.Exists(refund => refund.IsUnsettled),
            "waived" => !attempts.Exists(attempt => attempt.IsUnsettled),
            _ => false,
        };
    }
}
