using System.Data.Common;
using Messaging;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Tests.Messaging;

/// <summary>
/// A kind of database that the tests of storage run on. Each test has a database of its own, copied from one that has
/// the tables.
/// </summary>
internal abstract class Engine
{
    public static Engine Sqlite { get; } = new SqliteEngine();

    public static Engine PostgreSql { get; } = new PostgreSqlEngine();

    public static Engine SqlServer { get; } = new SqlServerEngine();

    /// <summary>
    /// For fixtures that run on every one: SQLite with the fast tests, the others with their servers, where there are
    /// some.
    /// </summary>
    public static IEnumerable<TestFixtureData> All
    {
        get
        {
            yield return Fixtures.On(Sqlite, "Unit");
            yield return Fixtures.On(PostgreSql, "PostgreSql");
            if (SqlServerEngine.Server is not null)
                yield return Fixtures.On(SqlServer, "SqlServer");
        }
    }

    /// <summary>Those that several processes share.</summary>
    public static IEnumerable<TestFixtureData> Servers => All.Skip(1);

    public abstract SqlDialect Dialect { get; }

    /// <summary>Answers its connection string.</summary>
    public abstract string NewDatabase();

    public abstract void Delete(string connectionString);

    /// <summary>What is left when all tests are over; a server goes with the run.</summary>
    public virtual void DeleteAll()
    {
    }

    /// <summary>What a unique index says when it refuses a row.</summary>
    public abstract string DuplicateKey { get; }

    /// <summary>A statement after which every update of a table fails.</summary>
    public abstract string RefuseUpdatesOf(string table);

    /// <summary>A statement that gives a table another name.</summary>
    public virtual string Rename(string table, string name) => $"ALTER TABLE {table} RENAME TO {name}";

    /// <summary>The setting <c>Database:Provider</c> for it; null where no service runs on it here.</summary>
    public virtual string? Provider => null;

    /// <summary>The connection string of a database of a name, be it there or not.</summary>
    public virtual string ConnectionStringOf(string database) => throw new NotSupportedException();

    public static DbContextOptions OptionsOf(DbConnection connection) =>
        (connection switch { SqliteConnection => Sqlite, NpgsqlConnection => PostgreSql, _ => SqlServer })
        .Options("", connection);

    public DbContextOptions Options(string connectionString, DbConnection? connection = null) =>
        connection is null
            ? Use(new DbContextOptionsBuilder(), connectionString).Options
            : Use(new DbContextOptionsBuilder(), connection).Options;

    protected abstract DbContextOptionsBuilder Use(DbContextOptionsBuilder builder, string connectionString);

    protected abstract DbContextOptionsBuilder Use(DbContextOptionsBuilder builder, DbConnection connection);

    private sealed class SqliteEngine : Engine
    {
        private readonly Lazy<string> template;
        private readonly Lazy<string> folder = new(() => Directory.CreateTempSubdirectory("ledger-").FullName);

        public SqliteEngine() => template = new(() =>
        {
            var path = Path.Combine(folder.Value, "template.db");
            using var context = new LedgerContext(Options($"Data Source={path};Pooling=False"));
            context.Database.EnsureCreated();
            return path;
        });

        public override SqlDialect Dialect { get; } = new SqliteDialect();

        public override string NewDatabase()
        {
            var path = Path.Combine(folder.Value, $"{Guid.NewGuid():N}.db");
            File.Copy(template.Value, path);
            return $"Data Source={path};Pooling=False";
        }

        public override void Delete(string connectionString)
        {
            var path = new SqliteConnectionStringBuilder(connectionString).DataSource;
            foreach (var file in Directory.GetFiles(folder.Value, Path.GetFileName(path) + "*"))
                File.Delete(file);
        }

        public override void DeleteAll()
        {
            SqliteConnection.ClearAllPools();
            if (folder.IsValueCreated)
                Directory.Delete(folder.Value, recursive: true);
        }

        public override string DuplicateKey => "UNIQUE constraint failed";

        public override string RefuseUpdatesOf(string table) =>
            $"CREATE TRIGGER none_may_write BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'written'); END";

        public override string ToString() => "SQLite";

        protected override DbContextOptionsBuilder Use(DbContextOptionsBuilder builder, string connectionString) =>
            builder.UseSqlite(connectionString);

        protected override DbContextOptionsBuilder Use(DbContextOptionsBuilder builder, DbConnection connection) =>
            builder.UseSqlite(connection);
    }

    private sealed class PostgreSqlEngine : Engine
    {
        private readonly Lazy<string> template;

        public PostgreSqlEngine() => template = new(() =>
        {
            // Nothing may be connected to a template.
            using var context = new LedgerContext(
                Options(PostgresServer.Shared.ConnectionString("ledger") + ";Pooling=false"));
            context.Database.EnsureCreated();
            return "ledger";
        });

        public override SqlDialect Dialect { get; } = new PostgreSqlDialect();

        public override string NewDatabase()
        {
            var name = $"ledger_{Guid.NewGuid():N}";
            PostgresServer.Shared.Execute($"CREATE DATABASE {name} TEMPLATE {template.Value}");
            return PostgresServer.Shared.ConnectionString(name);
        }

        public override void Delete(string connectionString) => PostgresServer.Shared.Execute(
            $"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

        public override string? Provider => "PostgreSql";

        public override string ConnectionStringOf(string database) => PostgresServer.Shared.ConnectionString(database);

        public override string DuplicateKey => "duplicate key value";

        public override string RefuseUpdatesOf(string table) =>
            $"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'written'; END $$;
            CREATE TRIGGER none_may_write BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse();
            """;

        public override string ToString() => "PostgreSQL";

        protected override DbContextOptionsBuilder Use(DbContextOptionsBuilder builder, string connectionString) =>
            builder.UseNpgsql(connectionString);

        protected override DbContextOptionsBuilder Use(DbContextOptionsBuilder builder, DbConnection connection) =>
            builder.UseNpgsql(connection);
    }
}
