using Messaging;

namespace Tests.Messaging;

/// <summary>
/// The text of what is sent to a database, pinned: a reviewer of SQL sees a changed statement as a changed test.
/// </summary>
[Category("Unit")]
internal sealed class StatementsOfATable
{
    [Test]
    public void An_insert_names_all_columns_but_the_one_that_the_database_numbers()
    {
        Assert.That(Accounts.Table.Statements.Insert, Is.EqualTo(
            """
            INSERT INTO accounts (id, owner, balance, version)
            VALUES (@p0, @p1, @p2, @p3)
            """));
        Assert.That(
            SagaHistoryTable.Table.Statements.Insert, Does.StartWith("INSERT INTO saga_history (saga_id, message_id,"));
    }

    [Test]
    public void An_update_writes_what_changes_and_hits_only_the_version_that_was_read() =>
        Assert.That(Accounts.Table.Statements.Update, Is.EqualTo(
            """
            UPDATE accounts
            SET balance = @p0, version = @p1
            WHERE id = @p2 AND version = @p3
            """));

    [Test]
    public void Where_there_is_no_version_the_key_alone_says_which_row() =>
        Assert.That(OutboxTables.Owners.Statements.Update, Is.EqualTo(
            """
            UPDATE outbox_owners
            SET last_group = @p0, lease_until = @p1, adopted_by = @p2
            WHERE owner = @p3
            """));

    [Test]
    public void A_delete_and_a_select_find_their_row_by_the_whole_key()
    {
        Assert.That(OutboxTables.Outbox.Statements.Delete, Is.EqualTo(
            "DELETE FROM outbox WHERE owner = @p0 AND number = @p1"));
        Assert.That(OutboxTables.Outbox.Statements.Select, Is.EqualTo(
            """
            SELECT owner, number, topic, record_key, headers, value
            FROM outbox
            WHERE owner = @p0 AND number = @p1
            """));
    }

    [Test]
    public void The_owner_row_is_renewed_only_while_nobody_has_adopted_it() =>
        Assert.That(new SqliteDialect().RenewOwner, Is.EqualTo(
            """
            UPDATE outbox_owners
            SET last_group = @p1, lease_until = strftime('%Y-%m-%d %H:%M:%f', 'now', '9 seconds')
            WHERE owner = @p0 AND adopted_by IS NULL
            RETURNING lease_until
            """));

    [TestCase("Id", "id")]
    [TestCase("TotalMinor", "total_minor")]
    [TestCase("RecordKey", "record_key")]
    public void Columns_are_named_as_databases_do(string name, string expected) =>
        Assert.That(SnakeCase.Of(name), Is.EqualTo(expected));

    [Test]
    public void A_column_is_nullable_where_its_property_is()
    {
        var columns = OutboxTables.Outbox.Columns.Concat(DeadLetterTable.Table.Columns).ToLookup(column => column.Name);

        Assert.That(columns["record_key"].Select(column => column.IsNullable), Is.All.True);
        Assert.That(columns["record_partition"].Single().IsNullable, Is.True);
        Assert.That(columns["exception_type"].Single().IsNullable, Is.True);
        Assert.That(columns["topic"].Select(column => column.IsNullable), Is.All.False);
        Assert.That(columns["attempts"].Single().IsNullable, Is.False);
    }

    [Test]
    public void A_column_that_is_no_property_is_refused_with_what_to_write_instead() =>
        Assert.That(
            () => new Table<Account, Guid>("accounts", row => row.Id).Fixed(row => row.Balance + 1),
            Throws.ArgumentException.With.Message.EndsWith("is not a property of the row: write row => row.Property."));

    [Test]
    public void A_type_that_no_database_has_is_refused_by_name()
    {
        var table = new Table<Priced, Guid>("priced", row => row.Id).Key(row => row.Id).Fixed(row => row.Price);

        Assert.That(
            () => table.Materialize(null!),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("Column 'price' has type Decimal"));
    }

    private sealed record Priced
    {
        public Guid Id { get; init; }

        public decimal Price { get; init; }
    }
}
