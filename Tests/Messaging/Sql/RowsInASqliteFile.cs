using System.Globalization;
using Messaging;

namespace Tests.Messaging;

[Category("Unit")]
internal sealed class RowsInASqliteFile
{
    [Test]
    public void Have_ids_and_times_as_text_that_a_person_can_read()
    {
        using var database = new TestDatabase();
        using var session = new SqlSession(database.Dialect, database.ConnectionString);
        var owner = new OwnerRow
        {
            Owner = Guid.NewGuid(),
            LastGroup = 7,
            LeaseUntil = new DateTime(2026, 11, 21, 23, 59, 58, 987, DateTimeKind.Utc),
        };
        database.Dialect.Rows.Insert(session, OutboxTables.Owners, [owner]);

        var (id, time) = session.Query(
            "SELECT owner, lease_until FROM outbox_owners", row => (row.GetString(0), row.GetString(1))).Single();

        Assert.That(id, Is.EqualTo(owner.Owner.ToString("D", CultureInfo.InvariantCulture)));
        Assert.That(time, Is.EqualTo("2026-11-21 23:59:58.987"));
    }
}
