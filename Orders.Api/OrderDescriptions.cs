using Orders.Hosting;

namespace Orders.Api;

/// <summary>What the descriptions of the routes of orders have in common.</summary>
internal static class OrderDescriptions
{
    public static RouteTag Tag { get; } = new(
        "orders", "What a shop does with orders, and what can be seen of them. A shop sees its own, an operator all.");

    /// <summary>The order in the path.</summary>
    public static RouteParameter Id { get; } = RouteParameter.Path(
        "id", "The order's id. What is no id at all is answered 404, too.", Shape.Id, $"{OrderExamples.Id}");

    /// <summary>Every record that these routes read or answer.</summary>
    public static IEnumerable<RecordDescription> Records =>
    [
        .. SubmitOrderDescription.Records,
        .. CancelOrderDescription.Records,
        .. ActOnOrderDescription.Records,
        .. OrderRecords.All,
        .. StreamDescription.Records,
    ];

    /// <summary>Versions as a condition has them.</summary>
    public static Shape ETagList { get; } = Shape.Like("""^(\*|(W/)?"[^"]*"(, *(W/)?"[^"]*")*)$""");

    /// <summary>The version as a header, for conditions.</summary>
    public static RouteHeader ETag(long example) => new(
        "ETag", "The order's version. It counts everything that happens to the order.", Shape.Like("^\"[0-9]+\"$"),
        ETags.Of(example));
}
