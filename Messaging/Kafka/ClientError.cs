using Confluent.Kafka;

namespace Messaging;

/// <summary>What a client complains of.</summary>
internal static class ClientError
{
    /// <summary>That all brokers are down is said last, and after why they are.</summary>
    public static string ReasonAfter(this Error error, string? earlier) =>
        error.Code == ErrorCode.Local_AllBrokersDown && earlier is not null ? earlier : error.Reason;
}
