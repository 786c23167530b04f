using Contracts;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orders.Api;
using Orders.Data;
using Orders.Saga;

namespace Orders.Testing;

/// <summary>The harness of the process of an order, with what Orders.Api does to begin and to cancel one.</summary>
public sealed class OrderTestHarness : SagaTestHarness<OrderStateMachine, OrderState, OrdersDbContext>
{
    private static readonly TimeSpan AskAgainAfter = new DeadlineOptions().AskAgainAfter;
    private readonly ServiceProvider services;

    private OrderTestHarness(ServiceProvider services)
        : base(services) => this.services = services;

    /// <summary>Starts a process with a database of its own.</summary>
    /// <param name="configure">Other than the default patience.</param>
    public static async Task<OrderTestHarness> Start(Action<Patience>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddOrderProcess();
        services.Configure(configure ?? (_ => { }));
        services.AddSagaTestHarness<OrderStateMachine, OrderState, OrdersDbContext>(
            order => order.CurrentState, options => new SqliteOrdersDbContext(options));
        var harness = new OrderTestHarness(services.BuildServiceProvider());
        await harness.Start(CancellationToken.None);
        return harness;
    }

    /// <summary>Accepts an order as Orders.Api does, and lets the saga begin.</summary>
    /// <param name="lines">Default: two WIDGETs at 12.50 each.</param>
    /// <param name="token">What is paid with.</param>
    public async Task<Guid> Accept(IReadOnlyList<OrderLine>? lines = null, string token = "tok_ok")
    {
        var order = await AcceptUnread(lines, token);
        await Deliver<OrderCreated>();
        return order;
    }

    /// <summary>Accepts an order whose OrderCreated the saga has not read yet.</summary>
    public async Task<Guid> AcceptUnread(IReadOnlyList<OrderLine>? lines = null, string token = "tok_ok")
    {
        var order = Guid.CreateVersion7(Clock.GetUtcNow());
        lines ??= [new OrderLine("WIDGET", 2, 1250)];
        await Execute(new AcceptOrder(
            order,
            new OrderRequest(
                "c-42", "EUR", token,
                [.. lines.Select(line => new OrderLineRequest(line.Sku, line.Quantity, line.UnitPriceMinor))]),
            AskAgainAfter));
        return order;
    }

    /// <summary>Cancels an order as Orders.Api does, and lets the saga know.</summary>
    public async Task Cancel(Guid order, string? reason = null)
    {
        await CancelUnread(order, reason);
        await Deliver<OrderCancellationRequested>();
    }

    /// <summary>Cancels an order in Orders.Api; the saga has not read it yet.</summary>
    public Task CancelUnread(Guid order, string? reason = null) =>
        Execute(new RequestCancellation(order, reason, AskAgainAfter));

    /// <summary>The order as its customer sees it.</summary>
    public async Task<Order> Order(Guid id)
    {
        await using var model = Database.OpenContext(null);
        return await model.Set<Order>().AsNoTracking().SingleAsync(order => order.Id == id);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await services.DisposeAsync();
    }
}
