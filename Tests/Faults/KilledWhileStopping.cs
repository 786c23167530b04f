using System.Diagnostics;
using Messaging;
using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// A process that was told to stop under load dies before it has finished, at each step that a stop has; or is told
/// once more.
/// </summary>
internal sealed class KilledWhileStopping
{
    private const int Wanted = 40;
    private const int SigKill = 9;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What is sent takes longer at some of the steps than what is accepted.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A start that waited for a lease, or for a group to miss the dead, would take so much longer.</summary>
    private static readonly TimeSpan LongerThanTheFirst = TimeSpan.FromSeconds(6);

    /// <summary>Each is drawn out, so that there is time to be killed at it.</summary>
    private static readonly string[] Steps = [Failpoint.AfterAnswer];

    /// <summary>Beside those above they are killed at in the long run.</summary>
    private static readonly string[] FurtherSteps = [
        Failpoint.BeforeCommit, Failpoint.AfterCommit, Failpoint.AfterSend, Failpoint.AfterAck];

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("orders-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [TestCaseSource(nameof(Steps), Category = "Faults")]
    [TestCaseSource(nameof(FurtherSteps), Category = "Soak")]
    public Task It_is_killed_and_the_next_goes_on(string step) => Survives(step, KillAtTheStep);

    [Test]
    [Category("Faults")]
    [Category("Alone")]
    public async Task It_is_killed_and_the_next_is_there_at_once()
    {
        var (first, next) = await Survives(Failpoint.BeforeOffsets, KillAtTheStep);

        Assert.That(next, Is.LessThan(first + LongerThanTheFirst));
    }

    /// <summary>As timeout(1) does, which signals the process and then its group.</summary>
    [Test]
    [Category("Faults")]
    public Task It_is_told_twice_at_once_and_finishes() => Survives(Failpoint.BeforeCommit, async stopping =>
    {
        stopping.Terminate();
        await UntilItStrikes(stopping, times: 1);
        return 0;
    });

    [Test]
    [Category("Faults")]
    public Task It_is_told_again_and_ends_at_once() => Survives(
        Failpoint.BeforeOffsets,
        async stopping =>
        {
            await UntilItStrikes(stopping, times: 1);
            await stopping.Client.WaitFor(
                "it to end",
                () =>
                {
                    stopping.Terminate();
                    return Task.FromResult(stopping.HasEnded);
                },
                hasEnded => hasEnded);
            return SigKill + 128;
        },
        delay: 2_000);

    /// <param name="step">Which step is drawn out.</param>
    /// <param name="end">What happens after SIGTERM; answers the exit code that has to come of it.</param>
    /// <param name="delay">By how many milliseconds.</param>
    /// <returns>How long the first start took, and the one after it.</returns>
    private async Task<(TimeSpan First, TimeSpan Next)> Survives(
        string step, Func<OrdersProcess, Task<int>> end, int delay = 100)
    {
        // Given one whose charge the gateway has booked and takes 5 s to answer, and orders that keep coming
        var watch = Stopwatch.StartNew();
        MixedLoad load;
        TimeSpan first;
        await using (var stopping = await OrdersProcess.Start(
            folder, new Dictionary<string, string> { ["Failpoints:Armed"] = $"{step}=delay:{delay}@*" }))
        {
            first = watch.Elapsed;
            var slow = await stopping.Client.Submit("tok_slow_5s");
            await stopping.Client.WaitFor(
                "it to be charged", () => Task.FromResult(LedgerReader.Has(folder, slow, "charge")),
                isThere => isThere);
            load = new MixedLoad(_ => stopping.Client);
            await load.While(
                async () =>
                {
                    await load.Until(Wanted);

                    // When it is told to stop, and does not come to the end of it undisturbed
                    stopping.Terminate();
                    var expected = await end(stopping);
                    Assert.That(await stopping.WaitForEnd(Patience), Is.EqualTo(expected), stopping.Output);
                },
                Pause);
        }

        // Then all that was accepted ends, and nothing happens twice
        watch.Restart();
        await using var next = await OrdersProcess.Start(folder);
        var again = watch.Elapsed;
        TestContext.Out.WriteLine(
            $"{load.Accepted.Count} orders; started in {first.TotalSeconds:0.0} s, and again in "
            + $"{again.TotalSeconds:0.0} s");
        var report = await next.Client.WaitUntilAllHaveEnded(BookSources.InFolder(folder));
        Assert.That(report.Ended, Is.GreaterThanOrEqualTo(load.Accepted.Count));
        LedgerReader.Agrees(folder, load, await load.Statuses(next.Client));
        return (first, again);
    }

    private static async Task<int> KillAtTheStep(OrdersProcess stopping)
    {
        await UntilItStrikes(stopping, times: 1);
        await stopping.Kill();
        return SigKill + 128;
    }

    private static Task<int> UntilItStrikes(OrdersProcess stopping, int times) => stopping.Client.WaitFor(
        "the step to come while it stops", () => Task.FromResult(Strikes(stopping)), strikes => strikes >= times);

    /// <summary>How often the step has come since the process has heard that it is to stop.</summary>
    private static int Strikes(OrdersProcess stopping) =>
        string.Concat(stopping.Output.Split("Application is shutting down").Skip(1)).Split(" strikes at ").Length - 1;
}
