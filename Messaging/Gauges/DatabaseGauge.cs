using System.Diagnostics.Metrics;

namespace Messaging;

/// <summary>Something of a database that is measured by asking it. Every process that has the database does.</summary>
/// <param name="Name">The instrument.</param>
/// <param name="Unit">By UCUM.</param>
/// <param name="Description">What it tells.</param>
/// <param name="Read">Asks; the time is the process's.</param>
/// <typeparam name="TDatabase">The context class of its model.</typeparam>
public sealed record DatabaseGauge<TDatabase>(
    string Name, string Unit, string Description, Func<SqlSession, DateTime, IEnumerable<Measurement<double>>> Read);
