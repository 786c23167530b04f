using System.Diagnostics;
using Messaging;
using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// The process is killed at an exact step of what it does over and over: read, load, apply, commit, send, ack, offsets,
/// the gateway's answer. On files and on a server, on a Kafka that keeps its records and on one that dies with it.
/// </summary>
internal sealed class KilledAtAStep
{
    private const int SigKill = 9;

    /// <summary>Of orders that were accepted by the time it dies in the midst of its work.</summary>
    private const int Enough = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Where a server differs most from a file.</summary>
    private static readonly string[] OnAServer = [Failpoint.BeforeCommit, Failpoint.AfterCommit, Failpoint.AfterAnswer];

    private static readonly Place[] OnKafka = [Place.FilesAndKafka, Place.PostgreSqlAndKafka];

    /// <summary>Every time at each step in one place, and in the long run in each.</summary>
    private static IEnumerable<TestCaseData> InTheMidst =>
        from place in Enum.GetValues<Place>()
        from point in Failpoint.All
        select new TestCaseData(point, place).SetCategory(place == UsualPlace(point) ? "Faults" : "Soak");

    private static IEnumerable<TestCaseData> Early =>
        from place in OnKafka
        from point in Failpoint.All
        from hit in new[] { 1, 2, 17 }
        select new TestCaseData(point, hit, place);

    [TestCaseSource(nameof(InTheMidst))]
    public async Task All_that_was_accepted_ends_with_its_books_in_balance(string point, Place place)
    {
        using var surroundings = new Surroundings(place);

        // When it dies at the step, with orders and records on their way
        var load = await LoadUntilItDies(surroundings, point, HitInTheMidst(point));
        Assert.That(load.Accepted, Has.Count.AtLeast(Enough));
        var left = await BookCheck.Run(surroundings.Books, allHaveEnded: false);
        Assert.That(left.Open, Is.Positive, "orders that had not ended");
        if (surroundings.Kafka is not null && !IsHeldInTheProducer(point, surroundings))
            Assert.That(await surroundings.Unread(), Is.Positive, "records that are read again");

        // Then its books are right as it has left them, and the next brings all to its end
        Assert.That(left.IsClean, $"{left}");
        await NextGoesOn(surroundings, load, point);
    }

    /// <summary>At a group's steps it dies while it still starts: it has some groups itself.</summary>
    [TestCaseSource(nameof(Early), Category = "Soak")]
    public async Task The_next_goes_on_where_it_died_early(string point, int hit, Place place)
    {
        using var surroundings = new Surroundings(place);

        var load = await LoadUntilItDies(surroundings, point, hit);

        await NextGoesOn(surroundings, load, point);
    }

    private static Place UsualPlace(string point) =>
        OnAServer.Contains(point) ? Place.PostgreSqlAndKafka : Place.FilesAndKafka;

    /// <summary>
    /// An order takes less than fifteen groups or messages, and less than five answers; offsets are committed once a
    /// second, those of ten partitions.
    /// </summary>
    private static int HitInTheMidst(string point) => point switch
    {
        Failpoint.AfterAnswer => 5 * Enough,
        Failpoint.BeforeOffsets => 3 * 10,
        _ => 15 * Enough,
    };

    private static bool IsHeldInTheProducer(string point, Surroundings surroundings) =>
        point == Failpoint.AfterSend && surroundings.Kafka is not null;

    /// <summary>Answers what was accepted until then.</summary>
    private static async Task<MixedLoad> LoadUntilItDies(Surroundings surroundings, string point, int hit)
    {
        var armed = new Dictionary<string, string>(surroundings.Settings)
        {
            ["Failpoints:Armed"] = $"{point}=kill@{hit}",
        };

        // Nothing leaves the producer, and whatever was given to it dies with the process
        if (IsHeldInTheProducer(point, surroundings))
            armed["Kafka:Client:linger_ms"] = "600000";
        await using var dying = OrdersProcess.Launch(surroundings.Folder, armed);
        var load = new MixedLoad(_ => dying.Client);
        if (await dying.WaitUntilReady())
            await load.While(Dies, Pause);
        else
            await Dies();
        return load;

        async Task Dies() => Assert.That(
            await dying.WaitForEnd(Patience), Is.EqualTo(128 + SigKill), dying.Output);
    }

    private static async Task NextGoesOn(Surroundings surroundings, MixedLoad before, string point)
    {
        var watch = Stopwatch.StartNew();
        await using var next = await OrdersProcess.Start(surroundings.Folder, surroundings.Settings);
        var start = watch.Elapsed;
        var load = new MixedLoad(_ => next.Client);
        await load.Submit(5);
        BookReport report;
        try
        {
            report = await surroundings.AllEnded(next.Client);
        }
        catch (TimeoutException)
        {
            TestContext.Out.WriteLine(next.Output);
            throw;
        }

        TestContext.Out.WriteLine(
            $"{before.Accepted.Count} accepted before; started again in {start.TotalSeconds:0.0} s, all ended "
            + $"{(watch.Elapsed - start).TotalSeconds:0.0} s later");
        Assert.That(report.Ended, Is.AtLeast(before.Accepted.Count + load.Accepted.Count));
        Assert.That(report.DeadLetters, Is.Zero);
        foreach (var accepted in new[] { before, load })
        {
            var statuses = await accepted.Statuses(next.Client);
            LedgerReader.Agrees(surroundings.Folder, accepted, statuses);
            if (surroundings.Kafka is { } topics)
                TopicReader.Agrees(topics.BootstrapServers, topics.TopicPrefix, statuses);
        }

        // One that leaves its groups is not waited for by whoever joins them in the next test
        Assert.That(await next.Stop(), Is.Zero, next.Output);
        if (surroundings.Kafka is not { } kafka)
            return;
        var cameAgain = TopicReader.NothingCameThrice(kafka.BootstrapServers, kafka.TopicPrefix);
        TestContext.Out.WriteLine($"{cameAgain} messages sent again");
        if (point == Failpoint.AfterAck)
            Assert.That(cameAgain, Is.Positive, "what had arrived, as nobody knew");
    }
}
