using Messaging;

namespace Tests.Messaging;

/// <summary>
/// Not a byte is free, and SQLite has to make its index anew: whoever opens the file first, or again, meets that.
/// </summary>
[Category("Faults")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ASqliteFileOnAFullDisk : IDisposable
{
    private readonly SmallVolume volume = new(megabytes: 4);
    private readonly SqliteDialect dialect = new();

    private string ConnectionString => $"Data Source={Path.Combine(volume.Folder, "some.db")}";

    [Test]
    public void Is_away_until_there_is_room_and_not_spoilt()
    {
        using (var session = new SqlSession(dialect, ConnectionString))
            session.Execute("CREATE TABLE numbers (number INTEGER)");
        volume.Fill();

        var exception = Assert.Catch(Write)!;

        Assert.That(dialect.IsUnavailable(SqlDialect.WordsOf(exception)), $"{exception}");
        Assert.That(dialect.IsFatal(SqlDialect.WordsOf(exception)), Is.False, "the process goes on");
        volume.Resize(8);
        Assert.DoesNotThrow(Write);
    }

    public void Dispose() => volume.Dispose();

    private void Write()
    {
        using var session = new SqlSession(dialect, ConnectionString);
        session.Begin();
        session.Execute("INSERT INTO numbers (number) VALUES (1)");
        session.Commit();
    }
}
