using Microsoft.Data.Sqlite;
using Orders.Testing;

namespace Tests.Books;

/// <summary>
/// Clean books, made once by an installation that has since ended: three confirmed orders, one declined, two refunded,
/// one that needs attention because the bank refuses its refund. Each test spoils a copy.
/// </summary>
public abstract class SpoiltBooks
{
    protected const string Confirmed = "(SELECT MIN(order_id) FROM sagas WHERE current_state = 'Confirmed')";
    protected const string Declined = "(SELECT MIN(order_id) FROM sagas WHERE payment_status = 'failed')";
    protected const string Refunded = "(SELECT MIN(order_id) FROM sagas WHERE payment_status = 'refunded')";
    protected const string NeedsAttention = "(SELECT MIN(order_id) FROM sagas WHERE payment_status = 'refund_failed')";

    private string clean = "";

    protected string Folder { get; private set; } = "";

    [OneTimeSetUp]
    public async Task MakeCleanBooks()
    {
        clean = Directory.CreateTempSubdirectory("orders-").FullName;
        await using var orders = await OrdersInProcess.Start(
            new Dictionary<string, string?> { ["Saga:UndoGiveUpAfter"] = "00:00:02" }, clean);
        var confirmed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => orders.Client.Submit()));
        var declined = await orders.Client.Submit("tok_declined");
        var refunded = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => orders.Client.Submit("tok_ok", "OUT-OF-STOCK")));
        var refused = await orders.Client.Submit("tok_refund_fails", "OUT-OF-STOCK");
        await Task.WhenAll(confirmed.Select(id => orders.Client.WaitForStatus(id, "confirmed")));
        await Task.WhenAll(refunded.Append(declined).Select(id => orders.Client.WaitForStatus(id, "cancelled")));
        await orders.Client.WaitForState(refused, "NeedsAttention");
        await orders.Client.WaitFor(
            "clean books", () => orders.CheckBooks(allHaveEnded: true), report => report.IsClean);
    }

    [OneTimeTearDown]
    public void DeleteBooks() => Directory.Delete(clean, recursive: true);

    [SetUp]
    public void CopyBooks()
    {
        Folder = Directory.CreateTempSubdirectory("orders-").FullName;
        foreach (var file in Directory.GetFiles(clean, "*.db*"))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
    }

    [TearDown]
    public void DeleteCopy() => Directory.Delete(Folder, recursive: true);

    internal Task<BookReport> Check(bool allHaveEnded = true, TimeProvider? time = null) =>
        BookCheck.Run(BookSources.InFolder(Folder), allHaveEnded, time);

    internal static string Red(BookReport report) => string.Join(
        ' ', report.Findings.Where(finding => finding.Broken.Count > 0).Select(finding => finding.Name).Order());

    protected void Spoil(string database, string sql)
    {
        using var connection = Open(database);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.That(command.ExecuteNonQuery(), Is.Positive, "the corruption hit nothing");
    }

    protected SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, database + ".db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
