namespace Tests.Journey;

/// <summary>TLS and a password are a matter of settings; where they are wrong, the service says so.</summary>
[Category("Kafka")]
[Category("PostgreSql")]
internal sealed class OnASecuredCluster
{
    private SecuredListener listener;
    private KafkaCluster kafka;

    [OneTimeSetUp]
    public void Given_a_broker_that_wants_a_password()
    {
        listener = new SecuredListener();
        kafka = new KafkaCluster(nodes: 1, listener);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        kafka?.Dispose();
        listener.Dispose();
    }

    [Test]
    public async Task An_order_is_confirmed()
    {
        await using var services = await FourServices.Start(
            kafka, PostgresServer.Shared, settings: listener.Client(SecuredListener.Password));

        var id = await services.Orders().Submit();

        await services.Orders().WaitForStatus(id, "confirmed");
    }

    /// <summary>Kafka's clients are woken by way of their credentials.</summary>
    [Test]
    [Category("Soak")]
    public async Task A_clock_that_is_set_back_takes_no_password_away()
    {
        using var clock = new FakedClock();
        clock.Set(TimeSpan.FromHours(1));
        await using var services = await FourServices.Start(
            kafka, PostgresServer.Shared,
            settings: listener.Client(SecuredListener.Password).Concat(clock.Environment).ToDictionary());

        clock.Set(TimeSpan.Zero);
        kafka.Kill();
        kafka.Start();
        var id = await services.Orders().Submit();

        await services.Orders().WaitForStatus(id, "confirmed");
    }

    [Test]
    public async Task With_a_wrong_password_orders_are_accepted_and_it_is_said_what_is_wrong()
    {
        await using var services = await FourServices.Start(
            kafka, PostgresServer.Shared, settings: listener.Client("wrong"), programs: ["Orders.Api"]);

        await services.Orders().Submit();

        var health = await services.Orders().WaitFor(
            "the reason", () => services.Orders().Http.GetStringAsync(new Uri("/health/ready", UriKind.Relative)),
            text => text.Contains("Authentication failed", StringComparison.OrdinalIgnoreCase));
        Assert.That(health, Does.Contain("Degraded").IgnoreCase);
    }
}
