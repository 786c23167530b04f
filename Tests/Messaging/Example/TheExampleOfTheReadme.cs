using MassTransit;
using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Parcels;

namespace Tests.Messaging;

/// <summary>What the library's README shows is this very code, and it works.</summary>
[Category("Integration")]
internal sealed class TheExampleOfTheReadme
{
    private static readonly string Source = File.ReadAllText(
        Path.Combine(Repository.Root, "Tests", "Messaging", "Example", "Parcels.cs"));

    private string folder;
    private IHost host;

    [OneTimeSetUp]
    public async Task Given_a_host_that_is_wired_as_it_says()
    {
        folder = Directory.CreateTempSubdirectory("parcels-").FullName;
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddParcels($"Data Source={Path.Combine(folder, "parcels.db")};Pooling=False", brokers: null);
        host = builder.Build();
        await using (var context = Open())
            await context.Database.EnsureCreatedAsync();
        await host.StartAsync().InTime();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await host.StopAsync().InTime();
        await ((IAsyncDisposable)host).DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void The_README_shows_it() => Assert.That(
        File.ReadAllText(Path.Combine(Repository.Root, "Messaging", "README.md")), Does.Contain(Source.TrimEnd()));

    [Test]
    public async Task A_parcel_that_is_shipped_waits_for_its_delivery()
    {
        var id = Guid.CreateVersion7();

        await host.Services.GetRequiredService<GroupCommit<ParcelsDbContext>>()
            .Execute(new Ship(id, "Elm Street 1")).InTime();
        await Eventually.Holds(() => Find(id)?.CurrentState == "UnderWay", "it is under way");
        Assert.That(Find(id)!.LateToken, Is.Not.Null);

        using var scope = host.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<ITopicProducer<ParcelDelivered>>()
            .Produce(new ParcelDelivered(id)).InTime();
        await Eventually.Holds(() => Find(id)?.CurrentState == "Arrived", "it has arrived");
        Assert.That(Find(id)!.LateToken, Is.Null);
    }

    private ParcelsDbContext Open() => host.Services.GetRequiredService<Database<ParcelsDbContext>>().OpenContext(null);

    private Parcel? Find(Guid id)
    {
        using var context = Open();
        return context.Set<Parcel>().Find(id);
    }
}
