using MassTransit;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures the databases of a process.</summary>
public static class GroupCommitConfiguration
{
    /// <summary>
    /// Adds a database: its group commit, injected as <see cref="GroupCommit{TDatabase}"/>, and the delivery of its
    /// outbox.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="database">Made once, when it is first needed.</param>
    /// <param name="readerGroup">Whose dead letters its unsendable messages are.</param>
    public static void AddGroupCommit<TDatabase>(
        this IServiceCollection services, Func<IServiceProvider, Database<TDatabase>> database, string readerGroup)
        where TDatabase : DbContext
    {
        services.AddKafkaClients();
        services.TryAddSingleton<GroupCommitOptions>();
        services.TryAddSingleton(database);
        services.TryAddSingleton(provider => new GroupCommit<TDatabase>(
            provider.GetRequiredService<Database<TDatabase>>().Dialect,
            provider.GetRequiredService<Database<TDatabase>>().ConnectionString,
            provider.GetRequiredService<MessageCatalogue>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<GroupCommitOptions>(),
            provider.GetRequiredService<ILogger<GroupCommit<TDatabase>>>()));
        foreach (var gauge in BacklogGauges.Of<TDatabase>())
            services.AddSingleton(gauge);
        services.AddSingleton<IHostedService>(provider => new DatabaseGauges<TDatabase>(
            provider.GetRequiredService<Database<TDatabase>>(),
            provider.GetServices<DatabaseGauge<TDatabase>>(),
            () => provider.GetRequiredService<GroupCommit<TDatabase>>().Now,
            provider.GetRequiredService<ILogger<DatabaseGauges<TDatabase>>>()));
        services.AddSingleton(provider => new OperatorRecords<TDatabase>(
            provider.GetRequiredService<Database<TDatabase>>(),
            provider.GetRequiredService<GroupCommit<TDatabase>>(),
            readerGroup));
        services.AddSingleton<OperatorRecords>(
            provider => provider.GetRequiredService<OperatorRecords<TDatabase>>());
        services.AddSingleton<IHostedService>(provider => new OutboxService<TDatabase>(
            provider.GetRequiredService<Database<TDatabase>>(),
            provider.GetRequiredService<GroupCommit<TDatabase>>(),
            provider.GetRequiredService<IRecordSender>(),
            readerGroup,
            provider.GetRequiredService<ILogger<OutboxDelivery>>()));
    }
}
