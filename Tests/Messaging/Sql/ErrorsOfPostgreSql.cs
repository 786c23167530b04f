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

    /// <summary>On a full disk: "could not write init file".</summary>
    [TestCase("FATAL", true)]
    [TestCase("PANIC", true)]
    [TestCase("ERROR", false)]
    public void A_server_that_ends_the_connection_is_away_whatever_the_reason(string severity, bool isAway)
    {
        var error = new PostgresException("could not write init file", severity, severity, "XX000");

        Assert.That(Dialect.IsUnavailable(error), Is.EqualTo(isAway));
        Assert.That(Dialect.IsAway(error), Is.EqualTo(isAway));
    }
}
