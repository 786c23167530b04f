using System.Diagnostics;
using System.Globalization;
using MassTransit;
using MassTransit.Transports;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Keeps what a group could not read or handle: a row in its service's database, committed before the offset moves on,
/// and a copy on <c>dlq.&lt;group&gt;</c> for whoever watches topics.
/// </summary>
internal sealed partial class DeadLetters(string group, GroupCommit database, ILogger<DeadLetters> logger)
    : IErrorTransport, IDeadLetterTransport
{
    /// <summary>A consumer failed until the retries were exhausted, or said that no repetition helps.</summary>
    public Task Send(ExceptionReceiveContext context)
    {
        var received = Received(context);

        // A state machine wraps what its behaviours throw, once per activity.
        var cause = context.Exception.GetBaseException();
        var reason = cause is UnacceptableMessageException
            ? DeadLetterReasons.Rejected
            : DeadLetterReasons.RetriesExhausted;
        return Write(
            received.Record, reason, cause.Message, cause, Math.Max(1, received.Attempts));
    }

    /// <summary>The endpoint has no consumer for the message.</summary>
    public Task Send(ReceiveContext context, string reason)
    {
        var received = Received(context);
        return Write(received.Record, DeadLetterReasons.Rejected, $"no consumer takes '{received.Type.Name}'", null, 0);
    }

    /// <summary>Returns once the row is committed.</summary>
    public async Task Write(KafkaRecord record, string reason, string message, Exception? exception, int attempts)
    {
        var origin = string.Create(
            CultureInfo.InvariantCulture, $"{group}/{record.Topic}/{record.Partition}/{record.Offset}/{record.Time:O}");
        var row = new DeadLetterRow
        {
            Id = DerivedId.Of(origin),
            ReaderGroup = group,
            Reason = reason,
            ExceptionType = exception?.GetType().FullName,
            Message = StorableText.Of(message, 1024),
            StackTrace = exception?.StackTrace is { } trace ? StorableText.Of(trace, 8192) : null,
            Attempts = attempts,
            Topic = record.Topic,
            RecordPartition = record.Partition,
            RecordOffset = record.Offset,
            RecordTime = record.Time,

            // When it is kept
            FailedAt = default,
            MessageType = record.Headers.Text(WireFormat.TypeName) is { } type ? StorableText.Of(type, 200) : null,
            MessageId = WireFormat.IdOf(record.Headers),
            RecordKey = record.Key,
            Headers = record.Headers.Encode(),
            Value = record.Value ?? [],
        };
        await database.Execute(new KeepDeadLetter(row, record)).ConfigureAwait(false);
        MessageSpans.Fail(Activity.Current, row.ExceptionType ?? reason, $"{reason}: {row.Message}");
        LogWritten(exception, record.Topic, record.Partition, record.Offset, reason, message);
        MessageMeter.DeadLetters.Add(1, new("group", group), new("reason", reason));
    }

    internal static OutgoingMessage CopyOf(DeadLetterRow row, KafkaRecord record)
    {
        var headers = new MessageHeaders(record.Headers.All.Count + 12);
        foreach (var (name, value) in record.Headers.All)
            headers.Add(name, value);
        headers.Add("dlq-reason", row.Reason);
        headers.Add("dlq-exception-type", row.ExceptionType ?? "");
        headers.Add("dlq-exception-message", row.Message);
        headers.Add("dlq-original-topic", row.Topic);
        headers.Add("dlq-original-partition", record.Partition.ToString(CultureInfo.InvariantCulture));
        headers.Add("dlq-original-offset", record.Offset.ToString(CultureInfo.InvariantCulture));
        headers.Add("dlq-original-timestamp", record.Time.ToString("O", CultureInfo.InvariantCulture));
        headers.Add("dlq-consumer-group", row.ReaderGroup);
        headers.Add("dlq-attempts", row.Attempts.ToString(CultureInfo.InvariantCulture));
        headers.Add("dlq-failed-at", row.FailedAt.ToString("O", CultureInfo.InvariantCulture));
        return new OutgoingMessage(
            row.MessageId ?? row.Id, row.MessageType ?? "", DeadLetterCopies.TopicOf(row.ReaderGroup), row.RecordKey,
            headers, row.Value);
    }

    private static KafkaReceiveContext Received(ReceiveContext context) =>
        context.TryGetPayload(out KafkaReceiveContext? received)
            ? received
            : throw new InvalidOperationException("The message was not read from Kafka.");

    /// <summary>A crash between the row and the offset reads the record again, and finds the row.</summary>
    private sealed class KeepDeadLetter(DeadLetterRow letter, KafkaRecord record) : UnitOfWork
    {
        /// <summary>A larger record would not fit with the headers added; its row stands alone.</summary>
        private const int MostBytes = 900_000;

        protected override void Want(WantedRows rows) => rows.Add(DeadLetterTable.Table, letter.Id);

        protected override void Apply()
        {
            if (Find(DeadLetterTable.Table, letter.Id) is not null)
                return;
            var row = letter with { FailedAt = Now };
            Insert(DeadLetterTable.Table, row);
            if (row.Value.Length + row.Headers.Length + (row.RecordKey?.Length ?? 0) < MostBytes)
                Send(CopyOf(row, record));
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Dead-lettered {Topic}/{Partition}/{Offset}: {Reason}, {Text}")]
    private partial void LogWritten(
        Exception? exception, string topic, int partition, long offset, string reason, string text);
}
