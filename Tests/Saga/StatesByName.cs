using Orders.Data;
using Orders.Saga;

namespace Tests.Saga;

/// <summary>Who looks at orders without the state machine knows its states by name.</summary>
[Category("Unit")]
internal sealed class StatesByName
{
    private static readonly OrderStateMachine Machine = new(new Patience());

    [Test]
    public void Are_those_of_the_machine() => Assert.That(
        OrderStates.All,
        Is.EquivalentTo(Machine.Accepted.Keys.Except([Machine.Initial.Name, Machine.Final.Name])));

    [Test]
    public void Tell_a_customer_that_the_order_has_ended_where_nothing_is_accepted_any_more() => Assert.That(
        OrderStates.All.Where(state => OrderStatuses.IsFinal(OrderStatuses.Of(state))),
        Is.EquivalentTo(OrderStates.All.Where(state => Machine.Accepted[state].Length == 0)));

    [Test]
    public void Wait_for_steps_where_the_deadline_of_steps_is_accepted() => Assert.That(
        OrderStates.All.Where(OrderStates.IsWaiting),
        Is.EquivalentTo(OrderStates.All.Where(state => Machine.Accepted[state].Contains("StepDeadline.Received"))));
}
