using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Orders.Api;
using Orders.Data;
using Orders.Testing;
using Tests.Messaging;
using Tests.Streaming;

namespace Tests.Journey.Api;

/// <summary>A stream ends with its client, with the application, and with the client's patience to read.</summary>
[Category("Integration")]
internal sealed class StreamsThatEnd
{
    /// <summary>More than the connection between a client and the application holds, and more than is kept.</summary>
    private const int Many = 4_000;

    private static readonly string Large = $$"""{"orderId":null,"note":"{{new string('x', 8_000)}}"}""";

    /// <summary>As long as nobody is waited for.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private OrdersInProcess orders;

    private LiveHistory Live => orders.Services.GetRequiredService<LiveHistory>();

    private Database<OrdersDbContext> Database => orders.Services.GetRequiredService<Database<OrdersDbContext>>();

    [SetUp]
    public async Task Start() => orders = await OrdersInProcess.Start();

    [TearDown]
    public async Task Stop() => await (orders?.DisposeAsync() ?? default);

    [Test]
    public async Task With_a_client_that_goes_away_and_are_counted_no_more()
    {
        var id = await orders.Client.Submit("tok_slow_5s");
        var streams = new[]
        {
            await orders.Client.FollowAll(), await orders.Client.FollowAll("0"), await orders.Client.Follow(id),
        };
        await Eventually.Holds(() => Live.Followers == streams.Length, "all of them follow");

        foreach (var stream in streams)
            stream.Dispose();

        await Eventually.Holds(() => Live.Followers == 0, "nobody follows");
    }

    [Test]
    [Category("Alone")]
    public async Task With_the_application_also_where_a_client_does_not_read()
    {
        // Given two streams of which one is not read, so that it could never be told its end
        var id = await orders.Client.Submit("tok_slow_5s");
        using var http = new HttpClient { BaseAddress = orders.Client.Http.BaseAddress };
        await using var one = await EventReader.Open(http, $"/orders/{id}/stream");
        using var stuck = await Unread("/orders/stream", null);
        await Eventually.Holds(() => Live.Followers == 2, "both follow");
        await HistoryDatabase.Write(Database, Rows());
        await Eventually.Holds(() => Live.Followers == 1, "who does not read is dropped");

        // When the application stops
        var stopwatch = Stopwatch.StartNew();
        var stopping = orders.DisposeAsync().AsTask();
        orders = null!;
        var rest = await one.Rest();
        await stopping;

        // Then it waits for neither, and the one that can be told has its end
        Assert.That(stopwatch.Elapsed, Is.LessThan(Soon));
        Assert.That(rest.ConvertAll(item => item.EventType), Does.Not.Contain("end"), "the order has not ended");
    }

    [Test]
    [Category("Alone")]
    public async Task With_SIGTERM()
    {
        var folder = Directory.CreateTempSubdirectory("orders-");
        await using (var process = await OrdersProcess.Start(folder.FullName))
        {
            var id = await process.Client.Submit("tok_slow_5s");
            await using var all = await EventReader.Open(process.Client.Http, "/orders/stream", "0");
            await using var one = await EventReader.Open(process.Client.Http, $"/orders/{id}/stream");
            await all.Take(1);
            await one.Take(1);

            var stopwatch = Stopwatch.StartNew();
            var exitCode = await process.Stop();

            Assert.That(exitCode, Is.Zero, process.Output);
            Assert.That(stopwatch.Elapsed, Is.LessThan(Soon));
            await all.Rest();
            await one.Rest();
        }

        folder.Delete(recursive: true);
    }

    [Test]
    public async Task With_resync_where_a_client_reads_too_slowly_and_it_can_go_on_from_there()
    {
        // Given a client that does not read while much happens
        var known = (await HistoryDatabase.Write(Database, HistoryDatabase.Row()))[0];
        using var slow = await Unread("/orders/stream", known);
        await Eventually.Holds(() => Live.Followers == 1, "it follows");
        var seqs = await HistoryDatabase.Write(Database, Rows());
        await Eventually.Holds(() => Live.Followers == 0, "it is dropped");

        // When it reads after all
        using var reader = new StreamReader(slow);
        var lines = (await reader.ReadToEndAsync().InTime()).Split('\n');
        var ids = lines.Where(line => line.StartsWith("id: ", StringComparison.Ordinal))
            .Select(line => long.Parse(line[4..], CultureInfo.InvariantCulture)).ToList();

        // Then it has the first of them, and is told to come again
        Assert.That(ids, Is.EqualTo(seqs[..ids.Count]));
        Assert.That(ids, Has.Count.LessThan(Many));
        var end = Array.LastIndexOf(lines, "event: resync");
        Assert.That(lines[end + 1], Is.EqualTo("""data: {"reload":false}"""));
        Assert.That(lines[end + 2], Is.Empty, "without an id, so that it stays where it is");
        await using var again = await EventReader.Open(orders.Client.Http, "/orders/stream", $"{ids[^1]}");
        Assert.That(
            (await again.Take(Many - ids.Count)).Select(item => item.EventId),
            Is.EqualTo(seqs[ids.Count..].Select(seq => $"{seq}")));
    }

    [Test]
    public async Task With_the_order_also_for_who_comes_again_behind_what_came_after_its_end()
    {
        var id = await orders.Client.Submit();
        await orders.Client.WaitForStatus(id, "confirmed");
        var after = HistoryDatabase.Row(id, version: 5) with { StateAfter = OrderStates.Confirmed };
        await HistoryDatabase.Write(Database, after);

        await using var stream = await EventReader.Open(orders.Client.Http, $"/orders/{id}/stream", "4");

        var events = await stream.Rest();
        Assert.That(events.Select(item => (item.EventType, item.EventId)), Is.EqualTo([("order", "5"), ("end", null)]));
    }

    private static SagaHistoryRow[] Rows() =>
        [.. Enumerable.Range(0, Many).Select(_ => HistoryDatabase.Row(payload: Large))];

    /// <summary>
    /// A client that has sent its request, and reads nothing before it is asked to. By HTTP/1.0, as then what it reads
    /// are the events as they were written.
    /// </summary>
    private async Task<NetworkStream> Unread(string path, long? lastEventId)
    {
        var address = orders.Client.Http.BaseAddress!;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(address.Host, address.Port);
        var header = lastEventId is null ? "" : $"Last-Event-ID: {lastEventId}\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.0\r\n{header}\r\n"));
        return new NetworkStream(socket, ownsSocket: true);
    }
}
