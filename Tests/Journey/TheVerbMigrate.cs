using System.Diagnostics;

namespace Tests.Journey;

/// <summary>It makes a service's database and its tables, whoever else does so at the same time.</summary>
[Category("PostgreSql")]
internal sealed class TheVerbMigrate
{
    private readonly string database = $"m{Guid.NewGuid():N}"[..9];

    [OneTimeTearDown]
    public void Drop() => PostgresServer.Shared.Execute($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

    [Test]
    [Order(1)]
    public async Task Is_raced_by_several_processes_where_the_database_is_missing()
    {
        var outcomes = await Task.WhenAll(
            Migrate("Orders.Api"), Migrate("Orders.Saga"), Migrate("Orders.Api"), Migrate("Orders.Saga"));

        Assert.That(outcomes, Is.All.EqualTo((0, "")));
        Assert.That(Tables(), Is.SupersetOf(["orders", "sagas", "outbox", "outbox_owners", "dead_letters"]));
    }

    [Test]
    [Order(2)]
    public async Task Changes_nothing_the_second_time()
    {
        var before = Tables();

        Assert.That(await Migrate("Orders.Saga"), Is.EqualTo((0, "")));

        Assert.That(Tables(), Is.EqualTo(before));
    }

    [Test]
    public async Task Says_in_a_line_what_is_wrong()
    {
        var (code, error) = await Migrate("Orders.Api", "Host=127.0.0.1;Port=1;Username=orders;Database=orders");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(error, Does.Contain("127.0.0.1:1"));
    }

    private List<object> Tables() => PostgresServer.Shared.Query(
        database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");

    private async Task<(int Code, string Error)> Migrate(string program, string? connectionString = null)
    {
        connectionString ??= PostgresServer.Shared.ConnectionString(database);
        using var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), "migrate",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["Database__Provider"] = "PostgreSql",
                ["ConnectionStrings__Orders"] = connectionString,
            },
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await TestContext.Out.WriteLineAsync(await output);
        return (process.ExitCode, error);
    }
}
