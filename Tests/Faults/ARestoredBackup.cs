using Microsoft.Data.Sqlite;
using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// All three databases are restored to one moment; the gateway, which is somebody else's, knows what came after it.
/// </summary>
[Category("Faults")]
internal sealed class ARestoredBackup
{
    private static readonly string[] Databases = ["orders.db", "payments.db", "inventory.db"];

    private readonly string folder = Directory.CreateTempSubdirectory("orders-").FullName;
    private readonly string backup = Directory.CreateTempSubdirectory("backup-").FullName;

    [OneTimeTearDown]
    public void Delete()
    {
        Directory.Delete(folder, recursive: true);
        Directory.Delete(backup, recursive: true);
    }

    [Test]
    public async Task Knows_nothing_of_later_orders_and_verify_names_their_charges_and_nothing_else()
    {
        var before = await Confirm();
        SqliteConnection.ClearAllPools();
        Copy(folder, backup);
        var lost = await Confirm();
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(folder, "*.db-*"))
            File.Delete(file);
        Copy(backup, folder);

        var after = await Confirm();

        var report = await BookCheck.Run(BookSources.InFolder(folder), allHaveEnded: true);
        var broken = report.Findings.Where(finding => finding.Name != "M1" && finding.Broken.Count > 0).ToList();
        Assert.That(broken.ConvertAll(finding => finding.Name), Is.EquivalentTo(["M2", "M4"]));
        Assert.That(
            broken.SelectMany(finding => finding.Broken).Select(one => one.Key), Is.All.StartsWith($"{lost}"),
            $"neither {before} nor {after}");
    }

    private async Task<Guid> Confirm()
    {
        await using var orders = await OrdersInProcess.Start(folder: folder);
        var id = await orders.Client.Submit();
        await orders.Client.WaitForStatus(id, "confirmed");
        return id;
    }

    private static void Copy(string from, string to)
    {
        foreach (var name in Databases)
            File.Copy(Path.Combine(from, name), Path.Combine(to, name), overwrite: true);
    }
}
