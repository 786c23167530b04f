using System.Net;
using Orders.Testing;
using Tests.Journey.Api;
using Tests.Messaging;

namespace Tests.Faults;

/// <summary>
/// Not a byte is free any more where the files of SQLite are, while orders keep coming and many are under way.
/// </summary>
[Category("Faults")]
internal sealed class ADiskThatIsFull
{
    private const int Wanted = 150;
    private const int Megabytes = 64;

    private SmallVolume volume;
    private OrdersProcess orders;

    [SetUp]
    public async Task Given_a_small_disk_of_its_own()
    {
        volume = new SmallVolume(Megabytes);
        orders = await OrdersProcess.Start(
            volume.Folder, new Dictionary<string, string> { ["Gateway:Concurrency"] = "8" });
    }

    [TearDown]
    public async Task Stop()
    {
        await (orders?.DisposeAsync() ?? default);
        volume?.Dispose();
    }

    [Test]
    public async Task Refuses_orders_loses_none_and_is_good_for_more_as_soon_as_there_is_room()
    {
        // When the disk is full, with orders under way
        var load = new MixedLoad(_ => orders.Client);
        await load.While(async () =>
        {
            await load.Until(Wanted);
            volume.Fill();
        });

        // Then it says so to whoever brings an order, and lives on
        var unanswered = new List<Guid>();
        await orders.Client.WaitFor(
            "orders to be refused", () => SubmitWhereItIsFull(unanswered),
            status => status == HttpStatusCode.ServiceUnavailable);
        for (var count = 0; count < 20; count++)
            Assert.That(await SubmitWhereItIsFull(unanswered), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        await orders.Client.WaitFor("it not to be ready", IsReady, isReady => !isReady);

        // And nothing that is under way is lost, or given up, or handled as if it were at fault
        var open = await CountUnderWay();
        var letters = (await orders.Client.Get("/ops/dead-letters")).GetProperty("items");
        Assert.That(letters.GetArrayLength(), Is.Zero);

        // When there is room again
        volume.Resize(Megabytes * 4);

        // Then it goes on by itself
        var before = load.Accepted.Count;
        await orders.Client.WaitFor(
            "orders to be accepted", () => Submit(unanswered), status => status == HttpStatusCode.Accepted,
            pause: TimeSpan.FromMilliseconds(250));
        await orders.Client.WaitUntilReady();
        var report = await orders.Client.WaitUntilAllHaveEnded(BookSources.InFolder(volume.Folder));
        TestContext.Out.WriteLine(
            $"{before} accepted before, {open} or more under way, {unanswered.Count} not answered");
        Assert.That(report.DeadLetters, Is.Zero);
        Assert.That(report.Ended, Is.InRange(before + 1, before + 1 + unanswered.Count));
        LedgerReader.Agrees(volume.Folder, load, await load.Statuses(orders.Client));
        foreach (var id in unanswered)
            await IsWholeOrNotThere(id);
    }

    [Test]
    public async Task Refuses_orders_while_there_is_still_room_to_end_those_it_has()
    {
        // Given orders whose charges take half a minute, eight at a time, and less than a tenth of the volume free
        const int much = Megabytes * 12;
        volume.Resize(much);
        var ids = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => orders.Client.Submit("tok_slow_5s")));
        volume.Fill(leaving: much * 1_048_576L / 11);

        await orders.Client.WaitFor(
            "orders to be refused", () => Submit([]), status => status == HttpStatusCode.ServiceUnavailable);
        await CountUnderWay();
        await Eventually.Holds(
            () => orders.HasTold("No orders are accepted: Of the volume of the data folder ") == 1, "it is told");
        foreach (var id in ids)
            await orders.Client.WaitForStatus(id, "confirmed");

        volume.Resize(much * 2);
        await orders.Client.WaitFor(
            "orders to be accepted", () => Submit([]), status => status == HttpStatusCode.Accepted);
        await orders.Client.WaitUntilAllHaveEnded(BookSources.InFolder(volume.Folder));
    }

    /// <summary>How many orders are under way; some have to be.</summary>
    private async Task<int> CountUnderWay()
    {
        var open = (await orders.Client.Get("/orders?status=processing&limit=200")).GetProperty("items");
        Assert.That(open.GetArrayLength(), Is.Positive, "orders are under way");
        return open.GetArrayLength();
    }

    /// <summary>What is freed meanwhile, by a file that is deleted, somebody else takes.</summary>
    private Task<HttpStatusCode> SubmitWhereItIsFull(List<Guid> unanswered)
    {
        volume.Fill();
        return Submit(unanswered);
    }

    /// <summary>An answer that is no order is a problem, with a time to come again.</summary>
    private async Task<HttpStatusCode> Submit(List<Guid> unanswered)
    {
        using var response = await orders.Client.Http.Send(HttpMethod.Post, "/orders", Requests.Order);
        if (response.StatusCode == HttpStatusCode.Accepted)
            return response.StatusCode;
        await response.IsProblem(HttpStatusCode.ServiceUnavailable);
        Assert.That(response.Header("Retry-After"), Is.Not.Null);
        if ((await response.Json()).TryGetProperty("orderId", out var id))
            unanswered.Add(id.GetGuid());
        return response.StatusCode;
    }

    private async Task IsWholeOrNotThere(Guid id)
    {
        using var response = await orders.Client.Http.GetAsync(new Uri($"/orders/{id}", UriKind.Relative));
        if (response.StatusCode != HttpStatusCode.NotFound)
            Assert.That((await response.Json()).GetProperty("status").GetString(), Is.EqualTo("confirmed"));
    }

    private async Task<bool> IsReady()
    {
        using var answer = await orders.Client.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }
}
