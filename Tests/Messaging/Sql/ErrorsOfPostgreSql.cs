using System.Net.Sockets;
using Messaging;

namespace Tests.Messaging;

/// <summary>Whose fault an error is that does not come from the server.</summary>
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
}
