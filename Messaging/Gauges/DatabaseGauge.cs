using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Messaging;

/// <summary>Something of a database that is measured by asking it. Every process that has the database does.</summary>
/// <param name="Name">The instrument.</param>
/// <param name="Unit">By UCUM.</param>
/// <param name="Description">What it tells.</param>
/// <param name="Read">Asks; the time is the process's.</param>
/// <typeparam name="TDatabase">The context class of its model.</typeparam>
public sealed record DatabaseGauge<TDatabase>(
    string Name, string Unit, string Description, Func<SqlSession, DateTime, IEnumerable<Measurement<double>>> Read);

/// <summary>What the rows of gauges are read by.</summary>
internal static class GaugeRows
{
    /// <summary>A row of a query that answers a label and how many there are of it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="tag">What the label is called.</param>
    /// <param name="tags">What else is to be told.</param>
    public static Measurement<double> CountOf(
        DbDataReader row, string tag, params IEnumerable<KeyValuePair<string, object?>> tags)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new(
            Convert.ToDouble(row[1], CultureInfo.InvariantCulture),
            tags.Append(new(tag, row.GetString(0))));
    }
}
