using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orders.Hosting;

/// <summary>How every service starts: the same settings, logging, health and verbs.</summary>
public static class ServiceHost
{
    /// <summary>Runs a service until it is told to stop, or does what a verb says: <c>migrate</c>, <c>--health</c>.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> Run(
        string[] args, Action<WebApplicationBuilder> addServices, Action<WebApplication> mapRoutes)
    {
        ArgumentNullException.ThrowIfNull(args);
        try
        {
            if (args is ["--health", .. var rest])
                return await HealthVerb.Run(rest).ConfigureAwait(false);
            var isMigration = args is ["migrate", ..];
            await using var app = Build(isMigration ? args[1..] : args, addServices, mapRoutes);
            if (isMigration)
            {
                foreach (var migration in app.Services.GetServices<IDatabaseMigration>())
                    await migration.Migrate(CancellationToken.None).ConfigureAwait(false);
                return 0;
            }

            _ = app.Services.GetServices<IHostedService>().ToList();
            await app.RunAsync().ConfigureAwait(false);
            return 0;
        }
        catch (StartRefusedException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 1;
        }
    }

    /// <summary>A service that is ready to be started; tests start it in their own process.</summary>
    public static WebApplication Build(
        string[] args, Action<WebApplicationBuilder> addServices, Action<WebApplication> mapRoutes)
    {
        ArgumentNullException.ThrowIfNull(addServices);
        ArgumentNullException.ThrowIfNull(mapRoutes);
        var builder = WebApplication.CreateBuilder(args);

        // Reloading would watch the whole content root, the data folder in it included, at every write.
        builder.Configuration.Sources.OfType<FileConfigurationSource>()
            .ToList().ForEach(source => source.ReloadOnChange = false);
        builder.AddSharedServices();
        addServices(builder);
        builder.AddBus();
        var app = builder.Build();

        // What refuses to start does so here, in its own words, and not from within something that is being built.
        _ = app.Services.GetServices<IDatabaseMigration>().ToList();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // A body that is too large, or breaks off, is the client's fault.
            StatusCodeSelector = exception => (exception as BadHttpRequestException)?.StatusCode ?? 500,
        });
        app.UseStatusCodePages();
        app.MapHealth();
        mapRoutes(app);
        return app;
    }
}

/// <summary>The service cannot start as it is configured; the message says what to change.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
