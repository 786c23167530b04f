using System.Globalization;
using Messaging;

namespace Tests.Messaging;

[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RowsComeBackAsTheyWereWritten : IDisposable
{
    private static readonly Table<Sample, Guid> Samples = new Table<Sample, Guid>("samples", row => row.Id)
        .Key(row => row.Id)
        .Changing(row => row.Text)
        .Changing(row => row.Big)
        .Changing(row => row.Small)
        .Changing(row => row.Flag)
        .Changing(row => row.Bytes)
        .Changing(row => row.Time)
        .Changing(row => row.MaybeId)
        .Changing(row => row.MaybeText)
        .Changing(row => row.MaybeBig)
        .Changing(row => row.MaybeSmall)
        .Changing(row => row.MaybeFlag)
        .Changing(row => row.MaybeBytes)
        .Changing(row => row.MaybeTime)
        .Version(row => row.Version);

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

    private readonly TestDatabase database = new();
    private readonly SqlSession session;

    public RowsComeBackAsTheyWereWritten()
    {
        session = new SqlSession(new SqliteDialect(), database.ConnectionString);
        session.Execute(
            """
            CREATE TABLE samples (
                id TEXT PRIMARY KEY, text TEXT NOT NULL, big INTEGER NOT NULL, small INTEGER NOT NULL, flag INTEGER NOT NULL,
                bytes BLOB NOT NULL, time TEXT NOT NULL, maybe_id TEXT, maybe_text TEXT, maybe_big INTEGER,
                maybe_small INTEGER, maybe_flag INTEGER, maybe_bytes BLOB, maybe_time TEXT, version INTEGER NOT NULL)
            """);
    }

    [Test]
    public void Every_type_of_column_keeps_its_value()
    {
        session.Insert(Samples, Full);

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

        session.Insert(Samples, empty);

        Assert.That(Read(Full.Id), Is.EqualTo(empty).UsingPropertiesComparer());
    }

    [Test]
    public void Times_come_back_as_UTC()
    {
        session.Insert(Samples, Full);

        Assert.That(Read(Full.Id)!.Time.Kind, Is.EqualTo(DateTimeKind.Utc));
    }

    [Test]
    public void In_the_file_ids_and_times_are_text_that_a_person_can_read()
    {
        session.Insert(Samples, Full);

        var (id, time) = session.Query("SELECT id, time FROM samples", row => (row.GetString(0), row.GetString(1))).Single();

        Assert.That(id, Is.EqualTo(Full.Id.ToString("D", CultureInfo.InvariantCulture)));
        Assert.That(time, Is.EqualTo("2026-11-21 23:59:58.987"));
    }

    [Test]
    public void An_update_replaces_every_column_that_changes()
    {
        session.Insert(Samples, Full);
        var changed = Full with { Text = "other", Big = 2, Flag = false, MaybeTime = null, Version = 2 };

        Assert.That(session.Update(Samples, Full, changed), Is.True);

        Assert.That(Read(Full.Id), Is.EqualTo(changed).UsingPropertiesComparer());
    }

    [Test]
    public void An_update_of_a_stale_row_hits_nothing_and_says_so()
    {
        session.Insert(Samples, Full);
        session.Update(Samples, Full, Full with { Big = 2, Version = 2 });

        var isHit = session.Update(Samples, Full, Full with { Big = 3, Version = 2 });

        Assert.That(isHit, Is.False);
        Assert.That(Read(Full.Id)!.Big, Is.EqualTo(2));
    }

    [Test]
    public void A_delete_says_whether_the_row_was_there()
    {
        session.Insert(Samples, Full);

        Assert.That(session.Delete(Samples, Full), Is.True);
        Assert.That(session.Delete(Samples, Full), Is.False);
        Assert.That(Read(Full.Id), Is.Null);
    }

    [Test]
    public void A_key_that_nobody_has_is_not_found() => Assert.That(Read(Guid.NewGuid()), Is.Null);

    [Test]
    public void What_EF_reads_is_what_was_written()
    {
        session.Insert(OutboxTables.Owners, new OwnerRow
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

    private Sample? Read(Guid id)
    {
        Sample? found = null;
        session.Load(Samples, [id], (_, row) => found = row);
        return found;
    }

    private sealed record Sample
    {
        public required Guid Id { get; init; }

        public required string Text { get; init; }

        public required long Big { get; init; }

        public required int Small { get; init; }

        public required bool Flag { get; init; }

        public required byte[] Bytes { get; init; }

        public required DateTime Time { get; init; }

        public Guid? MaybeId { get; init; }

        public string? MaybeText { get; init; }

        public long? MaybeBig { get; init; }

        public int? MaybeSmall { get; init; }

        public bool? MaybeFlag { get; init; }

        public byte[]? MaybeBytes { get; init; }

        public DateTime? MaybeTime { get; init; }

        public required long Version { get; init; }
    }
}
