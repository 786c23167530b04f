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
        if (app.Configuration["Failpoints:Armed"] is not { Length: > 0 } text)
            return;
        if (!app.Environment.IsDevelopment() && !app.Configuration.GetValue("Failpoints:Allow", false))
            throw new StartRefusedException(
                "Failpoints:Armed is set, which crashes this process on purpose. Outside Development it has to be "
                + "allowed: set Failpoints:Allow=true, or remove it.");
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Failpoints");
        var armed = ArmedFailpoints.TryParse(text, (name, hit) => LogStruck(logger, name, hit), out var error);
        Failpoint.Arm(armed ?? throw new StartRefusedException($"Failpoints:Armed is '{text}': {error}."));
    }

    [LoggerMessage(1, LogLevel.Warning, "Failpoint {Name} strikes at hit {Hit}")]
    private static partial void LogStruck(ILogger logger, string name, long hit);
}
