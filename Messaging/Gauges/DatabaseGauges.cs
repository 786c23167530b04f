using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Asks a database for its gauges from time to time, while somebody listens, and on a thread that keeps nobody waiting.
/// Where it does not answer nothing is told: an old value would look like a good one.
/// </summary>
internal sealed partial class DatabaseGauges<TDatabase> : BackgroundService
    where TDatabase : DbContext
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Database<TDatabase> database;
    private readonly Func<DateTime> now;
    private readonly ILogger<DatabaseGauges<TDatabase>> logger;
    private readonly Meter meter = new(Telemetry.MeterName);
    private readonly List<Gauge> gauges;

    public DatabaseGauges(
        Database<TDatabase> database, IEnumerable<DatabaseGauge<TDatabase>> gauges, Func<DateTime> now,
        ILogger<DatabaseGauges<TDatabase>> logger)
    {
        this.database = database;
        this.now = now;
        this.logger = logger;
        this.gauges = gauges.Select(gauge => new Gauge(gauge, meter)).ToList();
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Interval);
        while (await HasTicked(ticks, stoppingToken).ConfigureAwait(false))
        {
            if (gauges.Exists(gauge => gauge.IsWanted))
                await Task.Run(Read, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void Read()
    {
        try
        {
            using var session = database.OpenReader();
            gauges.ForEach(gauge => gauge.Read(session, now()));
        }
        catch (Exception exception)
        {
            gauges.ForEach(gauge => gauge.Forget());
            LogNotRead(exception, typeof(TDatabase).Name);
        }
    }

    private static async Task<bool> HasTicked(PeriodicTimer ticks, CancellationToken stopping)
    {
        try
        {
            return await ticks.WaitForNextTickAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Database} could not be asked for what is measured of it")]
    private partial void LogNotRead(Exception exception, string database);

    private sealed class Gauge
    {
        private readonly DatabaseGauge<TDatabase> definition;
        private readonly ObservableGauge<double> instrument;
        private IReadOnlyList<Measurement<double>> values = [];

        public Gauge(DatabaseGauge<TDatabase> definition, Meter meter)
        {
            this.definition = definition;
            instrument = meter.CreateObservableGauge(
                definition.Name, () => values, definition.Unit, definition.Description);
        }

        public bool IsWanted => instrument.Enabled;

        public void Read(SqlSession session, DateTime now) => values = [.. definition.Read(session, now)];

        public void Forget() => values = [];
    }
}
