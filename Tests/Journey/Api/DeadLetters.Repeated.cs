using Inventory.Worker;
using Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Journey.Api;

/// <summary>
/// An act that is repeated under its id. Each service of this installation has dead letters of its own, so one act may
/// be several transactions.
/// </summary>
internal sealed partial class DeadLetters
{
    [Test]
    public async Task That_come_later_are_left_alone_by_an_act_that_is_repeated()
    {
        var type = $"unheard_of.{Guid.NewGuid():N}";
        await Spoil(Guid.NewGuid(), "10", type);
        var body = new { actionId = $"{Guid.NewGuid()}", filter = new { type }, reason = "not needed" };
        var first = await Act("discard", body);
        var later = await Spoil(Guid.NewGuid(), "11"u8.ToArray(), type, "inventory.commands");

        var second = await Act("discard", body);

        Assert.That(first.GetProperty("done").GetInt32(), Is.EqualTo(1));
        Assert.That(second.GetRawText(), Is.EqualTo(first.GetRawText()));
        Assert.That((await Whole(later)).GetProperty("status").GetString(), Is.EqualTo("open"));
    }

    [Test]
    public async Task That_an_act_did_not_come_to_are_dealt_with_when_it_is_repeated()
    {
        // Given an act that was done in one database, when the process ended before the other
        var type = $"unheard_of.{Guid.NewGuid():N}";
        var one = await Spoil(Guid.NewGuid(), "12", type);
        var other = await Spoil(Guid.NewGuid(), "12"u8.ToArray(), type, "inventory.commands");
        var body = new { actionId = $"{Guid.NewGuid()}", filter = new { type }, reason = "not needed" };
        var first = await Act("discard", body);
        Assert.That(first.GetProperty("done").GetInt32(), Is.EqualTo(2));
        Forget(body.actionId, IdOf(other));
        Assert.That((await Whole(other)).GetProperty("status").GetString(), Is.EqualTo("open"));

        var second = await Act("discard", body);

        Assert.That(second.GetRawText(), Is.EqualTo(first.GetRawText()));
        Assert.That((await Whole(one)).GetProperty("status").GetString(), Is.EqualTo("discarded"));
        Assert.That((await Whole(other)).GetProperty("status").GetString(), Is.EqualTo("discarded"));
    }

    /// <summary>What an act did in the database of the stock was not done.</summary>
    private void Forget(string actionId, Guid letter)
    {
        var database = orders.Services.GetRequiredService<Database<InventoryDbContext>>();
        using var connection = database.Dialect.Open(database.ConnectionString, readOnly: false);
        foreach (var sql in new[]
        {
            $"DELETE FROM operator_actions WHERE action_id = '{actionId}'",
            $"UPDATE dead_letters SET discarded_at = NULL WHERE id = '{letter}'",
        })
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            Assert.That(command.ExecuteNonQuery(), Is.EqualTo(1), sql);
        }
    }
}
