using MassTransit.Transports;

namespace Messaging;

/// <summary>Nothing is locked while a message is handled: an offset, or a row, is dealt with when it is done.</summary>
internal sealed class NoLock : ReceiveLockContext
{
    public static NoLock Instance { get; } = new();

    public Task Complete() => Task.CompletedTask;

    public Task Faulted(Exception exception) => Task.CompletedTask;

    public Task ValidateLockStatus() => Task.CompletedTask;
}
