using Messaging;
using Microsoft.EntityFrameworkCore;

namespace Tests.Messaging;

/// <summary>A saga's instances as units see them, tracked by EF as SagaConfiguration has them tracked.</summary>
internal static class TransfersInAUnit
{
    public static SagaRows<Transfer> Transfers(this UnitOfWork unit) => unit.Member(session =>
    {
        var context = new LedgerContext(Engine.OptionsOf(session.Connection));
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        context.Database.AutoSavepointsEnabled = false;
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        return new SagaRows<Transfer>(session, context);
    });
}
