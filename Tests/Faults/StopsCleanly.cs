using Microsoft.Data.Sqlite;
using Orders.Testing;

namespace Tests.Faults;

[Category("Faults")]
public sealed class StopsCleanly
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("orders-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task A_process_that_is_told_to_stop_exits_with_0_and_the_next_goes_on()
    {
        // Given orders under way
        Guid[] ids;
        await using (var first = await OrdersProcess.Start(folder))
        {
            ids = await Task.WhenAll(
                Enumerable.Range(0, 30).Select(n => first.Client.Submit(n % 10 == 0 ? "tok_slow_5s" : "tok_ok")));

            // When it is told to stop
            var exitCode = await first.Stop();

            // Then it says that all is well, and leaves nothing unsent
            Assert.That(exitCode, Is.Zero, first.Output);
        }

        Assert.That(Count("orders.db", "SELECT COUNT(*) FROM outbox"), Is.Zero);

        // And the next process brings every order to its end
        await using var second = await OrdersProcess.Start(folder);
        await Task.WhenAll(ids.Select(id => second.Client.WaitForStatus(id, "confirmed")));
        var report = await second.Client.WaitFor(
            "clean books", () => second.CheckBooks(allHaveEnded: true), seen => seen.IsClean);
        Assert.That(report.Ended, Is.EqualTo(30));
    }

    [Test]
    public async Task A_second_process_on_the_same_data_is_refused()
    {
        await using var first = await OrdersProcess.Start(folder);

        var refused = Assert.ThrowsAsync<InvalidOperationException>(() => OrdersProcess.Start(folder));

        Assert.That(refused!.Message, Does.Contain("in use by another process").And.Contain("Data:Folder"));
    }

    private long Count(string file, string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(folder, file)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
