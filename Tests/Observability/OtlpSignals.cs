namespace Tests.Observability;

/// <summary>A span as it was sent.</summary>
internal sealed record OtlpSpan(
    string Service, string TraceId, string SpanId, string ParentId, string Name, int Kind, int Status,
    IReadOnlyDictionary<string, object> Attributes)
{
    public const int Server = 2;
    public const int Client = 3;
    public const int Producer = 4;
    public const int Consumer = 5;
    public const int Error = 2;

    public static OtlpSpan Of(string service, ProtoMessage span) => new(
        service, Convert.ToHexStringLower(span.Bytes(1)), Convert.ToHexStringLower(span.Bytes(2)),
        Convert.ToHexStringLower(span.Bytes(4)), span.Text(5), (int)span.Number(6),
        (int)(span.Message(15)?.Number(3) ?? 0), OtlpValue.Attributes(span, 9));
}

/// <summary>One point of a metric.</summary>
internal sealed record OtlpMetric(
    string Service, string Name, string Unit, double Value, IReadOnlyDictionary<string, object> Attributes)
{
    private const int Gauge = 5;
    private const int Sum = 7;
    private const int Histogram = 9;

    /// <summary>The value of a histogram is how often something was measured.</summary>
    public static List<OtlpMetric> Of(string service, ProtoMessage metric)
    {
        var points = new[] { Gauge, Sum }.SelectMany(kind => metric.Messages(kind)).SelectMany(data => data.Messages(1))
            .Select(point => (
                Value: point.Has(4) ? point.Real(4) : point.Number(6), Of: OtlpValue.Attributes(point, 7)));
        var counts = metric.Messages(Histogram).SelectMany(data => data.Messages(1))
            .Select(point => (Value: (double)point.Number(4), Of: OtlpValue.Attributes(point, 9)));
        return points.Concat(counts)
            .Select(point => new OtlpMetric(service, metric.Text(1), metric.Text(3), point.Value, point.Of))
            .ToList();
    }
}

/// <summary>A line of a log.</summary>
internal sealed record OtlpLog(
    string Service, string Severity, string Body, string TraceId, IReadOnlyDictionary<string, object> Attributes)
{
    public static OtlpLog Of(string service, ProtoMessage log) => new(
        service, log.Text(3), log.Message(5)?.Text(1) ?? "", Convert.ToHexStringLower(log.Bytes(9)),
        OtlpValue.Attributes(log, 6));
}

/// <summary>What an attribute has.</summary>
internal static class OtlpValue
{
    public static Dictionary<string, object> Attributes(ProtoMessage owner, int number)
    {
        var attributes = new Dictionary<string, object>();
        foreach (var pair in owner.Messages(number))
            attributes[pair.Text(1)] = pair.Message(2) is { } value ? Of(value) : "";
        return attributes;
    }

    private static object Of(ProtoMessage value) =>
        value.Has(2) ? value.Number(2) == 1
        : value.Has(3) ? (long)value.Number(3)
        : value.Has(4) ? value.Real(4)
        : value.Text(1);
}
