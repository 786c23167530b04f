using System.Data.Common;
using Messaging;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Tests.Messaging;

/// <summary>
/// A server that speaks T-SQL, wherever one is given: <c>ConnectionStrings__SqlServer</c> says where, without a
/// database.
/// </summary>
internal sealed class SqlServerEngine : Engine
{
    public const string Setting = "ConnectionStrings__SqlServer";

    /// <summary>Null where there is none.</summary>
    public static string? Server { get; } = Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } given
        ? given
        : null;

    public override SqlDialect Dialect { get; } = new SqlServerDialect();

    public override string NewDatabase()
    {
        var connectionString = ConnectionStringOf($"ledger_{Guid.NewGuid():N}");
        Execute("master", $"CREATE DATABASE {NameOf(connectionString)}");
        using var context = new LedgerContext(Options(connectionString));
        context.Database.EnsureCreated();
        return connectionString;
    }

    public override string? Provider => "SqlServer";

    public override string ConnectionStringOf(string database) => new SqlConnectionStringBuilder(Server)
    {
        InitialCatalog = database,
        Pooling = false,
    }.ConnectionString;

    public override string Rename(string table, string name) => $"EXEC sp_rename '{table}', '{name}'";

    public override void Delete(string connectionString) =>
        Execute("master", $"DROP DATABASE IF EXISTS {NameOf(connectionString)}");

    public override string DuplicateKey => "duplicate";

    public override string RefuseUpdatesOf(string table) =>
        $"CREATE TRIGGER none_may_write ON {table} AFTER UPDATE AS THROW 50000, 'written', 1";

    public override string ToString() => "SQL Server";

    protected override DbContextOptionsBuilder Use(DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseSqlServer(connectionString);

    protected override DbContextOptionsBuilder Use(DbContextOptionsBuilder builder, DbConnection connection) =>
        builder.UseSqlServer(connection);

    private static string NameOf(string connectionString) =>
        new SqlConnectionStringBuilder(connectionString).InitialCatalog;

    private static void Execute(string database, string sql)
    {
        using var connection = new SqlConnection(
            new SqlConnectionStringBuilder(Server) { InitialCatalog = database, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>Says where the suite of storage has not run.</summary>
[Category("SqlServer")]
internal sealed class OnSqlServer
{
    [Test]
    public void The_suite_of_storage_runs()
    {
        if (SqlServerEngine.Server is null)
            Assert.Ignore(
                $"There is no SQL Server: set {SqlServerEngine.Setting} to a server on which databases may be made.");
        Assert.That(Engine.All.Count(), Is.EqualTo(3));
    }
}
