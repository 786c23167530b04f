using MassTransit;
using MassTransit.SagaStateMachine;
using Orders.Data;

namespace Orders.Saga;

/// <summary>Walks through the state machine and notes every way from one state to another.</summary>
internal sealed class DefinitionReader : StateMachineVisitor
{
    private readonly HashSet<ProcessTransition> transitions = [];
    private string state = "";
    private string received = "";

    public static ProcessDefinition Read(OrderStateMachine machine)
    {
        var reader = new DefinitionReader();
        machine.Accept(reader);
        var states = machine.Accepted
            .Select(pair => new ProcessState(
                pair.Key, pair.Value.Length == 0 && pair.Key != machine.Initial.Name, pair.Value))
            .Where(found => found.Name != machine.Final.Name);
        return new ProcessDefinition(
            "order", [.. states], [.. machine.Accepted.Values.SelectMany(names => names).Distinct().Order()],
            [.. reader.transitions]);
    }

    public void Visit(State visited, Action<State> next)
    {
        state = visited.Name;
        next(visited);
    }

    public void Visit(Event visited, Action<Event> next)
    {
        received = visited.Name;
        next(visited);
    }

    public void Visit<TMessage>(Event<TMessage> visited, Action<Event<TMessage>> next)
        where TMessage : class
    {
        received = visited.Name;
        next(visited);
    }

    public void Visit(IStateMachineActivity activity, Action<IStateMachineActivity> next)
    {
        if (activity is TransitionActivity<OrderState> transition && transition.ToState.Name != state)
            transitions.Add(new ProcessTransition(state, received, transition.ToState.Name));
        next(activity);
    }

    public void Visit<T>(IBehavior<T> behavior, Action<IBehavior<T>> next)
        where T : class, SagaStateMachineInstance => next(behavior);

    public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior, Action<IBehavior<T, TMessage>> next)
        where T : class, SagaStateMachineInstance
        where TMessage : class => next(behavior);

    public void Visit(IStateMachineActivity activity) => Visit(activity, _ => { });

    public void Visit<T>(IBehavior<T> behavior)
        where T : class, SagaStateMachineInstance
    {
    }

    public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior)
        where T : class, SagaStateMachineInstance
        where TMessage : class
    {
    }
}
