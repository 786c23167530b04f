using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Payments.Worker;

namespace Tests;

/// <summary>The simulated gateway over HTTP, with something in front of it that a test decides on.</summary>
internal sealed class GatewayThatMisbehaves : IAsyncDisposable
{
    private readonly WebApplication gateway;

    private GatewayThatMisbehaves(WebApplication gateway) => this.gateway = gateway;

    /// <summary>The settings of who asks it.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["Gateway:Kind"] = "Http",
        ["Gateway:Url"] = gateway.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Single(),
    };

    /// <param name="folder">Where its ledger is.</param>
    /// <param name="misbehave">Is given each request and what would be done with it.</param>
    public static async Task<GatewayThatMisbehaves> Start(
        string folder, Func<HttpContext, RequestDelegate, Task> misbehave)
    {
        var gateway = GatewaySimulator.Build(
            ["--urls=http://127.0.0.1:0", $"--Data:Folder={folder}", "--Logging:LogLevel:Default=Warning"]);
        gateway.Use(misbehave);
        await gateway.StartAsync();
        return new GatewayThatMisbehaves(gateway);
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();
}
