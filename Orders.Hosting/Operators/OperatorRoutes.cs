using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Orders.Hosting;

/// <summary>
/// The routes by which operators look after what is common to all services. A process has them once, for all its
/// databases.
/// </summary>
public static class OperatorRoutes
{
    /// <summary>What the routes of operators have in common in the document of routes.</summary>
    public static RouteTag Tag { get; } = new("operations", "What operators see and do. All of it stands in an audit.");

    /// <summary>To be called by a service whose databases an operator is to reach here.</summary>
    public static void AddOperatorRoutes(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(Wanted)))
            return;
        builder.Services.AddSingleton<Wanted>();
        foreach (var kind in OperatorProblems.Kinds)
            builder.Services.AddSingleton(kind);
        foreach (var record in OperatorRecordDescriptions.All)
            builder.Services.AddSingleton(record);
    }

    internal static void MapOperatorRoutes(this WebApplication app)
    {
        if (app.Services.GetService<Wanted>() is null)
            return;
        app.MapGet("/ops/dead-letters", ListDeadLetters.Handle)
            .RequireAuthorization(Policies.OpsRead).WithMetadata(DeadLetterDescriptions.List);
        app.MapGet("/ops/dead-letters/{id:guid}", ReadDeadLetter.Handle)
            .RequireAuthorization(Policies.OpsRead).WithMetadata(DeadLetterDescriptions.Read);
        app.MapPost("/ops/dead-letters/replay", ActOnDeadLetters.Replay)
            .RequireAuthorization(Policies.Ops).WithMetadata(DeadLetterDescriptions.Replay);
        app.MapPost("/ops/dead-letters/discard", ActOnDeadLetters.Discard)
            .RequireAuthorization(Policies.Ops).WithMetadata(DeadLetterDescriptions.Discard);
        app.MapGet("/ops/audit", ListActions.Handle)
            .RequireAuthorization(Policies.OpsRead).WithMetadata(AuditDescription.Route);
    }

    private sealed class Wanted;
}
