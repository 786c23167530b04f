using Microsoft.Data.SqlClient;
using Orders.Data;
using Orders.Hosting;

namespace Tests.Messaging;

/// <summary>
/// SQL Server says the same where a database is missing and where the login has no rights in it. The verb migrate asks
/// on, and says which of them it is.
/// </summary>
[Category("Unit")]
internal sealed class ADatabaseThatCannotBeOpened
{
    private const string Refusal = "Cannot open database \"orders\" requested by the login. The login failed.\n"
        + "Login failed for user 'app'.";

    private const string Words = "The server says: Cannot open database \"orders\" requested by the login. The login "
        + "failed. Login failed for user 'app'.";

    [Test]
    public async Task Is_made_where_it_is_missing()
    {
        var made = new List<string>();
        var server = new OfflineSqlServer
        {
            Refuse = settings => settings.InitialCatalog == "orders" && made.Count == 0 ? Refused(4060) : null,
            Answer = sql =>
            {
                if (sql.StartsWith("CREATE DATABASE", StringComparison.Ordinal))
                    made.Add(sql);
                return sql.Contains("sys.databases", StringComparison.Ordinal) ? [] : null;
            },
        };

        await Migrate(server);

        Assert.That(made, Is.EqualTo(["CREATE DATABASE [orders]"]));
        Assert.That(server.Asked.Select(asked => asked.Text), Has.Some.Contains("CREATE TABLE [orders]"));
    }

    [Test]
    public async Task Has_given_the_login_no_rights()
    {
        var log = new CapturedLog();
        var said = await WhatIsSaid(Refusing("ONLINE", hasAccess: 0), log);

        Assert.That(
            said,
            Is.EqualTo(
                "Database 'orders' is there, but the login has no rights in it: make it a user there, with CREATE USER "
                + $"… FOR LOGIN …, or give the connection string of one that is. {Words}"));
        Assert.That(log.Count($"Trying again for 20 s: {said}"), Is.EqualTo(1), "it is said at once");
    }

    [TestCase("RESTORING", 0, "Database 'orders' is there, but its state is RESTORING: until it is ONLINE nobody can")]
    [TestCase("RECOVERING", null, "Database 'orders' is there, but its state is RECOVERING: until it is ONLINE nobody")]
    [TestCase("ONLINE", 1, "Database 'orders' is there and the login may use it, but it cannot be opened. The server")]
    public async Task Is_in_no_state_to_be_opened(string state, int? hasAccess, string begin) => Assert.That(
        await WhatIsSaid(Refusing(state, hasAccess)), Does.StartWith(begin).And.EndsWith(Words));

    [TestCase(262, Description = "CREATE DATABASE permission denied")]
    [TestCase(15247, Description = "no permission to perform this action")]
    public async Task Is_missing_and_the_login_may_not_make_it(int number) => Assert.That(
        await WhatIsSaid(new OfflineSqlServer
        {
            Refuse = OfOrders,
            Answer = sql => sql.StartsWith("CREATE", StringComparison.Ordinal) ? throw Refused(number, "Denied.") : [],
        }),
        Is.EqualTo(
            "The login sees no database 'orders' and may not make one: is the name right? Have it made, or give the "
            + "login the right to. The server says: Denied."));

    [Test]
    public async Task Is_hidden_from_a_login_without_rights() => Assert.That(
        await WhatIsSaid(new OfflineSqlServer
        {
            Refuse = OfOrders,
            Answer = sql => sql.StartsWith("CREATE", StringComparison.Ordinal) ? throw Refused(1801) : [],
        }),
        Is.EqualTo(
            "A database 'orders' is there, but the login neither sees it nor can open it: make it a user there, with "
            + $"CREATE USER … FOR LOGIN …, or give the connection string of one that is. {Words}"));

    [TestCase(4060)]
    [TestCase(916)]
    [TestCase(18456)]
    public async Task Cannot_be_asked_about_either(int number) => Assert.That(
        await WhatIsSaid(new OfflineSqlServer
        {
            Refuse = settings => settings.InitialCatalog == "master" ? Refused(number, "Not you.") : Refused(4060),
        }),
        Is.EqualTo(
            "Database 'orders' cannot be opened: either there is none, or the login has no rights in it. Which of the "
            + $"two only master knows, and the login may not open that. {Words}"));

    [Test]
    public async Task Is_waited_for_while_another_makes_it()
    {
        var tries = 0;
        var server = new OfflineSqlServer
        {
            Refuse = settings => settings.InitialCatalog == "orders" && ++tries < 50 ? Refused(4060) : null,
            Answer = sql => sql.Contains("sys.databases", StringComparison.Ordinal) ? [["ONLINE", 0]] : null,
        };

        await Migrate(server);

        Assert.That(server.Asked.Select(asked => asked.Text), Has.None.StartsWith("CREATE DATABASE"));
        Assert.That(server.Asked.Select(asked => asked.Text), Has.Some.Contains("CREATE TABLE [orders]"));
    }

    private static OfflineSqlServer Refusing(string state, int? hasAccess) => new()
    {
        Refuse = OfOrders,
        Answer = _ => [[state, hasAccess]],
    };

    private static SqlException? OfOrders(SqlConnectionStringBuilder settings) =>
        settings.InitialCatalog == "orders" ? Refused(4060) : null;

    private static SqlException Refused(int number, string words = Refusal) =>
        SqlServerError.Of(number, severity: 11, words);

    private static async Task<string> WhatIsSaid(OfflineSqlServer server, CapturedLog? log = null)
    {
        var refused = await Migrate(server, log).Outcome();
        Assert.That(refused, Is.TypeOf<StartRefusedException>());
        return refused!.Message;
    }

    private static async Task Migrate(OfflineSqlServer server, CapturedLog? log = null)
    {
        var time = new FakeTime();
        var migration = server.MigrationOf(OrdersDbContext.Models, time, log).Migrate(default);
        await Eventually.Holds(
            () =>
            {
                // It takes no time but for its waits, however slow this machine is
                if (time.Waits > 0)
                    time.Advance(TimeSpan.FromMilliseconds(200));
                return migration.IsCompleted;
            },
            "it has ended");
        Assert.That(time.Now - new FakeTime().Now, Is.LessThan(TimeSpan.FromSeconds(25)));
        await migration;
    }
}
