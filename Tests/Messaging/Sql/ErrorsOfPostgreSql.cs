using System.Net.Sockets;
using Messaging;
using Npgsql;

namespace Tests.Messaging;

/// <summary>Whose fault an error is.</summary>
[Category("Unit")]
internal sealed class ErrorsOfPostgreSql
{
    private static readonly PostgreSqlDialect Dialect = new();

    [Test]
    public void A_socket_that_fails_is_no_fault_of_a_unit()
    {
        Assert.That(Dialect.IsUnavailable(new IOException("not connected")), Is.True);
        Assert.That(Dialect.IsUnavailable(new SocketException()), Is.True);
        Assert.That(Dialect.IsUnavailable(new InvalidOperationException()), Is.False);
    }

    /// <summary>On a full disk: "could not write init file", as an internal error or as one of the system.</summary>
    [TestCase("FATAL", "XX000", true)]
    [TestCase("PANIC", "XX000", true)]
    [TestCase("ERROR", "XX000", false)]
    [TestCase("FATAL", "58030", true)]
    [TestCase("ERROR", "58030", false)]
    [TestCase("FATAL", "58P01", false, Description = "of a library that is to be loaded and not there")]
    public void A_server_whose_files_fail_is_away_where_it_ends_the_connection(
        string severity, string state, bool isAway)
    {
        var error = new PostgresException("could not write init file", severity, severity, state);

        Assert.That(Dialect.IsAway(error), Is.EqualTo(isAway));
    }

    /// <summary>Whatever the reason.</summary>
    [TestCase("FATAL", true)]
    [TestCase("PANIC", true)]
    [TestCase("ERROR", false)]
    public void A_server_that_ends_the_connection_is_at_fault_itself(string severity, bool isUnavailable) =>
        Assert.That(
            Dialect.IsUnavailable(new PostgresException("?", severity, severity, "XX000")), Is.EqualTo(isUnavailable));
}
