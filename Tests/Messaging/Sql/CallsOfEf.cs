using Inventory.Worker;
using MassTransit;
using Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orders.Data;
using Orders.Saga;
using Payments.Worker;

namespace Tests.Messaging;

/// <summary>A call of the product that asks EF.</summary>
/// <param name="Name">Of the method, and what about it is looked at.</param>
/// <param name="Run">Calls it.</param>
internal sealed record CallOfEf(string Name, Func<OfflineSqlServer, Task> Run);

/// <summary>Each way in which the product asks EF, with each filter on its own and all of them together.</summary>
internal static class CallsOfEf
{
    private static readonly Guid Id = new("0199c1b2-7d3e-7000-8000-000000000001");

    private static readonly DateTime At = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    private static readonly ListPosition Last = new(At, Id);

    public static IEnumerable<CallOfEf> All => [.. OfOrders, .. OfHistories, .. OfOperators, .. OfSagas, .. OfOthers];

    private static IEnumerable<CallOfEf> OfOrders =>
    [
        Inspect("FindOrder", orders => orders.FindOrder(Id, null, default)),
        Inspect("FindOrder of a shop", orders => orders.FindOrder(Id, "shop", default)),
        .. OrderFilters.Select(filter => Inspect(
            $"ListOrders {filter.Name}", orders => orders.ListOrders(filter.Filter, filter.Before, 100, default))),
        Inspect("FindOrderAndSaga", orders => orders.FindOrderAndSaga(Id, default)),
        Inspect("FindSaga", orders => orders.FindSaga(Id, null, default)),
        Inspect("FindSaga of a shop", orders => orders.FindSaga(Id, "shop", default)),
        Inspect("ReadHistory", orders => orders.ReadHistory(Id, null, default)),
        Inspect("ReadHistory of a shop", orders => orders.ReadHistory(Id, "shop", default)),
        Inspect("FindDefinition", orders => orders.FindDefinition(default)),
        Inspect("CountOpenOrders", orders => orders.CountOpenOrders("shop", 100, default)),
        Inspect("CountUnsent", orders => orders.CountUnsent(100, default)),
        Inspect("IsAnswered", orders => orders.IsAnswered("key", default)),
        Inspect("ReadExpiredKeys", orders => orders.ReadExpiredKeys(At, 100, default)),
    ];

    private static IEnumerable<(string Name, OrderFilter Filter, long? Before)> OrderFilters =>
    [
        ("of all", new(), null),
        ("on a later page", new(), 7),
        ("of a shop", new() { Shop = "shop" }, null),
        ("of a status", new() { Statuses = [OrderStatuses.Processing] }, null),
        ("of several statuses", new() { Statuses = OrderStatuses.All }, null),
        ("of a state", new() { States = [OrderStates.NeedsAttention] }, null),
        ("of a customer", new() { CustomerId = "c-42" }, null),
        ("of a time", new() { CreatedAfter = At, CreatedBefore = At }, null),
        ("by everything",
            new()
            {
                Shop = "shop",
                Statuses = [OrderStatuses.Processing],
                States = OrderStates.All,
                CustomerId = "c-42",
                CreatedAfter = At,
                CreatedBefore = At,
            },
            7),
    ];

    private static IEnumerable<CallOfEf> OfHistories =>
    [
        Feed("FindNewest", feed => feed.FindNewest(default)),
        Feed("ReadNumbers", feed => feed.ReadNumbers(3, 9, default)),
        Feed("ReadAfter", feed => feed.ReadAfter(3, 9, default)),
        Feed("ReadWithin", feed => feed.ReadWithin([new SeqRange(3, 5)], default)),
        Feed("FindStart", feed => feed.FindStart(9, TimeSpan.FromSeconds(30), 5, default)),
        Feed("ReadSteps", feed => feed.ReadSteps(Id, 3, default)),
    ];

    private static IEnumerable<CallOfEf> OfOperators =>
    [
        .. DeadLetterFilters.Select(filter => Operate(
            $"List {filter.Name}", records => records.List(filter.Filter, filter.Before, 100, default))),
        Operate("Count", records => records.Count(new(), default)),
        Operate("Count of a reason", records => records.Count(new() { Reason = "rejected" }, default)),
        Operate("Find", records => records.Find(Id, default)),
        Operate("Select by a filter", records => records.Select(new DeadLetterFilter { Topic = "a" }, 100, default)),
        Operate("Select one", records => records.Select([Id], default)),
        Operate("Select several", records => records.Select([Id, Guid.Empty, Id], default)),
        Operate("ListActions", records => records.ListActions(new(), null, 100, default)),
        Operate("ListActions by everything", records => records.ListActions(
            new() { CorrelationId = Id, Actor = "ann", Action = "retry", After = At, Before = At }, Last, 100,
            default)),
        Operate("FindAction", records => records.FindAction(Id, default)),
    ];

