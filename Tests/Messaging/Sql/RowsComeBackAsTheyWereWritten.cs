using Messaging;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RowsComeBackAsTheyWereWritten : IDisposable
{
    private static readonly Sample Full = new()
    {
        Id = Guid.NewGuid(),
        Text = "ä \"quoted\" 'n' 🙂\n",
        Big = long.MinValue,
        Small = int.MaxValue,
        Flag = true,
        Bytes = [0, 255, 1],
        Time = new DateTime(2026, 11, 21, 23, 59, 58, 987, DateTimeKind.Utc),
        MaybeId = Guid.NewGuid(),
        MaybeText = "",
        MaybeBig = 0,
        MaybeSmall = -1,
        MaybeFlag = false,
        MaybeBytes = [],
        MaybeTime = new DateTime(1, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        Version = 1,
    };

    private readonly TestDatabase database;
    private readonly SqlSession session;

    public RowsComeBackAsTheyWereWritten(Engine engine)
    {
        database = new TestDatabase(engine);
        session = new SqlSession(engine.Dialect, database.ConnectionString);
    }

    [Test]
    public void Every_type_of_column_keeps_its_value()
    {
        Insert(Samples.Table, Full);

        Assert.That(Read(Full.Id), Is.EqualTo(Full).UsingPropertiesComparer());
    }

    [Test]
    public void Null_stays_null_and_empty_stays_empty()
    {
        var empty = Full with
        {
            Bytes = [],
            MaybeId = null,
            MaybeText = null,
            MaybeBig = null,
            MaybeSmall = null,
            MaybeFlag = null,
            MaybeBytes = null,
            MaybeTime = null,
        };

        Insert(Samples.Table, empty);

        Assert.That(Read(Full.Id), Is.EqualTo(empty).UsingPropertiesComparer());
    }

    [Test]
    public void Times_come_back_as_UTC()
    {
        Insert(Samples.Table, Full);

        Assert.That(Read(Full.Id)!.Time.Kind, Is.EqualTo(DateTimeKind.Utc));
    }

    [Test]
    public void An_update_replaces_every_column_that_changes()
    {
        Insert(Samples.Table, Full);
        var changed = Full with { Text = "other", Big = 2, Flag = false, MaybeTime = null, Version = 2 };

        Assert.That(Update(Full, changed), Is.EqualTo(1));

        Assert.That(Read(Full.Id), Is.EqualTo(changed).UsingPropertiesComparer());
    }

    [Test]
    public void An_update_of_a_stale_row_hits_nothing_and_says_so()
    {
        Insert(Samples.Table, Full);
        Update(Full, Full with { Big = 2, Version = 2 });

        var hits = Update(Full, Full with { Big = 3, Version = 2 });

        Assert.That(hits, Is.Zero);
        Assert.That(Read(Full.Id)!.Big, Is.EqualTo(2));
    }

    [Test]
    public void A_delete_says_whether_the_row_was_there()
    {
        Insert(Samples.Table, Full);

        Assert.That(Delete(Full), Is.EqualTo(1));
        Assert.That(Delete(Full), Is.Zero);
        Assert.That(Read(Full.Id), Is.Null);
    }

    [Test]
    public void A_delete_of_a_stale_row_hits_nothing_and_says_so()
    {
        Insert(Samples.Table, Full);
        Update(Full, Full with { Version = 2 });

        Assert.That(Delete(Full), Is.Zero);
        Assert.That(Read(Full.Id), Is.Not.Null);
    }

    [Test]
    public void A_key_that_nobody_has_is_not_found() => Assert.That(Read(Guid.NewGuid()), Is.Null);

    [Test]
    public void What_EF_reads_is_what_was_written()
    {
        Insert(OutboxTables.Owners, new OwnerRow
        {
            Owner = Full.Id,
            LastGroup = 7,
            LeaseUntil = Full.Time,
        });

        using var context = database.Of().OpenContext(null);

        Assert.That(context.Set<OwnerRow>().Single(), Is.EqualTo(
            new OwnerRow { Owner = Full.Id, LastGroup = 7, LeaseUntil = Full.Time }));
    }

    public void Dispose()
    {
        session.Dispose();
        database.Dispose();
    }

    private void Insert(Table table, params object[] rows) => session.Dialect.Rows.Insert(session, table, rows);

    private int Update(Sample original, Sample changed) =>
        session.Dialect.Rows.Update(session, Samples.Table, [original], [changed]);

    private int Delete(params object[] rows) => session.Dialect.Rows.Delete(session, Samples.Table, rows);

    private Sample? Read(Guid id)
    {
        Sample? found = null;
        session.Dialect.Rows.Load(session, Samples.Table, [id], (_, row) => found = row);
        return found;
    }
}
