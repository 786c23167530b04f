using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orders.Hosting;

/// <summary>
/// What a service does not take on it refuses at the door and at once: 429 where one caller is too fast, 503 where all
/// together are.
/// </summary>
internal static class Pressure
{
    /// <summary>The metadata by which a refusal for all is told from one for a single caller.</summary>
    public const string Door = "door";

    private const long LargestBody = 256 * 1024;
    private const int MostHeaders = 100;
    private const int LongestHeaders = 32 * 1024;
    private const int SecondsForAStream = 5;

    /// <summary>How often a second a caller's bucket is filled up a little.</summary>
    private const int RefillsPerSecond = 10;

    private static readonly TimeSpan LongestHead = TimeSpan.FromSeconds(10);

    public static void AddPressure(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PressureOptions>()
            .Bind(builder.Configuration.GetSection("Limits"))
            .Validate(options => options.IsSound, "Limits: all numbers and times are above zero.")
            .ValidateOnStart();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestHeaderCount = MostHeaders;
            kestrel.Limits.MaxRequestHeadersTotalSize = LongestHeaders;
            kestrel.Limits.RequestHeadersTimeout = LongestHead;

            // RequestBody has a clock of its own, and an answer.
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        builder.Services.AddSingleton(services => new DoorLimiter(
            services.GetRequiredService<IOptions<PressureOptions>>().Value,
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>()
            .Configure<IOptions<PressureOptions>, DoorLimiter>((limiter, pressure, door) =>
            {
                limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                    DoorFor(pressure.Value, door), CallersOf(pressure.Value));
                limiter.OnRejected = Refuse;
            });
    }

    /// <summary>For what is there when nothing else is.</summary>
    public static TBuilder WithoutLimit<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.DisableRateLimiting();

    private static PartitionedRateLimiter<HttpContext> DoorFor(PressureOptions options, DoorLimiter door) =>
        PartitionedRateLimiter.Create<HttpContext, string>(http =>
            http.GetEndpoint()?.Metadata.GetMetadata<StreamRoutes.Stream>() is null
                ? RateLimitPartition.Get(Door, _ => door)
                : RateLimitPartition.GetConcurrencyLimiter("streams", _ => new ConcurrencyLimiterOptions
                {
                    PermitLimit = options.MostStreams,
                    QueueLimit = 0,
                }));

    /// <summary>Who does not have to say who calls is not counted alone.</summary>
    private static PartitionedRateLimiter<HttpContext> CallersOf(PressureOptions options) =>
        PartitionedRateLimiter.Create<HttpContext, string>(http => http.Caller() is { } caller
            ? RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.BurstOrDefault,
                TokensPerPeriod = TokensPerRefill(options),
                ReplenishmentPeriod = TimeSpan.FromSeconds(
                    (double)TokensPerRefill(options) / options.RequestsPerSecond),
                QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter(""));

    private static int TokensPerRefill(PressureOptions options) =>
        Math.Max(1, options.RequestsPerSecond / RefillsPerSecond);

    private static async ValueTask Refuse(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var http = context.HttpContext;

        // Of all limits that of streams alone cannot tell when there will be room.
        var isForStreams = !context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
        var seconds = isForStreams ? SecondsForAStream : Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        var problem = isForStreams
            ? Problem.Of(
                http, ProblemKind.Overloaded, $"Too many streams are open at this instance; try again in {seconds} s.")
            : context.Lease.TryGetMetadata(Door, out _)
            ? Problem.Of(
                http, ProblemKind.Overloaded,
                $"Too many requests are under way. Nothing was stored; send it again in {seconds} s.")
            : Problem.Of(
                http, ProblemKind.RateLimited,
                $"'{http.Caller()}' sends more requests than it may. Nothing was stored; send it again in "
                + $"{seconds} s.");
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await problem.ExecuteAsync(http).ConfigureAwait(false);
    }
}
