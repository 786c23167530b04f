using System.Net;
using Orders.Testing;

namespace Tests.Faults;

/// <summary>Five times as many orders come as can be accepted.</summary>
[Category("Alone")]
internal sealed class Overload
{
    private const long MostMemory = 1_500_000_000;

    [TestCase(15, Category = "Faults")]
    [TestCase(180, Category = "Soak")]
    public async Task What_is_accepted_ends_and_the_rest_is_refused_at_once(int seconds)
    {
        // Given what can be accepted
        var folder = Directory.CreateTempSubdirectory("orders-");
        await using var orders = await OrdersProcess.Start(folder.FullName);
        using var load = new OpenLoad(orders.Client.Http.BaseAddress!);
        await load.AsFastAsAccepted(64, TimeSpan.FromSeconds(5));
        var capacity = await load.AsFastAsAccepted(64, TimeSpan.FromSeconds(5));

        // When five times as many come
        await load.Submit(5 * capacity, TimeSpan.FromSeconds(seconds));

        // Then nobody waits long for an answer
        TestContext.Out.WriteLine(
            $"capacity {capacity:0}/s; {string.Join(", ", load.Statuses)}; {load.NotSent} not sent; accepted p50 "
            + $"{load.Percentile(HttpStatusCode.Accepted, 0.5).TotalMilliseconds:0} ms, p99 "
            + $"{load.Percentile(HttpStatusCode.Accepted, 0.99).TotalMilliseconds:0} ms; refused p50 "
            + $"{load.Percentile(HttpStatusCode.ServiceUnavailable, 0.5).TotalMilliseconds:0} ms, p99 "
            + $"{load.Percentile(HttpStatusCode.ServiceUnavailable, 0.99).TotalMilliseconds:0} ms; "
            + $"{orders.MostMemory / 1_000_000} MB");
        Assert.That(load.Statuses.Keys, Is.SubsetOf(["Accepted", "ServiceUnavailable"]));
        Assert.That(load.Count(HttpStatusCode.ServiceUnavailable), Is.Positive, "it was too much");
        Assert.That(load.WithoutRetryAfter, Is.Zero, "each refusal says when to come again");
        Assert.That(
            load.Percentile(HttpStatusCode.Accepted, 0.99), Is.LessThan(TimeSpan.FromSeconds(10)), "accepted");
        Assert.That(
            load.Percentile(HttpStatusCode.ServiceUnavailable, 0.99), Is.LessThan(TimeSpan.FromSeconds(5)), "refused");
        Assert.That(orders.MostMemory, Is.LessThan(MostMemory));

        // And every order that was accepted ends, and no other was made
        var client = new OrdersClient(orders.Client.Http) { Patience = TimeSpan.FromMinutes(15) };
        await client.WaitFor(
            "all orders to have ended", () => client.Get("/orders?status=processing&status=cancelling&limit=1"),
            open => open.GetProperty("items").GetArrayLength() == 0);
        var report = await client.WaitFor(
            "the books to be right", () => orders.CheckBooks(allHaveEnded: true), report => report.IsClean);
        Assert.That(report.Ended, Is.EqualTo(load.Count(HttpStatusCode.Accepted)));
        folder.Delete(recursive: true);
    }
}
