using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Messaging;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Hosting;

namespace Tests.Messaging;

/// <summary>
/// What SQL Server would be asked, where there is none: it keeps each statement with the call stack that led to it, and
/// answers so that whoever asks goes on asking.
/// </summary>
internal sealed class OfflineSqlServer
{
    public List<AskedStatement> Asked { get; } = [];

    /// <summary>The rows that a statement finds; null for one row with something in every column.</summary>
    public Func<string, object?[][]?> Answer { get; init; } = _ => null;

    /// <summary>Why a connection is refused; null where it is not.</summary>
    public Func<SqlConnectionStringBuilder, SqlException?> Refuse { get; init; } = _ => null;

    public SqlSession OpenSession() => new(new Dialect(this), "", readOnly: true);

    public SqlDialect OpenDialect() => new Dialect(this);

    public Database<TContext> DatabaseOf<TContext>(DatabaseModels<TContext> models)
        where TContext : DbContext => new(
            OpenDialect(), "Server=nowhere;Database=orders",
            connection => models.SqlServer(
                new DbContextOptionsBuilder().UseSqlServer(connection ?? Connect("")).Options));

    /// <summary>The migration of a database called orders.</summary>
    public SqlServerMigration<TContext> MigrationOf<TContext>(
        DatabaseModels<TContext> models, TimeProvider? time = null, ILoggerProvider? log = null)
        where TContext : DbContext => new(
            DatabaseOf(models), time ?? TimeProvider.System,
            LoggerFactory.Create(logging => logging.AddProvider(log ?? NullLoggerProvider.Instance))
                .CreateLogger<SqlServerMigration<TContext>>(),
            Connect);

    public DbConnection Connect(string connectionString) => new Connection(this, connectionString);

    private OfflineRows Ask(string statement)
    {
        Asked.Add(new AskedStatement(statement.ReplaceLineEndings("\n"), new StackTrace(2, fNeedFileInfo: true)));
        return new OfflineRows(Answer(statement));
    }

    private sealed class Dialect(OfflineSqlServer server) : SqlServerDialect
    {
        public override DbConnection Open(string connectionString, bool readOnly) => server.Connect(connectionString);
    }

    private sealed class Connection(OfflineSqlServer server, string connectionString) : DbConnection
    {
        private ConnectionState state;

        [AllowNull]
        public override string ConnectionString { get; set; } = connectionString;

        public override string Database => new SqlConnectionStringBuilder(ConnectionString).InitialCatalog;

        public override string DataSource => "nowhere";

        public override string ServerVersion => "15.0";

        public override ConnectionState State => state;

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

        public override void Open() => state =
            server.Refuse(new SqlConnectionStringBuilder(ConnectionString)) is { } refused
                ? throw refused
                : ConnectionState.Open;

        public override void Close() => state = ConnectionState.Closed;

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => new Transaction(this);

        protected override DbCommand CreateDbCommand() => new Command(server) { Connection = this };
    }

    private sealed class Transaction(Connection connection) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }

    /// <summary>Its parameters are the driver's own, as EF wants them.</summary>
    private sealed class Command(OfflineSqlServer server) : DbCommand
    {
        private readonly SqlCommand driver = new();

        [AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; }

        protected override DbTransaction? DbTransaction { get; set; }

        protected override DbParameterCollection DbParameterCollection => driver.Parameters;

        public override void Cancel()
        {
        }

        public override void Prepare()
        {
        }

        public override int ExecuteNonQuery()
        {
            using var reader = server.Ask(CommandText);
            return 1;
        }

        public override object? ExecuteScalar()
        {
            using var reader = server.Ask(CommandText);
            return reader.Read() ? reader.GetValue(0) : null;
        }

        protected override DbParameter CreateDbParameter() => driver.CreateParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => server.Ask(CommandText);

        protected override void Dispose(bool disposing)
        {
            driver.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>A statement, and who has sent it.</summary>
internal sealed record AskedStatement(string Text, StackTrace Stack)
{
    public bool IsOfEf => Stack.GetFrames().Any(frame =>
        frame.GetMethod()?.DeclaringType?.Namespace?.StartsWith(
            "Microsoft.EntityFrameworkCore", StringComparison.Ordinal) == true);
}
