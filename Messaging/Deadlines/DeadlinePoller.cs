using System.Diagnostics;
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
    DeadlineCatalogue deadlines, DeadlineMarks? marks, DeadlineOptions options, TimeProvider time,
    ILogger<DeadlinePoller> logger)
{
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);

    /// <summary>How often is looked whether what is held back may fall due.</summary>
    private static readonly TimeSpan HoldInterval = TimeSpan.FromSeconds(1);

    private bool isHolding;
    private AfterClockSetBack? clockSetBack;
    private readonly IReceivePipeDispatcher dispatcher = endpoint.CreateReceivePipeDispatcher();

    /// <summary>Polls until it is cancelled.</summary>
    /// <param name="recordsAreLost">True where the broker has kept nothing of what was sent before.</param>
    /// <param name="topicIds">The ids of the topics that are sent to and read; another one means another topic.</param>
    /// <param name="stopping">The end.</param>
    public async Task Run(
        bool recordsAreLost, Func<IReadOnlyDictionary<string, Guid>> topicIds, CancellationToken stopping)
    {
        IReadOnlyDictionary<string, Guid> known = new Dictionary<string, Guid>();
        SqlSession? reader = null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (recordsAreLost)
                    await MakeAllDue(stopping).ConfigureAwait(false);
                recordsAreLost = false;
                if (topicIds() is var ids && !ReferenceEquals(ids, known))
                    await Remember(ids, stopping).ConfigureAwait(false);
                known = ids;
                reader ??= openReader();
                if (await FireDue(reader, stopping).ConfigureAwait(false) == 0)
                {
                    await Task.Delay(isHolding ? HoldInterval : options.PollInterval, time, stopping)
                        .ConfigureAwait(false);
                }
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
                await Task.Delay(TimeSpan.FromSeconds(1), time, stopping)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        reader?.Dispose();
    }

    /// <summary>Fires what is due now, the oldest first. Answers how many that were.</summary>
    internal async Task<int> FireDue(SqlSession reader, CancellationToken stopping)
    {
        await (clockSetBack ??= new(database, MakeDueWhatIsOfAWrongTime)).Look(stopping).ConfigureAwait(false);
        var now = database.Now;
        isHolding = false;
        if (!reader.IsAnythingDue(DeadlineTable.Table, now))
            return 0;
        isHolding = true;
        if (database.ClockTrouble is not null)
            return 0;
        if (marks is not null)
            await marks.Look(now, stopping).ConfigureAwait(false);
        var mayFallDue = MayFallDue(reader, now);
        if (mayFallDue.Count == 0)
            return 0;
        var claim = new ClaimDeadlines(mayFallDue, now, options.MostAtOnce);
        await database.Execute(claim, stopping).ConfigureAwait(false);
        isHolding = claim.Claimed.Count == 0;
        await Task.WhenAll(claim.Claimed.OrderBy(row => row.DueAt).Select(Fire)).ConfigureAwait(false);
        return claim.Claimed.Count;
    }

    /// <summary>The sets of groups of whose deadlines some may fall due now, and which.</summary>
    private List<DeadlineBounds> MayFallDue(SqlSession reader, DateTime now) => reader
        .Query(reader.Dialect.ReadAsked, row => row.IsDBNull(0) ? "" : row.GetString(0), now)
        .Select(asked => marks?.Of(asked, now) ?? new DeadlineBounds(asked, now, now, now))
        .Where(bounds => reader.Query(
            reader.Dialect.MayAnyFallDue, _ => true,
            now, bounds.Due, bounds.AskedAt, bounds.AskedSince, bounds.Asked).Count > 0)
        .ToList();

    /// <summary>Compares the topics with those of before; what was sent to others is lost.</summary>
    internal async Task Remember(IReadOnlyDictionary<string, Guid> ids, CancellationToken stopping)
    {
        var found = new RememberTopics(ids, isMadeUpFor: false);
        await database.Execute(found, stopping).ConfigureAwait(false);
        if (found.Changed.Count == 0)
            return;
        await MakeAllDue(stopping).ConfigureAwait(false);
        await database.Execute(new RememberTopics(ids, isMadeUpFor: true), stopping).ConfigureAwait(false);
        LogTopicsChanged(string.Join(", ", found.Changed));
    }

    /// <summary>What was sent may be lost.</summary>
    private Task<int> MakeAllDue(CancellationToken stopping) => Repeat(new MakeDue(), stopping);

    private async Task MakeDueWhatIsOfAWrongTime(CancellationToken stopping)
    {
        if (await Repeat(new MakeDue(isOfAWrongTime: true), stopping).ConfigureAwait(false) is > 0 and var made)
            LogOfAWrongTime(made);
    }

    private async Task<int> Repeat(MakeDue some, CancellationToken stopping)
    {
        var made = 0;
        do
        {
            await database.Execute(some, stopping).ConfigureAwait(false);
            made += some.Made;
        }
        while (some.Made == MakeDue.Most);
        return made;
    }

    private async Task Fire(DeadlineRow row)
    {
        try
        {
            MessageMeter.AskedAgain.Add(1, new KeyValuePair<string, object?>("kind", row.Name));
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
        using var span = Telemetry.Source.StartActivity(
            $"process deadline.{row.Name}", ActivityKind.Consumer, Telemetry.ParentOf(row.TraceParent));
        span?.SetTag("messaging.message.conversation_id", row.CorrelationId.ToString());
        using var scope = logger.BeginScope(new DeadlineScope(type, row));
        using var context = new DeadlineReceiveContext(endpoint, row, type, message);
        await dispatcher.Dispatch(context, NoLock.Instance).ConfigureAwait(false);
    }

    /// <summary>Of each set of groups that were asked the oldest, so that none waits for another.</summary>
    private sealed class ClaimDeadlines(IReadOnlyList<DeadlineBounds> mayFallDue, DateTime asOf, int most) : UnitOfWork
    {
        public List<DeadlineRow> Claimed { get; private set; } = [];

        protected override void Apply()
        {
            Claimed = [];

            // The clock was ahead when it was looked what may fall due.
            if (asOf - Now > HoldInterval)
                return;
            foreach (var bounds in mayFallDue)
            {
                Claimed.AddRange(Query(
                    Dialect.ClaimDeadlines(DeadlineTable.Table), DeadlineTable.Table.Materialize,
                    Now, bounds.Due, bounds.AskedAt, bounds.AskedSince, bounds.Asked,
                    Now + Claim, (most + mayFallDue.Count - 1) / mayFallDue.Count));
            }
        }
    }

    /// <summary>Makes some of what is waited for due: of all, or of what a clock that was ahead has written.</summary>
    internal sealed class MakeDue(bool isOfAWrongTime = false) : UnitOfWork
    {
        public const int Most = 1_000;

        /// <summary>How many that were.</summary>
        public int Made { get; private set; }

        protected override void Apply() => Made = isOfAWrongTime
            ? Execute(
                Dialect.MakeDueWhatIsOfAWrongTime(DeadlineTable.Table), Now, Most, Now + SqlDialect.LongestClaim)
            : Execute(Dialect.MakeDue(DeadlineTable.Table), Now, Most);
    }

    [LoggerMessage(1, LogLevel.Error, "Deadlines could not be read; trying again")]
    private partial void LogNotPolled(Exception exception);

    [LoggerMessage(2, LogLevel.Error, "Deadline '{Name}' of {CorrelationId} could not be applied; it fires again")]
    private partial void LogNotFired(Exception exception, string name, Guid correlationId);

    [LoggerMessage(5, LogLevel.Warning,
        "A clock was ahead when {Count} times were written; what waits for them is due at once")]
    private partial void LogOfAWrongTime(int count);

    [LoggerMessage(4, LogLevel.Warning,
        "Topics {Topics} are new ones: what was on the old ones is lost, and all that is waited for is asked for "
        + "again")]
    private partial void LogTopicsChanged(string topics);

    [LoggerMessage(3, LogLevel.Error,
        "'{MessageType}' of {CorrelationId} is to be published again, but nobody here knows it")]
    private partial void LogUnknown(string messageType, Guid correlationId);
}
