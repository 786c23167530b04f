using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Messaging;

/// <summary>
/// The instances of one saga that a group has read or changed, tracked by the application's own model.
/// </summary>
internal sealed class SagaRows<TSaga>(SqlSession session, DbContext context) : IGroupMember
    where TSaga : class, ISagaVersion
{
    private readonly Dictionary<Guid, TSaga?> instances = [];
    private readonly HashSet<Guid> wanted = [];
    private readonly List<Before> touched = [];

    public void Want(Guid id)
    {
        if (!instances.ContainsKey(id))
            wanted.Add(id);
    }

    public void Load()
    {
        if (wanted.Count == 0)
            return;
        foreach (var id in wanted)
            instances[id] = null;
        try
        {
            foreach (var saga in context.Set<TSaga>().Where(saga => wanted.Contains(saga.CorrelationId)))
                instances[saga.CorrelationId] = saga;
        }
        catch (Exception exception)
        {
            session.HasFailed(exception);
            throw;
        }

        wanted.Clear();
    }

    public void Mark() => touched.Clear();

    /// <summary>The instance as the units before have left it.</summary>
    public TSaga? Find(Guid id)
    {
        Want(id);
        Load();
        if (instances[id] is not { } saga)
            return null;
        var entry = context.Entry(saga);
        if (!touched.Exists(before => before.Saga == saga))
            touched.Add(new Before(saga, entry.State, entry.CurrentValues.Clone()));
        return saga;
    }

    public void Add(TSaga saga)
    {
        touched.Add(new Before(saga, EntityState.Detached, null));
        context.Add(saga);
        instances[saga.CorrelationId] = saga;
    }

    public void Remove(TSaga saga)
    {
        context.Remove(saga);
        instances[saga.CorrelationId] = null;
    }

    public void Undo()
    {
        for (var index = touched.Count - 1; index >= 0; index--)
        {
            var (saga, state, values) = touched[index];
            var entry = context.Entry(saga);
            entry.State = state;
            if (values is not null)
                PutBack(entry, values);
            instances[saga.CorrelationId] = values is null ? null : saga;
        }

        touched.Clear();
    }

    /// <summary>
    /// Past the change tracker: it would mark what is put back as changed, and an instance that is as it was read would
    /// be written.
    /// </summary>
    private static void PutBack(EntityEntry<TSaga> entry, PropertyValues values)
    {
        foreach (var property in values.Properties)
        {
            if (property.PropertyInfo is { CanWrite: true } member)
                member.SetValue(entry.Entity, values[property]);
            else if (property.FieldInfo is { } field)
                field.SetValue(entry.Entity, values[property]);
            else
                entry.CurrentValues[property] = values[property];
        }
    }

    public void Save()
    {
        context.ChangeTracker.DetectChanges();
        context.SaveChanges(acceptAllChangesOnSuccess: false);
    }

    public void Dispose() => context.Dispose();

    /// <param name="Saga">The instance.</param>
    /// <param name="State">How it was tracked.</param>
    /// <param name="Values">Null where the unit has added it.</param>
    private sealed record Before(TSaga Saga, EntityState State, PropertyValues? Values);
}
