using System.Text.Json;
using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// The process is killed with an order at a certain step, and started again on the same data; the one that goes on is
/// killed next.
/// </summary>
[Category("Faults")]
public sealed class CrashPoints
{
    private const int Others = 5;

    private string folder = "";
    private OrdersProcess? running;
    private int ended;

    [OneTimeSetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("orders-").FullName;

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (running?.DisposeAsync() ?? default);
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public Task Killed_right_after_the_202() => Survives("tok_ok", "WIDGET", "confirmed", (_, _) => Task.CompletedTask);

    [Test]
    public Task Killed_when_the_saga_has_begun() => Survives("tok_slow_5s", "WIDGET", "confirmed",
        (orders, id) => orders.WaitForState(id, "AwaitingPaymentAndStock", "AwaitingPayment"));

    [Test]
    public Task Killed_when_the_stock_is_reserved_and_the_payment_is_not_answered() => Survives(
        "tok_slow_5s", "WIDGET", "confirmed", (orders, id) => orders.WaitForState(id, "AwaitingPayment"));

    [Test]
    public Task Killed_when_the_gateway_has_charged_and_nobody_knows() => Survives("tok_slow_5s", "WIDGET", "confirmed",
        (_, id) => WaitForLedger(id, "charge"));

    [Test]
    public Task Killed_while_a_flaky_gateway_is_asked_again() => Survives("tok_flaky_2", "WIDGET", "confirmed",
        (orders, id) => WaitForAttempts(orders, id, 1));

    [Test]
    public Task Killed_when_the_stock_was_rejected_and_the_payment_is_under_way() => Survives(
        "tok_slow_5s", "OUT-OF-STOCK", "cancelled", (orders, id) => orders.WaitForState(id, "Undoing"));

    [Test]
    public Task Killed_while_the_refund_is_asked_again() => Survives("tok_refund_flaky_2", "OUT-OF-STOCK", "cancelled",
        (orders, id) => WaitForAttempts(orders, id, 2));

    [Test]
    public Task Killed_when_the_refund_is_booked() => Survives("tok_ok", "OUT-OF-STOCK", "cancelled",
        (_, id) => WaitForLedger(id, "refund"));

    [Test]
    public Task Killed_right_after_a_cancellation() => Survives("tok_slow_5s", "WIDGET", "cancelled",
        async (orders, id) => (await orders.Cancel(id)).EnsureSuccessStatusCode().Dispose());

    [Test]
    public Task Killed_when_it_is_confirmed() => Survives("tok_ok", "WIDGET", "confirmed",
        (orders, id) => orders.WaitForStatus(id, "confirmed"));

    private async Task Survives(string token, string sku, string ending, Func<OrdersClient, Guid, Task> reach)
    {
        // Given an order that has come to a certain step, among others that have not
        await using var first = running ?? await OrdersProcess.Start(folder);
        running = null;
        var id = await first.Client.Submit(token, sku);
        await Task.WhenAll(Enumerable.Range(0, Others).Select(_ => first.Client.Submit()));
        await reach(first.Client, id);

        // When the process is killed and started again
        await first.Kill();
        running = await OrdersProcess.Start(folder);

        // Then the order ends as it should, and so do the others, with money and stock in balance
        await running.Client.WaitForStatus(id, ending);
        var report = await running.Client.WaitUntilAllHaveEnded(BookSources.InFolder(folder));
        ended += 1 + Others;
        Assert.That(report.Ended, Is.EqualTo(ended));
    }

    private async Task WaitForLedger(Guid id, string kind) => await new OrdersClient(new HttpClient()).WaitFor(
        $"a {kind} in the ledger", () => Task.FromResult(LedgerReader.Has(folder, id, kind)), isThere => isThere);

    private static Task<JsonElement> WaitForAttempts(OrdersClient orders, Guid id, int attempts) => orders.WaitFor(
        $"{attempts} attempts",
        () => orders.Payment(id),
        payment => payment.GetProperty("attempts").GetInt32() >= attempts);
}
