using Orders.Testing;

namespace Tests.Journey;

/// <summary>One installation for all journeys; each has orders of its own.</summary>
[SetUpFixture]
public sealed class Installation
{
    private static OrdersInProcess? running;

    internal static IServiceProvider Services => running!.Services;

    internal static OrdersClient Orders => running!.Client;

    internal static Task<BookReport> CheckBooks() => running!.CheckBooks(allHaveEnded: false);

    [OneTimeSetUp]
    public async Task Start() => running = await OrdersInProcess.Start();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (running is not null)
            await running.DisposeAsync();
    }
}
