namespace Orders.Api;

/// <summary>
/// What an order must look like to be accepted. All that is wrong is said at once, by the members' JSON names.
/// </summary>
internal static class OrderRules
{
    private const int MostLines = 100;
    private const int LongestName = 64;
    private const int LongestToken = 128;
    private const int LongestReason = 200;
    private const long MostQuantity = 10_000;
    private const long HighestPrice = 100_000_000;

    /// <summary>The errors by member; empty where the order is right.</summary>
    public static Dictionary<string, string[]> Check(OrderRequest order)
    {
        var errors = new Dictionary<string, string[]>();
        CheckText(errors, "customerId", order.CustomerId, LongestName);
        CheckText(errors, "paymentToken", order.PaymentToken, LongestToken);
        CheckNoCard(errors, "paymentToken", order.PaymentToken);
        if (order.Currency is not { Length: 3 } currency || !currency.All(char.IsAsciiLetterUpper))
            errors["currency"] =
                [$"must be three upper-case letters, as ISO 4217 has them, but is {Shown(order.Currency)}"];
        if (order.Lines is not { Count: > 0 and <= MostLines } lines)
            errors["lines"] =
            [
                $"must be 1 to {MostLines} lines, but "
                + (order.Lines is null ? "is missing" : $"are {order.Lines.Count}"),
            ];
        else
            CheckLines(errors, lines);
        return errors;
    }

    /// <summary>The errors of a cancellation's reason.</summary>
    public static Dictionary<string, string[]> Check(CancelRequest cancel)
    {
        var errors = new Dictionary<string, string[]>();
        if (cancel.Reason is not null)
            CheckText(errors, "reason", cancel.Reason, LongestReason);
        CheckNoCard(errors, "reason", cancel.Reason);
        return errors;
    }

    private static void CheckLines(Dictionary<string, string[]> errors, IReadOnlyList<OrderLineRequest?> lines)
    {
        var skus = new HashSet<string>();
        Int128 total = 0;
        for (var index = 0; index < lines.Count; index++)
        {
            var name = $"lines[{index}]";
            if (lines[index] is not { } line)
            {
                errors[name] = ["must be an object, but is null"];
                continue;
            }

            CheckText(errors, $"{name}.sku", line.Sku, LongestName);
            CheckNumber(errors, $"{name}.quantity", line.Quantity, MostQuantity);
            CheckNumber(errors, $"{name}.unitPriceMinor", line.UnitPriceMinor, HighestPrice);
            if (line.Sku is not null && !skus.Add(line.Sku))
                errors.TryAdd(
                    $"{name}.sku", [$"must not come twice, but {Shown(line.Sku)} does: add up the quantities"]);
            total += (Int128)(line.Quantity ?? 0) * (line.UnitPriceMinor ?? 0);
        }

        if (total > long.MaxValue)
            errors.TryAdd("lines", [$"must not add up to more than {long.MaxValue}"]);
    }

    private static void CheckText(Dictionary<string, string[]> errors, string name, string? text, int longest)
    {
        if (text is null)
            errors[name] = ["is missing"];
        else if (text.Length > longest || string.IsNullOrWhiteSpace(text))
            errors[name] = [$"must be 1 to {longest} characters and not blank, but has {text.Length}"];
        else if (text.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter) && !IsPaired(text)))
            errors[name] = ["must be printable, but has control characters"];
    }

    private static void CheckNoCard(Dictionary<string, string[]> errors, string name, string? text)
    {
        if (text is not null && CardNumbers.IsIn(text))
            errors[name] = ["must have no card number in it: send the token that stands for the card"];
    }

    private static void CheckNumber(Dictionary<string, string[]> errors, string name, long? number, long most)
    {
        if (number is null)
            errors[name] = ["is missing"];
        else if (number < 1 || number > most)
            errors[name] = [$"must be 1 to {most}, but is {number}"];
    }

    private static bool IsPaired(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
                continue;
            if (index + 1 >= text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                return false;
            index++;
        }

        return true;
    }

    private static string Shown(string? text)
    {
        if (text is null)
            return "missing";
        text = CardNumbers.Masked(text);
        return $"'{(text.Length > 40 ? text[..40] + "…" : text)}'";
    }
}
