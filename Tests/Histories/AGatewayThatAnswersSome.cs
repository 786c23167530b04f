using Orders.Testing;
using Payments.Worker;

namespace Tests.Histories;

/// <summary>
/// Cards that nobody answers for are asked about again and again, ten seconds at a time. On a simulated installation,
/// whose clock is moved by hand.
/// </summary>
[Category("Unit")]
internal sealed class AGatewayThatAnswersSome
{
    [Test]
    public void Is_asked_at_once_for_an_order_however_many_others_it_does_not_answer()
    {
        using var orders = new OrderAtTheBank();
        var installation = orders.Installation;
        var atOnce = installation.Processes.OfType<SimulatedPayments>().Count() * new GatewayOptions().Concurrency;
        for (var order = 1; order < 3 * atOnce; order++)
            orders.Submit(order);

        // When each was asked for in vain, and is due again
        for (var round = 0; round < 10; round++)
        {
            orders.Run();
            installation.Clock.Advance(TimeSpan.FromSeconds(11));
        }

        orders.Run();
        Assert.That(
            installation.Payments.Texts("SELECT COUNT(*) || '' FROM payment_attempts WHERE tries > 0"),
            Is.EqualTo([$"{3 * atOnce}"]));
        var before = installation.Gateway.UnderWay;

        orders.Submit(3 * atOnce);
        orders.Run();

        Assert.That(installation.Gateway.UnderWay, Is.EqualTo(before + 1));
    }

    [Test]
    public void What_a_full_process_has_no_room_for_stays_in_the_table_for_others_and_hides_no_first_attempt()
    {
        using var orders = new OrderAtTheBank();
        var installation = orders.Installation;
        var processes = installation.Processes.OfType<SimulatedPayments>().Count();
        var calls = installation.Gateway.UnderWay;
        Leave(installation, "again", 10_000, AttemptStates.Unknown);
        Leave(installation, "first", 1, AttemptStates.Asked);

        orders.Run();

        var half = processes * new GatewayOptions().Concurrency / 2;
        Assert.That(installation.Gateway.UnderWay, Is.EqualTo(calls + half + 1));
        Assert.That(
            installation.Payments.Texts(
                "SELECT state || ': ' || COUNT(*) FROM payment_attempts WHERE claimed_until > due_at GROUP BY state"),
            Is.EqualTo(["asked: 2", $"unknown: {processes * 2_000}"]));
    }

    /// <summary>Adds rows like the order's own, as a dead process would leave them: free, and due at once.</summary>
    private static void Leave(SimulatedInstallation installation, string key, int count, string state) =>
        installation.Payments.Execute(
            $"""
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
            INSERT INTO payment_attempts
                (idempotency_key, order_id, kind, number, amount_minor, currency, state, due_at, claimed_until, tries,
                created_at, updated_at)
            SELECT '{key}-' || n, order_id, kind, 1 + n, amount_minor, currency, '{state}', due_at, due_at, tries,
                created_at, updated_at
            FROM numbers, payment_attempts WHERE number = 1
            """);
}
