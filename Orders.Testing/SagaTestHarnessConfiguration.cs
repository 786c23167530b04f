using MassTransit;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Orders.Testing;

/// <summary>Configures a <see cref="SagaTestHarness{TStateMachine, TSaga, TDatabase}"/>.</summary>
public static class SagaTestHarnessConfiguration
{
    /// <summary>
    /// Adds the harness of a saga. Add beside it what the saga's service adds too: its message types, deadlines and
    /// projection.
    /// </summary>
    /// <param name="services">The test's own container; nothing in it is started but what the harness starts.</param>
    /// <param name="stateOf">The instance's state by name, as for <c>GroupCommitRepository</c>.</param>
    /// <param name="model">The saga's model, for SQLite.</param>
    public static IServiceCollection AddSagaTestHarness<TStateMachine, TSaga, TDatabase>(
        this IServiceCollection services, Func<TSaga, string> stateOf, Func<DbContextOptions, TDatabase> model)
        where TStateMachine : class, SagaStateMachine<TSaga>
        where TSaga : class, SagaStateMachineInstance, ISagaVersion
        where TDatabase : DbContext
    {
        services.AddLogging();
        services.TryAddSingleton(new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero)));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<FakeTimeProvider>());
        services.AddOptions<DeadlineOptions>();
        services.TryAddSingleton<DeadlineCatalogue>();
        services.AddSingleton<DeadlineFaults>();
        services.AddSingleton<ILogger<DeadlinePoller>>(provider => provider.GetRequiredService<DeadlineFaults>());
        services.AddGroupCommit(
            _ => InMemorySqlite.Of(new SqliteDialect(), InMemorySqlite.NewConnectionString(), model), "none");
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddSagaStateMachine<TStateMachine, TSaga>().GroupCommitRepository<TSaga, TDatabase>(stateOf);
            bus.UsingInMemory();
        });
        return services.AddSingleton<SagaTestHarness<TStateMachine, TSaga, TDatabase>>();
    }
}
