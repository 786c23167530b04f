using System.Text.Json;
using Messaging;
using Orders.Data;

namespace Orders.Saga;

/// <summary>
/// Writes down what the process looks like, read from the state machine itself, so that Orders.Api can tell without
/// knowing the machine.
/// </summary>
internal sealed class DefinitionAtStart(OrderStateMachine machine, GroupCommit<OrdersDbContext> database)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        database.Execute(
            new KeepDefinition(JsonSerializer.Serialize(
                DefinitionReader.Read(machine), ProcessDefinitionJson.Default.ProcessDefinition)),
            cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private sealed class KeepDefinition(string definition) : UnitOfWork
    {
        protected override void Apply()
        {
            var row = new SagaDefinition { Name = "order", Definition = definition, UpdatedAt = Now };
            if (Find(OrdersTables.Definitions, row.Name) is null)
                Insert(OrdersTables.Definitions, row);
            else
                Update(OrdersTables.Definitions, row);
        }
    }
}
