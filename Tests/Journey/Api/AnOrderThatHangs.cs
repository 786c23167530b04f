using System.Net;
using Inventory.Worker;
using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Orders.Testing;

namespace Tests.Journey.Api;

/// <summary>A worker that fails at a message leaves its order waiting, until somebody mends the worker.</summary>
[Category("Integration")]
internal sealed class AnOrderThatHangs
{
    [Test]
    public async Task Goes_on_once_its_dead_letter_is_replayed()
    {
        // Given a worker that fails at everything for a while
        var settings = new Dictionary<string, string?> { ["Kafka:RetryAfter:0"] = "00:00:00.050" };
        await using var installation = await OrdersInProcess.Start(settings);
        Execute(
            installation,
            "CREATE TRIGGER broken BEFORE INSERT ON reservations BEGIN SELECT RAISE(ABORT, 'broken'); END");
        var client = installation.Client;
        var id = await client.Submit();
        var letters = await client.WaitFor(
            "a dead letter", async () => (await client.Get($"/ops/dead-letters?orderId={id}")).GetProperty("items"),
            items => items.GetArrayLength() > 0);
        Assert.That(letters[0].GetProperty("reason").GetString(), Is.EqualTo("retries-exhausted"));
        Assert.That((await client.Order(id)).GetProperty("status").GetString(), Is.EqualTo("processing"));

        // When it is mended and the operator replays what failed
        Execute(installation, "DROP TRIGGER broken");
        using var replay = await client.Http.Send(
            HttpMethod.Post, "/ops/dead-letters/replay",
            """{"filter":{"reason":"retries-exhausted","group":"inventory-worker"},"reason":"the worker is mended"}""");

        // Then the order ends
        Assert.That(replay.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        await client.WaitForStatus(id, "confirmed");
        var report = await installation.CheckBooks(allHaveEnded: true);
        Assert.That(report.IsClean, report.ToString());
    }

    private static void Execute(OrdersInProcess installation, string sql)
    {
        var database = installation.Services.GetRequiredService<Database<InventoryDbContext>>();
        using var connection = database.Dialect.Open(database.ConnectionString, readOnly: false);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
