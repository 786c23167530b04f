using Messaging;

namespace Tests.Messaging;

/// <summary>Whose fault an error of SQL Server is: the unit's, another writer's, or the server's.</summary>
[Category("Unit")]
internal sealed class ErrorsOfSqlServer
{
    private static readonly SqlServerDialect Dialect = new();

    [TestCase(1205, Description = "deadlock")]
    [TestCase(1222, Description = "lock time-out")]
    [TestCase(3960, Description = "snapshot conflict")]
    public void Another_writer_was_in_the_way(int number)
    {
        Assert.That(Dialect.IsContention(SqlServerError.Of(number, severity: 16)), Is.True);
        Assert.That(Dialect.IsUnavailable(SqlServerError.Of(number, severity: 16)), Is.False);
    }

    [TestCase(-2, 11, Description = "time-out")]
    [TestCase(4060, 11, Description = "the database cannot be opened")]
    [TestCase(18456, 14, Description = "login failed")]
    [TestCase(9002, 17, Description = "the log is full")]
    [TestCase(1105, 17, Description = "the file is full")]
    [TestCase(233, 20, Description = "the connection broke")]
    [TestCase(976, 14, Description = "the replica is not readable")]
    [TestCase(40143, 16, Description = "Azure")]
    [TestCase(40197, 16, Description = "Azure: moved")]
    [TestCase(40501, 16, Description = "Azure: busy")]
    [TestCase(40540, 16, Description = "Azure")]
    [TestCase(40613, 16, Description = "Azure: not available")]
    public void The_database_is_away(int number, int severity)
    {
        Assert.That(Dialect.IsUnavailable(SqlServerError.Of(number, severity)), Is.True);
        Assert.That(Dialect.IsContention(SqlServerError.Of(number, severity)), Is.False);
    }

    /// <summary>Where it is asked for at the start, it is waited for.</summary>
    [TestCase(-2, 11, true, Description = "time-out")]
    [TestCase(233, 20, true, Description = "the connection broke")]
    [TestCase(922, 14, true, Description = "the database is being recovered")]
    [TestCase(18401, 14, true, Description = "the server is being upgraded")]
    [TestCase(4060, 11, false, Description = "the database cannot be opened")]
    [TestCase(18456, 14, false, Description = "login failed")]
    public void A_server_that_starts_is_away_where_one_that_refuses_is_not(int number, int severity, bool isAway) =>
        Assert.That(Dialect.IsAway(SqlServerError.Of(number, severity)), Is.EqualTo(isAway));

    [TestCase(2601, Description = "unique index")]
    [TestCase(2627, Description = "primary key")]
    [TestCase(547, Description = "constraint")]
    [TestCase(8152, Description = "too long")]
    [TestCase(8134, Description = "division by zero")]
    public void A_unit_is_guilty(int number)
    {
        Assert.That(Dialect.IsUnavailable(SqlServerError.Of(number, severity: 14)), Is.False);
        Assert.That(Dialect.IsContention(SqlServerError.Of(number, severity: 14)), Is.False);
        Assert.That(Dialect.IsFatal(SqlServerError.Of(number, severity: 14)), Is.False);
    }
}
