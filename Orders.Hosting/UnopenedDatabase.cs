using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace Orders.Hosting;

/// <summary>
/// A database that SQL Server has and a login cannot open. The error is the same as where there is none; the server's
/// own catalogue tells them apart.
/// </summary>
/// <param name="Name">The database.</param>
/// <param name="State">As the catalogue has it, <c>ONLINE</c> for one.</param>
/// <param name="IsOpenToLogin">Whether the login has a user there.</param>
internal sealed record UnopenedDatabase(string Name, string State, bool IsOpenToLogin)
{
    /// <summary>Null where the login sees none of this name.</summary>
    public static async Task<UnopenedDatabase?> Find(
        DbConnection master, string name, CancellationToken cancellationToken)
    {
        await using var command = master.CreateCommand();
        command.CommandText = "SELECT state_desc, HAS_DBACCESS(name) FROM sys.databases WHERE name = @name";
        var parameter = command.CreateParameter();
        parameter.ParameterName = "@name";
        parameter.Value = name;
        command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new UnopenedDatabase(name, reader.GetString(0), !reader.IsDBNull(1) && reader.GetInt32(1) == 1)
            : null;
    }

    /// <summary>Why it cannot be opened.</summary>
    public string Why(SqlException refusal) => (State, IsOpenToLogin) switch
    {
        ("ONLINE", true) => $"Database '{Name}' is there and the login may use it, but it cannot be opened. "
            + Words(refusal),
        ("ONLINE", false) => $"Database '{Name}' is there, but the login has no rights in it: make it a user there, "
            + $"with CREATE USER … FOR LOGIN …, or give the connection string of one that is. {Words(refusal)}",
        _ => $"Database '{Name}' is there, but its state is {State}: until it is ONLINE nobody can open it. "
            + Words(refusal),
    };

    /// <summary>Why there is none for a login that has not found it, nor could make it.</summary>
    public static string WhyNotMade(string name, SqlException refusal) =>
        $"The login sees no database '{name}' and may not make one: is the name right? Have it made, or give the login "
        + $"the right to. {Words(refusal)}";

    /// <summary>Why there is none for a login that has not found it, although it was made.</summary>
    public static string WhyNotSeen(string name, SqlException refusal) =>
        $"A database '{name}' is there, but the login neither sees it nor can open it: make it a user there, with "
        + $"CREATE USER … FOR LOGIN …, or give the connection string of one that is. {Words(refusal)}";

    /// <summary>Why there is none for a login that cannot ask the server either.</summary>
    public static string WhyNotAsked(string name, SqlException refusal) =>
        $"Database '{name}' cannot be opened: either there is none, or the login has no rights in it. Which of the two "
        + $"only master knows, and the login may not open that. {Words(refusal)}";

    /// <summary>Several lines as one.</summary>
    private static string Words(SqlException refusal) =>
        $"The server says: {string.Join(' ', refusal.Message.Split('\n', StringSplitOptions.TrimEntries))}";
}
