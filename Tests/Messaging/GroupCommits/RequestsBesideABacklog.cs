using System.Collections.Concurrent;
using Messaging;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RequestsBesideABacklog : IDisposable
{
    private readonly TestDatabase database;
    private readonly ConcurrentQueue<string> applied = new();
    private readonly GroupCommit<LedgerContext> groupCommit;

    public RequestsBesideABacklog(Engine engine)
    {
        database = new TestDatabase(engine);
        groupCommit = database.NewGroupCommit(options: TestDatabase.NoUpkeep with { MaxUnits = 10 });
    }

    [Test]
    public async Task A_request_is_in_the_next_group_however_many_messages_wait()
    {
        var messages = Enumerable.Range(0, 100).Select(_ => Execute("message", isRequest: false)).ToList();
        var request = Execute("request", isRequest: true);

        groupCommit.Start();
        await Task.WhenAll(messages.Append(request)).InTime();

        Assert.That(applied.Take(10), Does.Contain("request"));
    }

    [Test]
    public async Task Messages_have_their_half_however_many_requests_wait()
    {
        var requests = Enumerable.Range(0, 100).Select(_ => Execute("request", isRequest: true)).ToList();
        var messages = Enumerable.Range(0, 10).Select(_ => Execute("message", isRequest: false)).ToList();

        groupCommit.Start();
        await Task.WhenAll(requests.Concat(messages)).InTime();

        Assert.That(applied.Take(10).Count(kind => kind == "message"), Is.EqualTo(5));
        Assert.That(applied.Take(20).Count(kind => kind == "message"), Is.EqualTo(10));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_one_kind_leaves_is_the_others(bool isRequest)
    {
        var units = Enumerable.Range(0, 20).Select(_ => Execute("unit", isRequest)).ToList();

        groupCommit.Start();
        await Task.WhenAll(units).InTime();

        Assert.That(database.Groups(), Is.EqualTo(2));
    }

    public void Dispose() => database.Dispose();

    private Task Execute(string kind, bool isRequest) =>
        groupCommit.Execute(new ScriptedUnit(_ => applied.Enqueue(kind)) { Request = isRequest });
}
