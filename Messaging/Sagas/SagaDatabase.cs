namespace Messaging;

/// <summary>Where the instances of a saga live.</summary>
internal sealed class SagaDatabase<TSaga>(
    GroupCommit groupCommit, Func<SqlSession, SagaRows<TSaga>> open, Func<TSaga, string> stateOf,
    ISagaProjection<TSaga>? projection)
    where TSaga : class, MassTransit.ISagaVersion
{
    public GroupCommit GroupCommit => groupCommit;

    public Func<SqlSession, SagaRows<TSaga>> Open => open;

    public ISagaProjection<TSaga>? Projection => projection;

    public string StateOf(TSaga saga) => stateOf(saga);
}
