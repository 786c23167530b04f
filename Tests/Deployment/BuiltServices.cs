using Inventory.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orders.Api;
using Orders.Hosting;
using Orders.Saga;
using Payments.Worker;

namespace Tests.Deployment;

/// <summary>The services, made of what a deployment tells them. Nothing is started.</summary>
internal static class BuiltServices
{
    /// <summary>
    /// Refuses in its own words what the service would refuse at its start, as far as that needs no server.
    /// </summary>
    public static WebApplication Build(string project, IEnumerable<KeyValuePair<string, string>> environment)
    {
        string[] args = [.. environment.Select(Argument)];
        var app = project switch
        {
            "Orders.Api" => ServiceHost.Build(args, builder => builder.AddOrdersApi(), app => app.MapOrders()),
            "Orders.Saga" => ServiceHost.Build(args, builder => builder.AddOrdersSaga(), _ => { }),
            "Payments.Worker" =>
                ServiceHost.Build(args, builder => builder.AddPaymentsWorker(), app => app.MapPayments()),
            "Inventory.Worker" =>
                ServiceHost.Build(args, builder => builder.AddInventoryWorker(), app => app.MapStock()),
            _ => throw new ArgumentException($"{project} is no service that is known here.", nameof(project)),
        };
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        _ = app.Services.GetService<IPaymentGateway>();
        return app;
    }

    /// <summary>What a service takes to stop, at most.</summary>
    public static TimeSpan ShutdownTime(this WebApplication app) =>
        app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;

    /// <summary>The paths that it answers.</summary>
    public static IEnumerable<string> Paths(this WebApplication app) =>
        from source in ((IEndpointRouteBuilder)app).DataSources
        from route in source.Endpoints.OfType<RouteEndpoint>()
        select route.RoutePattern.RawText;

    private static string Argument(KeyValuePair<string, string> variable) => variable.Key switch
    {
        "ASPNETCORE_ENVIRONMENT" => $"--environment={variable.Value}",
        var name => $"--{name.Replace("__", ":")}={variable.Value}",
    };
}
