using Microsoft.Extensions.Options;

namespace Messaging;

/// <summary>Refuses settings of the client on which it rests that no message is lost: those are decided here.</summary>
internal sealed class DecidedSettings : IValidateOptions<KafkaOptions>
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "acks", "request.required.acks", "enable.idempotence", "message.timeout.ms", "delivery.timeout.ms",
        "partitioner", "transactional.id", "group.id", "enable.auto.commit", "enable.auto.offset.store",
        "auto.offset.reset", "isolation.level",
    };

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        var refused = options.Client.Where(setting => Names.Contains(setting.Key.Replace('_', '.')))
            .Select(setting => $"Kafka:Client:{setting.Key} is '{setting.Value}': remove it. Messages would be lost or "
                + "come out of order with another value than this program's own.")
            .ToList();
        return refused.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(refused);
    }
}
