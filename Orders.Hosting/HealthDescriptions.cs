using Microsoft.AspNetCore.Http;

namespace Orders.Hosting;

/// <summary>What is published of the probes.</summary>
internal static class HealthDescriptions
{
    private static readonly RouteTag Tag = new(
        "health", "Whether the process works. Open to everybody, and never limited.");

    private static readonly HealthView WithoutKafka = new(
        "degraded",
        new Dictionary<string, HealthCheckView>
        {
            ["database orders"] = new("ready", null),
            ["kafka"] = new("degraded", "No broker answers at localhost:9092."),
        });

    public static RouteDescription Live { get; } = new(
        "getLiveness", Tag, "Tells whether the process answers",
        "Asks nothing else, so it is what a process is restarted by.")
    {
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status200OK, "It does.",
                ("It answers.", new HealthView("ready", new Dictionary<string, HealthCheckView>()))),
        ],
    };

    public static RouteDescription Ready { get; } = new(
        "getReadiness", Tag, "Tells whether requests and messages go through",
        """
        Database reachable and migrated, topics there, consumers assigned; each check tells what is wrong with it. What
        is `degraded` turns nothing away: Orders.Api takes orders while Kafka is away.
        """)
    {
        Answers =
        [
            RouteAnswer.Of(StatusCodes.Status200OK, "It is ready.", ("Kafka is away, orders are taken.", WithoutKafka)),
            RouteAnswer.Of(
                StatusCodes.Status503ServiceUnavailable, "It is not ready; send requests elsewhere.",
                ("The database is not migrated.", new HealthView(
                    "unready",
                    new Dictionary<string, HealthCheckView>
                    {
                        ["database orders"] = new("unready", "migrations are missing: Initial; run the verb migrate"),
                    }))),
        ],
    };

    public static IEnumerable<RecordDescription> Records { get; } =
    [
        RecordDescription.Answer<HealthView>(
            "Health", "How the process is.",
            new("status", "The worst of its checks.", Shape.OneOf("ready", "degraded", "unready")),
            new("checks", "Each check by its name.")),
        RecordDescription.Answer<HealthCheckView>(
            "HealthCheck", "What one check found.",
            new("status", "How it is.", Shape.OneOf("ready", "degraded", "unready")),
            new("detail", "What is wrong, in words.")),
    ];
}