    private static IEnumerable<(string Name, DeadLetterFilter Filter, ListPosition? Before)> DeadLetterFilters =>
    [
        ("of all", new(), null),
        ("on a later page", new(), Last),
        .. DeadLetterStatuses.All.Select(status => (
            $"that are {status}", new DeadLetterFilter { Status = status }, (ListPosition?)null)),
        ("by everything",
            new()
            {
                Group = "orders-saga",
                Reason = "rejected",
                Type = "orders.order_created.v1",
                ExceptionType = "System.Exception",
                Topic = "orders.events",
                Key = Id,
                FailedAfter = At,
                FailedBefore = At,
                Status = DeadLetterStatuses.Open,
            },
            Last),
    ];

    private static IEnumerable<CallOfEf> OfSagas =>
    [
        Sagas("are loaded", rows => Load(rows, Id)),
        Sagas("are loaded together", rows => Load(rows, [.. Ids(5)])),
        Sagas("are added", rows => Add(rows, 1)),
        Sagas("are added together", rows => Add(rows, 5)),
        Sagas("are changed", rows => Change(rows, saga => saga.CurrentState = OrderStates.Undoing)),
        Sagas("are changed in everything", rows => Change(rows, ChangeEverything)),
        Sagas("are removed", rows => rows.Remove(rows.Find(Guid.Empty)!)),
    ];

    private static IEnumerable<CallOfEf> OfOthers =>
    [
        new("GET /payments/{orderId}", server => Get(
            app => app.MapPayments(), "/payments/{orderId:guid}", server.DatabaseOf(PaymentsDbContext.Models))),
        new("GET /stock", server => Get(
            app => app.MapStock(), "/stock", server.DatabaseOf(InventoryDbContext.Models))),
        new("GET /stock/{sku}", server => Get(
            app => app.MapStock(), "/stock/{sku}", server.DatabaseOf(InventoryDbContext.Models))),
        new("migrations that are missing", server => server.MigrationOf(OrdersDbContext.Models).Missing(default)),
    ];

    private static CallOfEf Inspect(string name, Func<Inspection, Task> run) => new(
        $"Inspection.{name}", server => run(new Inspection(server.DatabaseOf(OrdersDbContext.Models))));

    private static CallOfEf Feed(string name, Func<HistoryFeed, Task> run) => new(
        $"HistoryFeed.{name}", server => run(new HistoryFeed(server.DatabaseOf(OrdersDbContext.Models))));

    private static CallOfEf Operate(string name, Func<OperatorRecords, Task> run) => new(
        $"OperatorRecords.{name}",
        server => run(new OperatorRecords<OrdersDbContext>(
            server.DatabaseOf(OrdersDbContext.Models), null!, "orders-saga")));

    /// <summary>As a group has them: loaded, changed, and saved together, in a transaction that is not EF's.</summary>
    private static CallOfEf Sagas(string name, Action<SagaRows<OrderState>> run) => new($"sagas {name}", async server =>
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddMessageTypes([]);
        collection.AddGroupCommit(_ => server.DatabaseOf(OrdersDbContext.Models), "orders-saga");
        collection.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddSagaStateMachine<OrderStateMachine, OrderState>()
                .GroupCommitRepository<OrderState, OrdersDbContext>(saga => saga.CurrentState);
            bus.UsingInMemory();
        });
        await using var services = collection.BuildServiceProvider();
        using var session = server.OpenSession();
        using var rows = services.GetRequiredService<SagaDatabase<OrderState>>().Open(session);
        run(rows);
        rows.Save();
    });

    private static IEnumerable<Guid> Ids(int count) =>
        Enumerable.Range(1, count).Select(number => new Guid(number, 0, 0, new byte[8]));

    private static void Load(SagaRows<OrderState> rows, params Guid[] ids)
    {
        foreach (var id in ids)
            rows.Want(id);
        rows.Load();
    }

    private static void Add(SagaRows<OrderState> rows, int count)
    {
        foreach (var id in Ids(count))
            rows.Add(new OrderState { CorrelationId = id, Version = 1, StartedAt = At, UpdatedAt = At });
    }

    private static void Change(SagaRows<OrderState> rows, Action<OrderState> change)
    {
        var saga = rows.Find(Guid.Empty)!;
        saga.Version++;
        change(saga);
    }

    private static void ChangeEverything(OrderState saga)
    {
        foreach (var property in typeof(OrderState).GetProperties())
        {
            if (property.CanWrite && property.Name is not (nameof(saga.CorrelationId) or nameof(saga.Version)))
                property.SetValue(saga, Other(property.GetValue(saga), property.PropertyType));
        }
    }

    private static object? Other(object? value, Type type) => value switch
    {
        string text => text + "2",
        bool isSo => !isSo,
        DateTime at => at.AddDays(1),
        long number => number + 1,
        int number => number + 1,
        Guid => Id,
        _ => throw new NotSupportedException($"No other {type}."),
    };

    /// <summary>A route's handler, without the server around it.</summary>
    private static async Task Get<TContext>(Action<WebApplication> map, string route, Database<TContext> database)
        where TContext : DbContext
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(database);
        await using var app = builder.Build();
        map(app);
        var endpoint = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .First(endpoint => endpoint.RoutePattern.RawText == route);
        var http = new DefaultHttpContext { RequestServices = app.Services };
        http.Request.RouteValues["orderId"] = $"{Id}";
        http.Request.RouteValues["sku"] = "WIDGET";
        await endpoint.RequestDelegate!(http);
    }
}
