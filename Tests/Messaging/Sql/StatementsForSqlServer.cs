using Messaging;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Orders.Data;

namespace Tests.Messaging;

/// <summary>
/// What is sent to SQL Server, of which there may be none here: its text is pinned, and Microsoft's own parser reads it
/// as of 2019.
/// </summary>
[Category("Unit")]
internal sealed class StatementsForSqlServer
{
    private static readonly SqlServerDialect Dialect = new();

    private static readonly ByValues.Statements OfAccounts = ByValues.Of(Accounts.Table);

    [Test]
    public void Rows_are_found_by_their_keys_and_nothing_else_is_read() =>
        Says(OfAccounts.Select(2),
            """
            SELECT t.id, t.owner, t.balance, t.version
            FROM (VALUES (@p0), (@p1)) AS r(id)
            INNER LOOP JOIN accounts AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id
            """);

    [Test]
    public void Rows_are_added_together() =>
        Says(OfAccounts.Insert(2),
            """
            INSERT INTO accounts (id, owner, balance, version)
            SELECT id, owner, balance, version
            FROM (VALUES (@p0, @p1, @p2, @p3), (@p4, @p5, @p6, @p7)) AS r(id, owner, balance, version)
            """);

    [Test]
    public void Rows_that_the_database_numbers_are_added_in_their_order() =>
        Says(ByValues.Of(Numbered.Table).Insert(2),
            """
            INSERT INTO numbered (id)
            SELECT id
            FROM (VALUES (0, @p0), (1, @p1)) AS r(ordinal, id)
            ORDER BY r.ordinal
            """);

    [Test]
    public void Rows_are_replaced_only_in_the_version_that_was_read() =>
        Says(OfAccounts.Update(2),
            """
            UPDATE t
            SET balance = r.n0, version = r.n1
            FROM (VALUES (@p0, @p1, @p2, @p3), (@p4, @p5, @p6, @p7)) AS r(n0, n1, id, version)
            INNER LOOP JOIN accounts AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id AND t.version = r.version
            """);

    [Test]
    public void Rows_are_removed_by_their_whole_key() =>
        Says(ByValues.Of(OutboxTables.Outbox).Delete(2),
            """
            DELETE t
            FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(owner, number)
            INNER LOOP JOIN outbox AS t WITH (FORCESEEK, ROWLOCK) ON t.owner = r.owner AND t.number = r.number
            """);

    [Test]
    public void What_is_due_is_claimed_by_one_statement_that_passes_over_what_others_claim() =>
        Says(Dialect.ClaimDue(Due.Table, "id > 7"),
            """
            WITH oldest AS (
            SELECT TOP (@p2) id, due_at, claimed_until
            FROM due WITH (FORCESEEK, UPDLOCK, READCOMMITTEDLOCK, READPAST, ROWLOCK)
            WHERE due_at <= @p0 AND claimed_until <= @p0 AND id > 7
            ORDER BY due_at)
            UPDATE oldest
            SET claimed_until = @p1
            OUTPUT inserted.id, inserted.due_at, inserted.claimed_until
            """);

    [Test]
    public void Before_deadlines_are_claimed_is_looked_without_a_lock_whether_any_may_fall_due() =>
        Says(Dialect.MayAnyFallDue,
            """
            SELECT TOP (1) 1
            FROM deadlines WITH (READCOMMITTEDLOCK, READPAST) WHERE due_at <= @p0 AND claimed_until <= @p0
            AND COALESCE(asked, '') = @p4
            AND ((due_at <= @p1 AND COALESCE(asked_at, @p2) <= @p2) OR asked_since <= @p3)
            """);

    [Test]
    public void Deadlines_are_made_due_a_few_at_a_time() =>
        Says(Dialect.MakeDue(DeadlineTable.Table),
            """
            UPDATE deadlines
            SET due_at = CASE WHEN due_at < @p0 THEN due_at ELSE @p0 END,
                claimed_until = @p0,
                asked_at = CASE WHEN asked_at > @p0 THEN @p0 ELSE asked_at END,
                asked_since = CASE WHEN asked_since > @p0 THEN @p0 ELSE asked_since END
            WHERE token IN (
            SELECT TOP (@p1) token
            FROM deadlines WHERE due_at > @p0 OR claimed_until > @p0)
            """);

