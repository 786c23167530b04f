using System.Diagnostics;
using Messaging;
using Microsoft.Extensions.Options;

namespace Payments.Worker;

/// <summary>
/// Asks the gateway for the attempts that stand in the table. One that was just committed comes here from memory,
/// claimed already; the table is looked through for what is due again and for what a dead process has left.
/// </summary>
internal sealed partial class PaymentCaller(
    GroupCommit<PaymentsDbContext> groupCommit, Database<PaymentsDbContext> database, IPaymentGateway gateway,
    IOptions<GatewayOptions> options, TimeProvider time, ILogger<PaymentCaller> logger) : BackgroundService
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Long enough to wait for a turn and to make the call.</summary>
    private static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Rows that one unit claims.</summary>
    private const int MostAtOnce = 500;

    private static readonly Func<ILogger, Guid, string, IDisposable?> AttemptScope =
        LoggerMessage.DefineScope<Guid, string>("{OrderId} {Key}");

    private readonly SemaphoreSlim slots = new(options.Value.Concurrency);
    private readonly CallLane first = new(AttemptStates.Asked, options.Value.Concurrency);

    /// <summary>Cards that nobody answers for, however often it is asked, leave the others half of the slots.</summary>
    private readonly CallLane again = new(AttemptStates.Unknown, Math.Max(1, options.Value.Concurrency / 2));

    private readonly AfterClockSetBack clockSetBack = new(
        groupCommit, stopping => groupCommit.Execute(new FreeClaims(), stopping));

    /// <summary>Commits a unit; the attempt it begins is called for at once.</summary>
    public async Task Execute(PaymentUnit unit, CancellationToken cancellationToken)
    {
        unit.Claim = first.Room > 0 ? ClaimTime : TimeSpan.Zero;
        await groupCommit.Execute(unit, cancellationToken);
        if (unit.Begun is { } begun)
            first.Add(begun);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before any consumer starts, so that no claim of this life is among those that it frees.
        await clockSetBack.Look(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        slots.Dispose();
        first.Dispose();
        again.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(CallFrom(first, stoppingToken), CallFrom(again, stoppingToken), LookForDue(stoppingToken));
        await EndCalls();
    }

    /// <summary>Makes the next call that waits, if there is one and it has its turn; null where there is not.</summary>
    internal Task? CallNext() => CallNext(first) ?? CallNext(again);

    private Task? CallNext(CallLane lane)
    {
        return lane.Turns.CurrentCount > 0 && slots.CurrentCount > 0 && lane.Take() is { } call ? RunInTurn() : null;

        async Task RunInTurn()
        {
            await lane.Turns.WaitAsync();
            await slots.WaitAsync();
            await Run(call, lane);
        }
    }

    private async Task CallFrom(CallLane lane, CancellationToken stopping)
    {
        try
        {
            while (await lane.HasWaiting(stopping))
            {
                await lane.Turns.WaitAsync(stopping);
                await slots.WaitAsync(stopping);
                _ = Run(lane.Take()!, lane);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task LookForDue(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var reader = database.OpenReader();
                while (await TakeDue(reader, stopping) || await HasWaited(PollInterval, stopping))
                    stopping.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogNotRead(exception);
                await Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None);
            }
        }
    }

    /// <summary>Answers whether to look again at once: as many were due as are claimed at a time.</summary>
    internal async Task<bool> TakeDue(SqlSession reader, CancellationToken stopping)
    {
        await clockSetBack.Look(stopping);
        var isMoreFirst = await TakeDue(first, reader, stopping);
        var isMoreAgain = await TakeDue(again, reader, stopping);
        return isMoreFirst || isMoreAgain;
    }

    private async Task<bool> TakeDue(CallLane lane, SqlSession reader, CancellationToken stopping)
    {
        var most = Math.Min(lane.Room, MostAtOnce);
        if (most <= 0 || !reader.IsAnythingDue(PaymentTables.Attempts, groupCommit.Now, lane.Condition))
            return false;
        var claim = new ClaimDue(lane, most);
        await groupCommit.Execute(claim, stopping);
        claim.Claimed.ForEach(lane.Add);
        return claim.Claimed.Count == MostAtOnce;
    }

    private async Task<bool> HasWaited(TimeSpan interval, CancellationToken stopping)
    {
        await Task.Delay(interval, time, stopping);
        return true;
    }

    private async Task Run(GatewayCall call, CallLane lane)
    {
        using var span = GatewaySpans.Begin(call);
        using var scope = AttemptScope(logger, call.Attempt.OrderId, call.Attempt.IdempotencyKey);
        try
        {
            if (await Ask(call, lane) is not { } answer)
                return;
            Failpoint.Hit(Failpoint.AfterAnswer);
            await Execute(new RecordAnswer(call.Attempt, answer), CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The claim runs out, and the same key is asked again.
            LogNotRecorded(exception, call.Attempt.IdempotencyKey);
        }
        finally
        {
            lane.Ended();
        }
    }

    /// <summary>
    /// The gateway's answer; null where the claim ran out in the queue and somebody else may have it. Should one run
    /// out during the call, the same key is asked for twice, which moves money once.
    /// </summary>
    private async Task<GatewayAnswer?> Ask(GatewayCall call, CallLane lane)
    {
        var attempt = call.Attempt;
        GatewayAnswer answer;
        try
        {
            if (attempt.ClaimedUntil <= groupCommit.Now)
                return null;
            using var limit = new CancellationTokenSource(CallTimeout, time);
            answer = Checked(attempt, await Ask(call, limit.Token).WaitAsync(limit.Token));
        }
        catch (OperationCanceledException)
        {
            answer = new GatewayAnswer.OutcomeUnknown($"no answer within {CallTimeout.TotalSeconds:0} s");
        }
        catch (Exception exception)
        {
            answer = new GatewayAnswer.OutcomeUnknown(exception.Message);
        }
        finally
        {
            slots.Release();
            lane.Turns.Release();
        }

        if (answer is GatewayAnswer.OutcomeUnknown { Reason: var reason })
        {
            LogUnknown(attempt.IdempotencyKey, attempt.Tries + 1, reason);
            Activity.Current?.SetStatus(ActivityStatusCode.Error, reason);
        }

        GatewayMeter.Answered(attempt.Kind, answer);
        return answer;
    }

    private Task<GatewayAnswer> Ask(GatewayCall call, CancellationToken limit)
    {
        var attempt = call.Attempt;
        return attempt.Kind == AttemptKinds.Charge
            ? gateway.Charge(
                attempt.IdempotencyKey, attempt.OrderId, attempt.AmountMinor, attempt.Currency, call.PaymentToken!,
                limit)
            : gateway.Refund(
                attempt.IdempotencyKey, PaymentAttempt.KeyOf(attempt.OrderId, AttemptKinds.Charge, 1), attempt.OrderId,
                attempt.AmountMinor, attempt.Currency, limit);
    }

    /// <summary>An answer to something else than what was asked settles nothing.</summary>
    private static GatewayAnswer Checked(PaymentAttempt attempt, GatewayAnswer answer) => (attempt.Kind, answer) switch
    {
        (_, GatewayAnswer.OutcomeUnknown) => answer,
        (AttemptKinds.Charge, GatewayAnswer.ChargeDeclined) => answer,
        (AttemptKinds.Charge, GatewayAnswer.MoneyTaken(var amount, var currency))
            when amount == attempt.AmountMinor && currency == attempt.Currency => answer,
        (AttemptKinds.Refund, GatewayAnswer.RefundRefused) => answer,
        (AttemptKinds.Refund, GatewayAnswer.MoneyReturned(var amount, var currency))
            when amount == attempt.AmountMinor && currency == attempt.Currency => answer,
        _ => new GatewayAnswer.OutcomeUnknown(
            $"asked for a {attempt.Kind} of {attempt.AmountMinor} {attempt.Currency}, the gateway answered {answer}"),
    };

    /// <summary>
    /// Calls under way are waited for, since cutting one off would only make its outcome unknown. What has not begun is
    /// left to the table.
    /// </summary>
    private async Task EndCalls()
    {
        var began = time.GetTimestamp();
        while (!(first.IsIdle && again.IsIdle) && time.GetElapsedTime(began) < CallTimeout)
        {
            first.Clear();
            again.Clear();
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        }
    }

    private sealed class ClaimDue(CallLane lane, int most) : UnitOfWork
    {
        public List<GatewayCall> Claimed { get; private set; } = [];

        protected override void Apply() => Claimed =
        [
            .. ClaimDue(PaymentTables.Attempts, Now + ClaimTime, most, lane.Condition)
                .OrderBy(attempt => attempt.DueAt)
                .Select(due => (Attempt: due, Payment: Find(PaymentTables.Payments, due.OrderId)))
                .Select(due => new GatewayCall(due.Attempt, due.Payment?.PaymentToken, due.Payment?.TraceParent))
                // Without its token a charge was settled a moment ago, in this very group.
                .Where(call => call.Attempt.Kind != AttemptKinds.Charge || call.PaymentToken is not null),
        ];
    }

    /// <summary>Should one be under way, the same key is asked for twice, which moves money once.</summary>
    private sealed class FreeClaims : UnitOfWork
    {
        protected override void Apply() =>
            FreeClaims(PaymentTables.Attempts, RecordAnswer.LongestWait, AttemptStates.IsOpen);
    }

    [LoggerMessage(1, LogLevel.Warning, "It is not known what became of {Key} after try {Try}: {Reason}; asking again")]
    private partial void LogUnknown(string key, int @try, string reason);

    [LoggerMessage(2, LogLevel.Error, "The gateway's answer to {Key} could not be recorded; asking again")]
    private partial void LogNotRecorded(Exception exception, string key);

    [LoggerMessage(3, LogLevel.Error, "The attempts that are due could not be read; trying again")]
    private partial void LogNotRead(Exception exception);
}

/// <summary>An attempt with what the gateway has to know of it, and the trace it belongs to.</summary>
internal sealed record GatewayCall(PaymentAttempt Attempt, string? PaymentToken, string? TraceParent);
