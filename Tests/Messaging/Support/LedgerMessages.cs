using System.Text.Json;
using Messaging;

namespace Tests.Messaging;

/// <summary>Events of an account.</summary>
internal sealed record Deposited(Guid AccountId, long Number, string? Note = null);

internal sealed record Withdrawn(Guid AccountId, long Number);

/// <summary>A command.</summary>
internal sealed record CloseAccount(Guid AccountId, long Number);

/// <summary>The messages as they stand on the wire.</summary>
internal static class LedgerMessages
{
    public const string Topic = "ledger.events";
    public const string Source = "urn:service:ledger";

    public static MessageType Deposited { get; } =
        Of<Deposited>("ledger.deposited.v1", Topic, message => message.AccountId);

    public static MessageType Withdrawn { get; } =
        Of<Withdrawn>("ledger.withdrawn.v1", Topic, message => message.AccountId);

    public static MessageType CloseAccount { get; } =
        Of<CloseAccount>("ledger.close_account.v1", Topic, message => message.AccountId);

    public static IReadOnlyList<MessageType> All { get; } = [Deposited, Withdrawn, CloseAccount];

    public static MessageCatalogue Catalogue { get; } = new(All);

    /// <summary>A record's value.</summary>
    public static byte[] Json<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web);

    /// <summary>What a record's value says.</summary>
    public static T Read<T>(byte[] value) => JsonSerializer.Deserialize<T>(value, JsonSerializerOptions.Web)!;

    private static MessageType Of<T>(string name, string topic, Func<T, Guid> accountOf) => new(
        typeof(T), name, topic, Source, JsonSerializerOptions.Web.GetTypeInfo(typeof(T)),
        message => accountOf((T)message));
}
