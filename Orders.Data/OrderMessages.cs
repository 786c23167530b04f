using Contracts;
using MassTransit;
using Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Orders.Data;

/// <summary>The messages that Orders.Api and Orders.Saga write and read.</summary>
public static class OrderMessages
{
    /// <summary>Adds every contract, with what a history keeps of it and who waits for it.</summary>
    public static void AddOrderMessages(this IServiceCollection services) =>
        services.AddMessageTypes(Catalogue.All.Select(contract => new MessageType(
            contract.Type, contract.Name, contract.Topic, contract.Source, contract.Json, contract.OrderId)
        {
            Act = contract.Act,
            Redact = contract.Redact,
            IsAwaited = contract.IsAwaited,
            CorrelationName = "OrderId",
        }));
}
