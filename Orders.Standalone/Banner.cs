using Messaging;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orders.Hosting;

namespace Orders.Standalone;

/// <summary>The last thing a start says: where to go, once orders go through.</summary>
internal sealed class Banner(
    IServer server, HealthCheckService health, KafkaConnection kafka, DataFolder folder,
    IHostApplicationLifetime lifetime)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        while ((await health.CheckHealthAsync(stoppingToken)).Status == HealthStatus.Unhealthy)
            await Task.Delay(Interval, stoppingToken);

        var url = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "no address";
        string[] lines =
        [
            $"Orders  {url}",
            $"data    {folder.PathOf("")}",
            kafka.IsEmbedded ? "kafka   embedded: in memory, gone when this ends" : $"kafka   {kafka.BootstrapServers}",
        ];
        var width = lines.Max(line => line.Length);
        Console.WriteLine($"┌─{new string('─', width)}─┐");
        foreach (var line in lines)
            Console.WriteLine($"│ {line.PadRight(width)} │");
        Console.WriteLine($"└─{new string('─', width)}─┘");
    }
}
