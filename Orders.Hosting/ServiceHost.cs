using System.Data.Common;
using Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Orders.Hosting;

/// <summary>How every service starts: the same settings, logging, health and verbs.</summary>
public static class ServiceHost
{
    /// <summary>
    /// Runs a service until it is told to stop, or does what a verb says: <c>migrate</c>, <c>--health</c>.
    /// </summary>
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
            if (!isMigration && args is [var verb, ..] && !verb.StartsWith('-') && !verb.Contains('='))
                throw new StartRefusedException($"'{verb}' is no verb; there are migrate and --health.");
            await using var app = isMigration
                ? Assemble(args[1..], addServices, mapRoutes, isRun: false)
                : Build(args, addServices, mapRoutes);
            if (isMigration)
            {
                foreach (var migration in app.Services.GetServices<IDatabaseMigration>())
                    await migration.Migrate(CancellationToken.None).ConfigureAwait(false);
                return 0;
            }

            using var signals = new StopSignals(app.Lifetime.StopApplication);
            await RunUntilStopped(app).ConfigureAwait(false);
            return 0;
        }
        catch (Exception exception) when (ReasonOf(exception) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason).ConfigureAwait(false);
            return 1;
        }
    }

    private static async Task RunUntilStopped(WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            // What cannot be built or reached says so in its own words here, and wrapped up in a host's start below.
            var migrations = app.Services.GetServices<IHostedService>().OfType<MigrationAtStart>().ToList();
            foreach (var migration in migrations)
                await migration.StartAsync(stopping).ConfigureAwait(false);
            if (migrations.Count == 0)
            {
                await app.Services.GetRequiredService<MigrationGate>().WaitUntilMigrated(stopping)
                    .ConfigureAwait(false);
            }

            await app.RunAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop while it was still starting.
        }
    }

    /// <summary>
    /// A body that is too large, or breaks off, is the client's fault; a database that is away is nobody's.
    /// </summary>
    private static int StatusOf(Exception exception, IServiceProvider services) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        // Others were faster again and again: the same succeeds later.
        StaleRowException => StatusCodes.Status503ServiceUnavailable,
        _ when services.GetServices<OperatorRecords>().Any(database => database.Dialect.MaySucceedLater(exception)) =>
            StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>
    /// What to change, or to start first, where that is why a start failed; null where it is a fault of the program.
    /// </summary>
    private static string? ReasonOf(Exception exception) => exception switch
    {
        StartRefusedException refused => refused.Message,
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        DbException database => $"The database does not do what is asked of it: {database.Message.TrimEnd('.')}. If it "
            + "is there but lacks tables, run the verb migrate.",
        // As EF wraps what it takes for transient.
        InvalidOperationException { InnerException: DbException database } => ReasonOf(database),
        InvalidOperationException { InnerException: FormatException } setting => setting.Message,
        IOException { InnerException: AddressInUseException } address => address.Message,
        _ => null,
    };

    /// <summary>A service that is ready to be started; tests start it in their own process.</summary>
    public static WebApplication Build(
        string[] args, Action<WebApplicationBuilder> addServices, Action<WebApplication> mapRoutes)
    {
        ArgumentNullException.ThrowIfNull(addServices);
        ArgumentNullException.ThrowIfNull(mapRoutes);
        var app = Assemble(args, addServices, mapRoutes);
        app.CheckAccess();
        app.ArmFailpoints();
        return app;
    }

    private static WebApplication Assemble(
        string[] args, Action<WebApplicationBuilder> addServices, Action<WebApplication> mapRoutes, bool isRun = true)
    {
        // Reloading would watch the whole content root, the data folder in it included, at every write.
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        builder.AddTelemetryExport();
        builder.AddSharedServices();
        addServices(builder);
        builder.AddBus(isRun);
        var app = builder.Build();

        // What refuses to start does so here, in its own words, and not from within something that is being built.
        _ = app.Services.GetServices<IDatabaseMigration>().ToList();
        app.UseRequestSpans();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => StatusOf(exception, app.Services),
            SuppressDiagnosticsCallback = context => StatusOf(context.Exception, app.Services) != 500,
        });
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseKnownParameters();
        app.MapHealth();
        app.MapProblemPages();
        app.MapApiDocument();
        mapRoutes(app);
        app.MapOperatorRoutes();
        return app;
    }
}

/// <summary>The service cannot start as it is configured; the message says what to change.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
