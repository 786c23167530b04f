using System.Diagnostics.CodeAnalysis;

namespace Messaging;

/// <summary>All messages that this process knows, by class and by name.</summary>
public sealed class MessageCatalogue
{
    private readonly Dictionary<Type, MessageType> byClass = [];
    private readonly Dictionary<string, MessageType> byName = [];

    /// <param name="types">The same type may come more than once, from several services in one process.</param>
    /// <exception cref="ArgumentException">Two types have one name, or one type has two.</exception>
    public MessageCatalogue(IEnumerable<MessageType> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        foreach (var type in types)
        {
            if (!byClass.TryAdd(type.ClrType, type) && byClass[type.ClrType].Name != type.Name)
                throw new ArgumentException(
                    $"{type.ClrType} has two names, '{byClass[type.ClrType].Name}' and '{type.Name}': keep one.");
            if (byClass[type.ClrType].Topic != type.Topic)
                throw new ArgumentException(
                    $"{type.ClrType} goes to two topics, '{byClass[type.ClrType].Topic}' and '{type.Topic}': "
                    + "keep one.");
            if (!byName.TryAdd(type.Name, type) && byName[type.Name].ClrType != type.ClrType)
                throw new ArgumentException(
                    $"'{type.Name}' names both {byName[type.Name].ClrType} and {type.ClrType}: rename one.");
        }
    }

    /// <summary>The topics that carry any of the messages.</summary>
    public IEnumerable<string> Topics => byName.Values.Select(type => type.Topic).Distinct();

    /// <summary>Which of some classes are carried by a topic.</summary>
    public IEnumerable<MessageType> OnTopic(string topic, IReadOnlySet<Type> clrTypes) =>
        byName.Values.Where(type => type.Topic == topic && clrTypes.Contains(type.ClrType));

    /// <exception cref="InvalidOperationException">The class is not in the catalogue.</exception>
    public MessageType Of(Type clrType) => TryGet(clrType, out var type)
        ? type
        : throw new InvalidOperationException(
            $"{clrType} has no name on the wire: add it with AddMessageTypes, or AddProducer, before it is produced.");

    /// <exception cref="InvalidOperationException">No class in the catalogue has the name.</exception>
    public MessageType Of(string name) => TryGet(name, out var type)
        ? type
        : throw new InvalidOperationException(
            $"No message here is called '{name}': add its type with AddMessageTypes before one is sent again.");

    /// <summary>The type of a class; false where nobody here knows it.</summary>
    public bool TryGet(Type clrType, [NotNullWhen(true)] out MessageType? type) =>
        byClass.TryGetValue(clrType, out type);

    /// <summary>The type of a name; false where nobody here knows it.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out MessageType? type) => byName.TryGetValue(name, out type);
}
