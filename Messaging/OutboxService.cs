using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Starts a database's group commit with the delivery of its outbox. It starts before whatever writes and stops after
/// it: by then nothing new is queued, what is queued is committed, and what is committed is sent.
/// </summary>
internal sealed class OutboxService<TDatabase>(
    Database<TDatabase> database, GroupCommit<TDatabase> groupCommit, IRecordSender sender, string readerGroup,
    ILogger<OutboxDelivery> logger) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private OutboxDelivery? delivery;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        delivery = new OutboxDelivery(
            typeof(TDatabase).Name, sender, database.OpenReader, groupCommit.Acknowledge, SetAside, logger);
        groupCommit.Committed = delivery.HandOver;
        groupCommit.Adopted = delivery.Adopt;
        delivery.Adopt(groupCommit.Start());
        delivery.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            // The delivery first waits for what is on its way; its acks are deleted by the group commit's last groups.
            delivery?.Stop(Patience);
            groupCommit.Stop(Patience);
        },
        CancellationToken.None);

    private Task SetAside(NumberedMessage message, string reason) =>
        groupCommit.Execute(new SetAsideUnsendable(message, reason, readerGroup));
}