    [Test]
    public void The_dead_are_adopted_unless_they_are_just_committing() =>
        Says(Dialect.AdoptDeadOwners(TimeSpan.Zero),
            """
            UPDATE outbox_owners WITH (READCOMMITTEDLOCK, READPAST)
            SET adopted_by = @p0
            WHERE owner <> @p0 AND adopted_by IS NULL
              AND (lease_until < DATEADD(second, 0, SYSUTCDATETIME())
                OR lease_until > DATEADD(second, 90, SYSUTCDATETIME()))
            """);

    [Test]
    public void What_became_of_a_commit_is_asked_for_with_a_lock() =>
        Says(Dialect.ReadLastGroup, "SELECT last_group FROM outbox_owners WITH (UPDLOCK, ROWLOCK) WHERE owner = @p0");

    [Test]
    public void An_owner_s_rows_are_read_in_order() =>
        Says(Dialect.ReadOutbox(OutboxTables.Outbox),
            """
            SELECT TOP (@p3) owner, number, topic, record_key, headers, value
            FROM outbox
            WHERE owner = @p0 AND topic = @p1 AND number > @p2
            ORDER BY number
            """);

    [Test]
    public void Ranges_of_a_history_are_read_by_one_statement()
    {
        var (sql, values) = Dialect.ReadRanges(SagaHistoryTable.Table, [(3, 5), (9, 9)], 500);

        Assert.That(values, Is.EqualTo(new object[] { "[[3,5],[9,9]]", 500 }));
        Says(string.Format(null, sql, "@p0", "@p1"),
            """
            SELECT t.*
            FROM OPENJSON(@p0) WITH (first_number bigint '$[0]', last_number bigint '$[1]') AS r
            CROSS APPLY (
                SELECT TOP (@p1) * FROM saga_history
                WHERE seq BETWEEN r.first_number AND r.last_number
                ORDER BY seq
            ) AS t
            """);
    }

    [Test]
    public void A_text_is_found_by_its_columns_collation_whatever_the_databases_is() => Assert.That(
        ByValues.Of(OrdersTables.IdempotentAnswers).Select(1),
        Does.EndWith("ON t.key_hash = r.key_hash COLLATE Latin1_General_100_BIN2"));

    [Test]
    public void What_is_no_T_SQL_is_found() =>
        Assert.That(Faults("SELECT key FROM orders LIMIT 1"), Is.Not.Empty);

    [TestCase(1, 4, "1")]
    [TestCase(13, 4, "8 4 1")]
    [TestCase(300, 4, "256 32 8 4")]
    [TestCase(600, 9, "128 128 128 128 64 16 8")]
    [TestCase(0, 4, "")]
    public void Rows_go_in_chunks_of_few_sizes(int rows, int parameters, string chunks)
    {
        var cut = ByValues.Chunks(rows, parameters).ToList();

        Assert.That(string.Join(' ', cut.Select(chunk => chunk.Count)), Is.EqualTo(chunks));
        Assert.That(
            cut.SelectMany(chunk => Enumerable.Range(chunk.First, chunk.Count)),
            Is.EqualTo(Enumerable.Range(0, rows)));
        Assert.That(cut.Select(chunk => chunk.Count * parameters), Is.All.LessThan(2_100));
    }

    private static void Says(string statement, string expected)
    {
        Assert.That(statement, Is.EqualTo(expected));
        Assert.That(Faults(statement), Is.Empty);
    }

    internal static List<string> Faults(string statement)
    {
        using var reader = new StringReader(statement);
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        return [.. errors.Select(error => $"{error.Line}:{error.Column} {error.Message}")];
    }

    private sealed record Numbered
    {
        public static Table<Numbered, Guid> Table { get; } =
            new Table<Numbered, Guid>("numbered", row => row.Id).Sequence(row => row.Seq).Key(row => row.Id);

        public long Seq { get; init; }

        public Guid Id { get; init; }
    }

    private sealed record Due
    {
        public static Table<Due, Guid> Table { get; } =
            new Table<Due, Guid>("due", row => row.Id)
                .Key(row => row.Id).Changing(row => row.DueAt).Changing(row => row.ClaimedUntil);

        public Guid Id { get; init; }

        public DateTime DueAt { get; init; }

        public DateTime ClaimedUntil { get; init; }
    }
}
