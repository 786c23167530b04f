using Orders.Testing;

namespace Tests.Faults;

/// <summary>A fault that did not strike must not look like one that did no harm.</summary>
[Category("Faults")]
internal sealed class SignalsArrive
{
    [Test]
    public async Task What_was_killed_is_not_frozen_and_may_be_told_to_stop()
    {
        var folder = Directory.CreateTempSubdirectory("orders-").FullName;
        await using (var process = OrdersProcess.Launch(folder))
        {
            process.Freeze();
            process.Thaw();
            await process.Kill();

            Assert.Throws<InvalidOperationException>(process.Freeze);
            Assert.Throws<InvalidOperationException>(process.Thaw);
            Assert.DoesNotThrow(process.Terminate);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task What_has_ended_by_itself_is_not_killed()
    {
        var folder = Directory.CreateTempSubdirectory("orders-").FullName;
        await using (var process = OrdersProcess.Launch(
            folder, new Dictionary<string, string> { ["Failpoints:Armed"] = "nonsense" }))
        {
            await process.WaitForEnd(TimeSpan.FromMinutes(1));

            Assert.ThrowsAsync<InvalidOperationException>(process.Kill);
        }

        Directory.Delete(folder, recursive: true);
    }
}
