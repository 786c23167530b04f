using System.Runtime.ExceptionServices;
using Messaging;
using Microsoft.Extensions.Logging;

namespace Orders.Testing;

/// <summary>A poller logs that a deadline failed and goes on. For a test, what was logged is thrown.</summary>
internal sealed class DeadlineFaults : ILogger<DeadlinePoller>
{
    private Exception? fault;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            fault = exception ?? new InvalidOperationException(formatter(state, exception));
    }

    public void ThrowIfAny()
    {
        if (Interlocked.Exchange(ref fault, null) is { } thrown)
            ExceptionDispatchInfo.Throw(thrown);
    }
}
