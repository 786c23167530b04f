using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Orders.Testing;
using Payments.Worker;

namespace Tests.Journey;

/// <summary>The same journeys with the gateway in a process of its own, or as good as: over HTTP.</summary>
[Category("Integration")]
internal sealed class AGatewayOverHttp
{
    private readonly string folder = Directory.CreateTempSubdirectory("orders-").FullName;
    private WebApplication gateway;
    private OrdersProcess orders;

    [OneTimeSetUp]
    public async Task Start()
    {
        gateway = GatewaySimulator.Build(
            ["--urls=http://127.0.0.1:0", $"--Data:Folder={folder}", "--Gateway:ApiKey=the-key"]);
        await gateway.StartAsync();
        var address = gateway.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Single();
        orders = await OrdersProcess.Start(folder, new Dictionary<string, string>
        {
            ["Gateway:Kind"] = "Http",
            ["Gateway:Url"] = address,
            ["Gateway:ApiKey"] = "the-key",
        });
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (orders?.DisposeAsync() ?? default);
        if (gateway is not null)
            await gateway.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [TestCase("tok_ok", "WIDGET", "confirmed")]
    [TestCase("tok_declined", "WIDGET", "cancelled")]
    [TestCase("tok_timeout", "WIDGET", "confirmed")]
    [TestCase("tok_flaky_2", "WIDGET", "confirmed")]
    [TestCase("tok_ok", "OUT-OF-STOCK", "cancelled")]
    [TestCase("tok_refund_flaky_2", "OUT-OF-STOCK", "cancelled")]
    [TestCase("tok_unheard_of", "WIDGET", "cancelled")]
    public async Task Takes_and_returns_money_once(string token, string sku, string status)
    {
        var id = await orders.Client.Submit(token, sku, unitPriceMinor: 900);

        await orders.Client.WaitForStatus(id, status);

        var report = await orders.CheckBooks(allHaveEnded: false);
        Assert.That(report.IsClean, report.ToString());
    }
}
