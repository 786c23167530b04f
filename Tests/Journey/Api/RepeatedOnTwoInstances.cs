using System.Net;

namespace Tests.Journey.Api;

/// <summary>The same key at the same time at two instances of Orders.Api: the database lets one through.</summary>
[Category("Kafka")]
[Category("PostgreSql")]
internal sealed class RepeatedOnTwoInstances
{
    private FourServices services;

    [OneTimeSetUp]
    public async Task Given_two_instances() => services = await FourServices.Start(
        KafkaCluster.Shared, PostgresServer.Shared, instances: 2, programs: ["Orders.Api"],
        settings: new Dictionary<string, string> { ["Idempotency:KeepFor"] = "00:00:20" });

    [OneTimeTearDown]
    public async Task Stop() => await (services?.DisposeAsync() ?? default);

    [Test]
    public async Task Make_one_order_of_each_key_and_another_when_its_time_is_over()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => $"{Guid.NewGuid()}").ToList();

        await EachMakesOneOrder(keys);
        Assert.That(services.Count("orders"), Is.EqualTo(keys.Count));

        await Task.WhenAll(ForgetsKeys(0), ForgetsKeys(1));
        Expire();
        var before = services.Count("orders");
        await EachMakesOneOrder(keys);
        Assert.That(services.Count("orders"), Is.EqualTo(before + keys.Count));
    }

    private void Expire() => services.Execute(
        "UPDATE idempotent_answers SET expires_at = expires_at - INTERVAL '2 days'");

    /// <summary>For a while after its start an instance does not.</summary>
    private async Task ForgetsKeys(int instance)
    {
        var key = $"{Guid.NewGuid()}";
        await Submit(instance, key);
        await services.Orders().WaitFor(
            $"instance {instance} to forget a key",
            () =>
            {
                Expire();
                return Submit(instance, key);
            },
            answer => answer.IsFirst);
    }

    private async Task EachMakesOneOrder(List<string> keys)
    {
        var answers = await Task.WhenAll(
            keys.SelectMany(key => Enumerable.Range(0, 4).Select(number => Submit(number % 2, key))));

        foreach (var key in answers.GroupBy(answer => answer.Key))
        {
            Assert.That(key.Select(answer => answer.Id).Distinct().Count(), Is.EqualTo(1));
            Assert.That(key.Count(answer => answer.IsFirst), Is.EqualTo(1));
        }
    }

    private async Task<(string Key, Guid Id, bool IsFirst)> Submit(int instance, string key)
    {
        using var response = await services.Orders(instance).Http.Send(
            HttpMethod.Post, "/orders", Requests.Order, ("Idempotency-Key", key));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        return (key, await response.IdOf(), response.Header("Idempotent-Replayed") is null);
    }
}
