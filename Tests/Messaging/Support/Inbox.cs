using System.Collections.Concurrent;
using MassTransit;

namespace Tests.Messaging;

/// <summary>What the consumers of a host have been given, and what they do with it.</summary>
internal sealed class Inbox
{
    private readonly ConcurrentQueue<object> messages = [];

    /// <summary>What a consumer does; what it returns from counts as received.</summary>
    public Func<ConsumeContext, object, Task> Handle { get; set; } = (_, _) => Task.CompletedTask;

    public List<object> Messages => [.. messages];

    public List<long> Numbers(Guid? account = null) => [.. messages
        .OfType<Deposited>()
        .Where(message => account is null || message.AccountId == account)
        .Select(message => message.Number)];

    public async Task Receive(ConsumeContext context, object message)
    {
        await Handle(context, message);
        messages.Enqueue(message);
    }
}

internal sealed class DepositedConsumer(Inbox inbox) : IConsumer<Deposited>
{
    public Task Consume(ConsumeContext<Deposited> context) => inbox.Receive(context, context.Message);
}

internal sealed class WithdrawnConsumer(Inbox inbox) : IConsumer<Withdrawn>
{
    public Task Consume(ConsumeContext<Withdrawn> context) => inbox.Receive(context, context.Message);
}
