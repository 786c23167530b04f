using MassTransit.Configuration;
using MassTransit.Saga;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MassTransit;

/// <summary>Configures where a saga's instances live.</summary>
public static class SagaConfiguration
{
    /// <summary>
    /// Keeps the instances in the database of <typeparamref name="TDatabase"/>, written by its group commit with their
    /// history, deadlines and messages.
    /// </summary>
    /// <param name="saga">The saga's registration.</param>
    /// <param name="stateOf">The instance's state by name, for the history.</param>
    public static ISagaRegistrationConfigurator<TSaga> GroupCommitRepository<TSaga, TDatabase>(
        this ISagaRegistrationConfigurator<TSaga> saga, Func<TSaga, string> stateOf)
        where TSaga : class, SagaStateMachineInstance, ISagaVersion
        where TDatabase : DbContext
    {
        ArgumentNullException.ThrowIfNull(saga);
        return saga.Repository(services =>
        {
            services.RegisterSagaRepository<TSaga, SagaUnitContext,
                SagaConsumeContextFactory<SagaUnitContext, TSaga>, SagaRepositoryContextFactory<TSaga>>();
            services.TryAddSingleton(provider =>
            {
                var open = provider.GetRequiredService<Database<TDatabase>>().OpenContext;
                RefuseObjectGraphs<TSaga, TDatabase>(provider.GetRequiredService<Database<TDatabase>>());
                return new SagaDatabase<TSaga>(
                    provider.GetRequiredService<GroupCommit<TDatabase>>(),
                    session => new SagaRows<TSaga>(session, Tracking(open(session.Connection))),
                    stateOf,
                    provider.GetService<ISagaProjection<TSaga>>());
            });
        });
    }

    /// <summary>
    /// The group's transaction is the only one, and changes are looked for once, when the group is saved.
    /// </summary>
    private static TDatabase Tracking<TDatabase>(TDatabase context)
        where TDatabase : DbContext
    {
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        context.Database.AutoSavepointsEnabled = false;
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        return context;
    }

    /// <summary>A unit that fails is undone by putting values back, which cannot reach into objects.</summary>
    private static void RefuseObjectGraphs<TSaga, TDatabase>(Database<TDatabase> database)
        where TDatabase : DbContext
    {
        using var context = database.OpenContext(null);
        var entity = context.Model.FindEntityType(typeof(TSaga)) ?? throw new ConfigurationException(
            $"{typeof(TDatabase).Name} does not map {typeof(TSaga).Name}: map it with its key and its Version as "
            + "concurrency token.");
        var members = entity.GetNavigations().Select(navigation => navigation.Name)
            .Concat(entity.GetComplexProperties().Select(property => property.Name))
            .Concat(entity.GetProperties().Where(IsObject).Select(property => property.Name))
            .ToList();
        if (members.Count > 0)
            throw new ConfigurationException(
                $"{typeof(TSaga).Name}.{string.Join(", ", members)}: an instance holds values only. Keep lists and "
                + "objects as JSON text.");
        if (entity.FindProperty(nameof(ISagaVersion.Version)) is not { IsConcurrencyToken: true })
            throw new ConfigurationException(
                $"{typeof(TSaga).Name}.Version is not a concurrency token: without it a stale instance would overwrite "
                + "a newer one.");
    }

    private static bool IsObject(IProperty property) =>
        !property.ClrType.IsValueType && property.ClrType != typeof(string) && property.ClrType != typeof(byte[]);
}
