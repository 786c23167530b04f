using Orders.Hosting;

namespace Orders.Api;

/// <summary>
/// What an order must look like to be accepted. All that is wrong is said at once, by the members' JSON names.
/// </summary>
internal static class OrderRules
{
    public const int MostLines = 100;
    public const int LongestName = 64;
    public const int LongestToken = 128;
    public const int LongestReason = 200;
    public const int CurrencyLength = 3;
    public const long MostQuantity = 10_000;
    public const long HighestPrice = 100_000_000;

    public static RequestErrors Check(OrderRequest order)
    {
        var errors = new RequestErrors();
        errors.Name("customerId", order.CustomerId, LongestName);
        errors.Words("paymentToken", order.PaymentToken, LongestToken);
        if (order.Currency is not { Length: CurrencyLength } currency || !currency.All(char.IsAsciiLetterUpper))
            errors.Add(
                "currency",
                "must be three upper-case letters, as ISO 4217 has them, but is "
                + RequestErrors.Shown(order.Currency));
        if (order.Lines is { Count: > 0 and <= MostLines } lines)
            CheckLines(errors, lines);
        else
            errors.Add(
                "lines",
                $"must be 1 to {MostLines} lines, but "
                + (order.Lines is null ? "is missing" : $"are {order.Lines.Count}"));
        return errors;
    }

    public static RequestErrors Check(CancelRequest cancel)
    {
        var errors = new RequestErrors();
        errors.OptionalText("reason", cancel.Reason, LongestReason);
        errors.NoCard("reason", cancel.Reason);
        return errors;
    }

    private static void CheckLines(RequestErrors errors, IReadOnlyList<OrderLineRequest?> lines)
    {
        var skus = new HashSet<string>();
        Int128 total = 0;
        for (var index = 0; index < lines.Count; index++)
        {
            var name = $"lines[{index}]";
            if (lines[index] is not { } line)
            {
                errors.Add(name, "must be an object, but is null");
                continue;
            }

            errors.Name($"{name}.sku", line.Sku, LongestName);
            errors.Number($"{name}.quantity", line.Quantity, MostQuantity);
            errors.Number($"{name}.unitPriceMinor", line.UnitPriceMinor, HighestPrice);
            if (line.Sku is not null && !skus.Add(line.Sku))
                errors.Add(
                    $"{name}.sku",
                    $"must not come twice, but {RequestErrors.Shown(line.Sku)} does: add up the quantities");
            total += (Int128)(line.Quantity ?? 0) * (line.UnitPriceMinor ?? 0);
        }

        if (total > long.MaxValue)
            errors.Add("lines", $"must not add up to more than {long.MaxValue}");
    }
}
