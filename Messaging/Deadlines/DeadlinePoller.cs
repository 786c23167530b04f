using System.Diagnostics.Metrics;
using System.Text.Json;
using MassTransit.Transports;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Takes the deadlines that are due and feeds each to its saga, in process. A row lives until the unit that applies it
/// deletes it: after a crash in between its claim runs out and it fires again.
/// </summary>
internal sealed partial class DeadlinePoller(
    GroupCommit database, Func<SqlSession> openReader, ReceiveEndpointContext endpoint, MessageCatalogue messages,
    DeadlineCatalogue deadlines, DeadlineOptions options, TimeProvider time, ILogger<DeadlinePoller> logger)
{
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);
    private static readonly Counter<long> AskedAgain = Telemetry.Meter.CreateCounter<long>(Telemetry.AskedAgain);

    private readonly IReceivePipeDispatcher dispatcher = endpoint.CreateReceivePipeDispatcher();

    /// <summary>Polls until it is cancelled.</summary>
    public async Task Run(bool recordsAreLost, CancellationToken stopping)
    {
        SqlSession? reader = null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (recordsAreLost)
                    await database.Execute(new AllIsDue(), stopping).ConfigureAwait(false);
                recordsAreLost = false;
                reader ??= openReader();
                if (await FireDue(reader, stopping).ConfigureAwait(false) < options.MostAtOnce)
                    await Task.Delay(options.PollInterval, time, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                // The connection may be what is broken.
                LogNotPolled(exception);
                reader?.Dispose();
                reader = null;
                await Task.Delay(TimeSpan.FromSeconds(1), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        reader?.Dispose();
    }

    /// <summary>Fires what is due now, the oldest first. Answers how many that were.</summary>
    internal async Task<int> FireDue(SqlSession reader, CancellationToken stopping)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (!reader.IsAnythingDue(DeadlineTable.Table, now))
            return 0;

        var claim = new ClaimDue(options.MostAtOnce);
        await database.Execute(claim, stopping).ConfigureAwait(false);
        await Task.WhenAll(claim.Claimed.OrderBy(row => row.DueAt).Select(Fire)).ConfigureAwait(false);
        return claim.Claimed.Count;
    }

    private async Task Fire(DeadlineRow row)
    {
        try
        {
            AskedAgain.Add(1, new KeyValuePair<string, object?>("kind", row.Name));
            if (row.MessageType is null)
                await Tell(row).ConfigureAwait(false);
            else if (messages.TryGet(row.MessageType, out var type))
                await database.Execute(new PublishAgain(row, type, options.AskAgainAfter)).ConfigureAwait(false);
            else
                LogUnknown(row.MessageType, row.CorrelationId);
        }
        catch (Exception exception)
        {
            // The row is still there. It fires again when its claim has run out.
            LogNotFired(exception, row.Name, row.CorrelationId);
        }
    }

    private async Task Tell(DeadlineRow row)
    {
        var type = deadlines.Of(row.Name);
        var message = JsonSerializer.Deserialize(row.Value, type.Json)!;
        using var context = new DeadlineReceiveContext(endpoint, row, type, message);
        await dispatcher.Dispatch(context, NoLock.Instance).ConfigureAwait(false);
    }

    private sealed class ClaimDue(int most) : UnitOfWork
    {
        public List<DeadlineRow> Claimed { get; private set; } = [];

        protected internal override void Apply() => Claimed = Query(
            Dialect.ClaimDue(DeadlineTable.Table), DeadlineTable.Table.Materialize, Now, Now + Claim, most);
    }

    /// <summary>What was sent may be lost: whatever is waited for is due at once.</summary>
    internal sealed class AllIsDue : UnitOfWork
    {
        protected internal override void Apply() => Execute(SqlDialect.MakeAllDue, Now);
    }

    [LoggerMessage(1, LogLevel.Error, "Deadlines could not be read; trying again")]
    private partial void LogNotPolled(Exception exception);

    [LoggerMessage(2, LogLevel.Error, "Deadline '{Name}' of {CorrelationId} could not be applied; it fires again")]
    private partial void LogNotFired(Exception exception, string name, Guid correlationId);

    [LoggerMessage(3, LogLevel.Error, "'{MessageType}' of {CorrelationId} is to be published again, but nobody here knows it")]
    private partial void LogUnknown(string messageType, Guid correlationId);
}

/// <summary>How deadlines are looked after.</summary>
public sealed class DeadlineOptions
{
    /// <summary>How often is looked whether anything is due. Default 100 ms.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many fire together, so that a mass of them does not starve fresh work. Default 200.</summary>
    public int MostAtOnce { get; set; } = 200;

    /// <summary>After what time a message that was not applied is published again for the first time. Default 30 s.</summary>
    public TimeSpan AskAgainAfter { get; set; } = TimeSpan.FromSeconds(30);
}
