using MassTransit;

namespace Tests.Messaging;

/// <summary>The money should have arrived.</summary>
internal sealed record TransferIsLate(Guid TransferId);

/// <summary>It is time to ask about it.</summary>
internal sealed record AskAboutTransfer(Guid TransferId);

/// <summary>
/// A transfer begins with a deposit and ends with a withdrawal, or when it is late. An amount of 13 brings bad luck:
/// nothing of the message may remain.
/// </summary>
internal sealed class TransferStateMachine : MassTransitStateMachine<Transfer>
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan AskAfter = TimeSpan.FromMinutes(1);

    /// <summary>Makes what is late fail; for a test to repair.</summary>
    public static bool IsBroken { get; set; }

    /// <summary>What a test wants to happen at each further deposit.</summary>
    public static Func<Task> OnDepositAsync { get; set; } = () => Task.CompletedTask;

    public TransferStateMachine()
    {
        InstanceState(transfer => transfer.CurrentState);
        Event(() => Deposited, x => x.CorrelateById(context => context.Message.AccountId));
        Event(() => Withdrawn, x => x.CorrelateById(context => context.Message.AccountId));
        Schedule(() => Timeout, transfer => transfer.TimeoutToken, x =>
        {
            x.Delay = Patience;
            x.Received = late => late.CorrelateById(context => context.Message.TransferId);
        });
        Schedule(() => Reminder, transfer => transfer.ReminderToken, x =>
        {
            x.Delay = AskAfter;
            x.Received = ask => ask.CorrelateById(context => context.Message.TransferId);
        });

        Initially(
            When(Deposited)
                .Then(context => context.Saga.Amount = context.Message.Number)
                .Schedule(Timeout, context => new TransferIsLate(context.Saga.CorrelationId))
                .Schedule(Reminder, context => new AskAboutTransfer(context.Saga.CorrelationId))
                .TransitionTo(Open));

        During(Open,
            When(Deposited)
                .Then(context => context.Saga.Amount += context.Message.Number)
                .Produce(context => new CloseAccount(context.Saga.CorrelationId, context.Saga.Amount))
                .ThenAsync(_ => OnDepositAsync())
                .Then(context =>
                {
                    if (context.Message.Number == 13)
                        throw new NotSupportedException("13");
                }),
            When(Reminder.Received)
                .Produce(context => new CloseAccount(context.Saga.CorrelationId, -1)),
            When(Timeout.Received)
                .Then(_ =>
                {
                    if (IsBroken)
                        throw new NotSupportedException("broken");
                })
                .Unschedule(Reminder)
                .Produce(context => new Withdrawn(context.Saga.CorrelationId, context.Saga.Amount))
                .TransitionTo(Late),
            When(Withdrawn)
                .Unschedule(Timeout)
                .Unschedule(Reminder)
                .TransitionTo(Done));

        During(Done, Late, Ignore(Timeout.Received), Ignore(Reminder.Received), Ignore(Deposited), Ignore(Withdrawn));
    }

    public State Open { get; private set; } = null!;

    public State Late { get; private set; } = null!;

    public State Done { get; private set; } = null!;

    public Event<Deposited> Deposited { get; private set; } = null!;

    public Event<Withdrawn> Withdrawn { get; private set; } = null!;

    public Schedule<Transfer, TransferIsLate> Timeout { get; private set; } = null!;

    public Schedule<Transfer, AskAboutTransfer> Reminder { get; private set; } = null!;
}
