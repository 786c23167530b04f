using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orders.Testing;
using YamlDotNet.RepresentationModel;

namespace Tests.Observability;

/// <summary>What a dashboard or an alert asks for is measured, under that name.</summary>
[Category("Integration")]
internal sealed partial class DashboardsAndAlerts
{
    private static readonly string Dashboard = Repository.Text("deploy/grafana/orders.json");
    private static readonly string Rules = Repository.Text("deploy/prometheus/orders.rules.yaml");

    private readonly HashSet<string> measured = [];

    /// <summary>All services in this process, so that whatever they measure is published here.</summary>
    [OneTimeSetUp]
    public async Task Start()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            lock (measured)
                measured.UnionWith(Series(instrument));
        };
        listener.Start();
        await using var orders = await OrdersInProcess.Start();
        var id = await orders.Client.Submit("tok_ok", "OUT-OF-STOCK");
        await orders.Client.WaitForStatus(id, "cancelled");
    }

    [Test]
    public void Ask_for_nothing_that_is_not_measured() =>
        Assert.That(Asked(Dashboard).Concat(Asked(Rules)).Distinct().Where(IsUnknown), Is.Empty);

    [Test]
    public void Ask_for_enough() =>
        Assert.That(Asked(Dashboard).Distinct().Count(), Is.GreaterThan(15));

    [TestCase("sum(rate(orders_saga_begun_total[5m]))", "orders_saga_begun_total")]
    [TestCase("max(orders_outbox_age)", "orders_outbox_age")]
    public void What_is_not_measured_is_found(string expression, string name) =>
        Assert.That(Asked(expression).Where(IsUnknown), Is.EqualTo([name]));

    [Test]
    public void Are_what_their_readers_read()
    {
        using var dashboard = JsonDocument.Parse(Dashboard);
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        Assert.That(panels.Select(panel => panel.GetProperty("id").GetInt32()), Is.Unique);
        Assert.That(
            panels.Where(panel => panel.GetProperty("type").GetString() != "row")
                .Where(panel => panel.GetProperty("targets").GetArrayLength() == 0),
            Is.Empty);
        Assert.That(Alerts().Select(alert => Text(alert, "alert")), Is.Unique.And.Not.Empty);
    }

    /// <summary>Who is woken by one is told what to do.</summary>
    [Test]
    public void Lead_to_what_to_do()
    {
        var headings = Heading().Matches(Repository.Text("docs/operations.md"))
            .Select(match => match.Groups[1].Value.Trim().ToLowerInvariant().Replace(' ', '-').Replace("'", ""))
            .ToList();

        Assert.That(Alerts().Select(alert => Text(alert["annotations"], "runbook")), Is.SubsetOf(headings));
    }

    private static IEnumerable<YamlNode> Alerts()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Rules));
        return ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"])
            .SelectMany(group => (YamlSequenceNode)group["rules"]);
    }

    private static string Text(YamlNode node, string name) => ((YamlScalarNode)node[name]).Value!;

    private bool IsUnknown(string name) => !measured.Contains(name);

    private static IEnumerable<string> Asked(string text) =>
        Metric().Matches(text).Select(match => match.Value).Where(name => !Labels.Contains(name));

    private static readonly string[] Labels =
        ["messaging_consumer_group_name", "messaging_destination_name", "http_response_status_code", "http_route"];

    /// <summary>As Prometheus names what it is sent by OTLP: the unit and the kind behind the name.</summary>
    private static IEnumerable<string> Series(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        var kind = instrument.GetType().GetGenericTypeDefinition();
        return kind == typeof(Counter<>) ? [name + "_total"]
            : kind == typeof(Histogram<>) ? [name + "_bucket", name + "_sum", name + "_count"]
            : [name];
    }

    [GeneratedRegex(@"\b(orders|messaging|http)_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
