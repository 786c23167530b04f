using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Payments.Worker;

/// <summary>
/// What the simulated bank knows, in a file of its own that several workers may share. Its SQL stands here and not with
/// the product's: it is somebody else's system. What is asked meanwhile is committed together.
/// </summary>
internal sealed class GatewayLedger : IAsyncDisposable
{
    private const int MostAtOnce = 500;
    private readonly string file;
    private readonly Channel<Operation> queue = Channel.CreateUnbounded<Operation>(new() { SingleReader = true });
    private readonly Dictionary<string, SqliteCommand> prepared = [];
    private readonly Task writing;
    private SqliteConnection? connection;

    public GatewayLedger(string file)
    {
        this.file = file;
        connection = Open();
        writing = Task.Run(Write);
    }

    /// <summary>
    /// Enters a charge or refund, once per key. Answers what stands in the ledger for the key. The books are in order
    /// though the clock may not be: nothing is earlier than what it follows.
    /// </summary>
    public Task<LedgerPosting> Post(LedgerEntry entry) => Do(() =>
    {
        var isNew = Execute(
            """
            INSERT INTO gateway_ledger (order_id, idempotency_key, kind, amount_minor, currency, at)
            VALUES (@p0, @p1, @p2, @p3, @p4, MAX(
                strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
                COALESCE((SELECT at FROM gateway_ledger WHERE idempotency_key = @p5), '')))
            ON CONFLICT (idempotency_key) DO NOTHING
            """,
            entry.OrderId.ToString(), entry.Key, entry.Kind, entry.AmountMinor, entry.Currency,
            entry.Follows ?? "") == 1;
        return isNew ? new LedgerPosting(entry, true) : new LedgerPosting(Read(entry), false);
    });

    /// <summary>Counts a call that the bank answers with an error at first. Answers its number, from 1.</summary>
    public Task<long> CountCall(string key) => Do(() => (long)Command(
        """
        INSERT INTO gateway_calls (idempotency_key, calls) VALUES (@p0, 1)
        ON CONFLICT (idempotency_key) DO UPDATE SET calls = calls + 1
        RETURNING calls
        """,
        key).ExecuteScalar()!);

    /// <summary>Remembers with what a charge was paid, as far as its refund is to behave in a special way.</summary>
    public Task Remember(string key, string token) => Do(() => Execute(
        """
        INSERT INTO gateway_calls (idempotency_key, calls, token) VALUES (@p0, 1, @p1)
        ON CONFLICT (idempotency_key) DO UPDATE SET calls = calls + 1
        """,
        key, token));

    /// <summary>What <see cref="Remember"/> kept.</summary>
    public Task<string?> TokenOf(string key) => Do(() =>
        Command("SELECT token FROM gateway_calls WHERE idempotency_key = @p0", key).ExecuteScalar() as string);

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing;
        Close();
    }

    private Task<T> Do<T>(Func<T> work)
    {
        var operation = new Operation<T>(work);
        ObjectDisposedException.ThrowIf(!queue.Writer.TryWrite(operation), this);
        return operation.Done;
    }

    private async Task Write()
    {
        var batch = new List<Operation>();
        while (await queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostAtOnce && queue.Reader.TryRead(out var operation))
                batch.Add(operation);
            try
            {
                connection ??= Open();
                Execute("BEGIN IMMEDIATE");
                batch.ForEach(operation => operation.Run());
                Execute("COMMIT");
                batch.ForEach(operation => operation.Complete());
            }
            catch (Exception exception)
            {
                // Whether it was committed is not known. Whoever asks again with the same key gets the truth.
                Close();
                batch.ForEach(operation => operation.Fail(exception));
            }

            batch.Clear();
        }
    }

    private SqliteConnection Open()
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false };
        var opened = new SqliteConnection(settings.ToString());
        opened.Open();
        using var command = opened.CreateCommand();
        command.CommandText =
            """
            PRAGMA busy_timeout = 5000;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS gateway_ledger (
                order_id TEXT NOT NULL,
                idempotency_key TEXT NOT NULL PRIMARY KEY,
                kind TEXT NOT NULL,
                amount_minor INTEGER NOT NULL,
                currency TEXT NOT NULL,
                at TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS gateway_calls (
                idempotency_key TEXT NOT NULL PRIMARY KEY,
                calls INTEGER NOT NULL,
                token TEXT) WITHOUT ROWID;
            """;
        command.ExecuteNonQuery();
        return opened;
    }

    private LedgerEntry Read(LedgerEntry asked)
    {
        using var reader = Command(
            "SELECT amount_minor, currency FROM gateway_ledger WHERE idempotency_key = @p0", asked.Key).ExecuteReader();
        reader.Read();
        return asked with { AmountMinor = reader.GetInt64(0), Currency = reader.GetString(1) };
    }

    private int Execute(string sql, params ReadOnlySpan<object> values) => Command(sql, values).ExecuteNonQuery();

    private SqliteCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection!.CreateCommand();
            command.CommandText = sql;
            prepared.Add(sql, command);
        }

        command.Parameters.Clear();
        for (var index = 0; index < values.Length; index++)
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"@p{index}"), values[index]);
        return command;
    }

    private void Close()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
        prepared.Clear();
        connection?.Dispose();
        connection = null;
    }

    /// <summary>A piece of work with whoever waits for it.</summary>
    private abstract class Operation
    {
        public abstract void Run();

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Operation<T>(Func<T> work) : Operation
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;

        public Task<T> Done => done.Task;

        public override void Run() => result = work();

        public override void Complete() => done.SetResult(result!);

        public override void Fail(Exception exception) => done.SetException(exception);
    }
}

/// <summary>A movement of money, under the key it was asked for with; a refund has the key of its charge.</summary>
internal sealed record LedgerEntry(
    Guid OrderId, string Key, string Kind, long AmountMinor, string Currency, string? Follows = null);

/// <summary>What stands in the ledger for a key.</summary>
internal readonly record struct LedgerPosting(LedgerEntry Entry, bool IsNew);
