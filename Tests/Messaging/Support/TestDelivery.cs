using System.Collections.Concurrent;
using Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tests.Messaging;

/// <summary>The delivery of a database's outbox to a producer that a test scripts.</summary>
internal sealed class TestDelivery : IDisposable
{
    private readonly OutboxDelivery delivery;
    private readonly FaultyDialect dialect;

    public TestDelivery(TestDatabase database, ScriptedSender sender, params IReadOnlyList<Guid> adopted)
        : this(database, sender, TimeSpan.FromSeconds(1), adopted)
    {
    }

    public TestDelivery(
        TestDatabase database, ScriptedSender sender, TimeSpan idlePause, params IReadOnlyList<Guid> adopted)
    {
        dialect = new FaultyDialect(database.Dialect);
        delivery = new OutboxDelivery(
            "ledger", sender,
            () => Reader = new SqlSession(dialect, database.ConnectionString, readOnly: true),
            (owner, number) => Acked.Enqueue((owner, number)),
            (message, reason) =>
            {
                SetAside.Enqueue((message.Number, reason));
                return SettingAside(message);
            },
            NullLogger.Instance)
        {
            RecoveryPause = TimeSpan.FromMilliseconds(20),
            IdlePause = idlePause,
        };
        delivery.Adopt(adopted);
        delivery.Start();
    }

    public ConcurrentQueue<(Guid Owner, long Number)> Acked { get; } = [];

    public ConcurrentQueue<(long Number, string Reason)> SetAside { get; } = [];

    public Func<NumberedMessage, Task> SettingAside { get; set; } = _ => Task.CompletedTask;

    /// <summary>The connection that rows are read by.</summary>
    public SqlSession? Reader { get; private set; }

    /// <summary>Called with each connection that is opened; may throw.</summary>
    public Action OnOpen
    {
        set => dialect.OnOpen = _ => value();
    }

    public void Adopt(params IReadOnlyList<Guid> owners) => delivery.Adopt(owners);

    public void HandOver(params IReadOnlyList<NumberedMessage> messages) => delivery.HandOver(messages);

    public void Stop(TimeSpan patience) => delivery.Stop(patience);

    public void Dispose() => delivery.Stop(TimeSpan.Zero);
}
