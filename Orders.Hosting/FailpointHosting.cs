using Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orders.Hosting;

/// <summary>Failpoints by setting: for tests that crash a process at an exact step.</summary>
internal static partial class FailpointHosting
{
    /// <exception cref="StartRefusedException">
    /// The setting is wrong, or nobody said that this installation may be crashed.
    /// </exception>
    public static void ArmFailpoints(this WebApplication app)
    {
        var options = new FailpointOptions();
        app.Configuration.GetSection("Failpoints").Bind(options);
        if (options.Armed.Length == 0)
            return;
        if (!app.Environment.IsDevelopment() && !options.Allow)
            throw new StartRefusedException(
                "Failpoints:Armed is set, which crashes this process on purpose. Outside Development it has to be "
                + "allowed: set Failpoints:Allow=true, or remove it.");
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Failpoints");
        var armed = ArmedFailpoints.TryParse(options.Armed, (name, hit) => LogStruck(logger, name, hit), out var error);
        Failpoint.Arm(armed ?? throw new StartRefusedException($"Failpoints:Armed is '{options.Armed}': {error}."));
    }

    [LoggerMessage(1, LogLevel.Warning, "Failpoint {Name} strikes at hit {Hit}")]
    private static partial void LogStruck(ILogger logger, string name, long hit);
}

/// <summary>Section <c>Failpoints</c> of the configuration.</summary>
internal sealed class FailpointOptions
{
    /// <summary>See <see cref="ArmedFailpoints.TryParse"/>. Default none.</summary>
    public string Armed { get; set; } = "";

    /// <summary>Whether that may be set outside Development.</summary>
    public bool Allow { get; set; }
}
