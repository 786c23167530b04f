using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Orders.Hosting;

/// <summary>
/// The routes by which operators look after what is common to all services. A process has them once, for all its
/// databases.
/// </summary>
public static class OperatorRoutes
{
    /// <summary>To be called by a service whose databases an operator is to reach here.</summary>
    public static void AddOperatorRoutes(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(Wanted)))
            return;
        builder.Services.AddSingleton<Wanted>();
        foreach (var kind in OperatorProblems.Kinds)
            builder.Services.AddSingleton(kind);
    }

    internal static void MapOperatorRoutes(this WebApplication app)
    {
        if (app.Services.GetService<Wanted>() is null)
            return;
        app.MapGet("/ops/dead-letters", ListDeadLetters.Handle).RequireAuthorization(Policies.OpsRead);
        app.MapGet("/ops/dead-letters/{id:guid}", ReadDeadLetter.Handle).RequireAuthorization(Policies.OpsRead);
        app.MapPost("/ops/dead-letters/replay", ActOnDeadLetters.Replay).RequireAuthorization(Policies.Ops);
        app.MapPost("/ops/dead-letters/discard", ActOnDeadLetters.Discard).RequireAuthorization(Policies.Ops);
        app.MapGet("/ops/audit", ListActions.Handle).RequireAuthorization(Policies.OpsRead);
    }

    private sealed class Wanted;
}
