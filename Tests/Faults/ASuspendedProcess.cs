using Orders.Testing;

namespace Tests.Faults;

/// <summary>A process that stands still for longer than a group waits for its members, twice in a row.</summary>
[Category("Faults")]
public sealed class ASuspendedProcess
{
    private const int Endpoints = 5;
    private static readonly TimeSpan LongerThanASession = TimeSpan.FromSeconds(12);

    [Test]
    public async Task Is_not_ready_before_it_reads_again_and_then_goes_on()
    {
        var folder = Directory.CreateTempSubdirectory("orders-").FullName;
        await using (var process = await OrdersProcess.Start(folder))
        {
            var assignments = 0;
            for (var time = 0; time < 2; time++)
            {
                assignments = process.HasTold(Told.Reading);
                process.Freeze();
                await Fault.Lasts(LongerThanASession);
                process.Thaw();
                await process.Client.WaitFor("it to notice", () => IsReady(process), ready => !ready);
            }

            var id = await process.Client.Submit();
            await process.Client.WaitFor("it to read again", () => IsReady(process), ready => ready);
            Assert.That(
                process.HasTold(Told.Reading), Is.GreaterThanOrEqualTo(assignments + Endpoints),
                "it has its partitions again");
            await process.Client.WaitForStatus(id, "confirmed");
            await process.Client.WaitUntilAllHaveEnded(BookSources.InFolder(folder));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<bool> IsReady(OrdersProcess process)
    {
        using var answer = await process.Client.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }
}
