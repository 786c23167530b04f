using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Serialization;
using MassTransit.Transports;

namespace Messaging;

/// <summary>
/// A record as MassTransit's pipelines see it: its body was read already, into the one type its header names.
/// </summary>
internal sealed class KafkaReceiveContext : BaseReceiveContext, IReceivedMessage
{
    private const string ActivityHeader = "MT-Activity-Id";
    private readonly RecordHeaders headers;
    private readonly Guid? correlationId;
    private readonly string? act;
    private readonly CancellationTokenRegistration revoked;
    private MessageBody? body;

    public KafkaReceiveContext(
        ReceiveEndpointContext endpoint, Uri inputAddress, KafkaRecord record, MessageType type, object message,
        Guid messageId, Guid? correlationId, object[] payloads)
        : base(false, endpoint, payloads)
    {
        Record = record;
        Type = type;
        MessageId = messageId;
        act = type.Act?.Invoke(message);
        this.correlationId = correlationId ?? record.Headers.Id(WireFormat.CorrelationId);
        InputAddress = inputAddress;
        headers = new RecordHeaders(record.Headers);
        var context = new BodyConsumeContext(this, new ReadMessageContext(
            type.ClrType, message, new RecordContext(messageId, this.correlationId, record, inputAddress, headers)));
        AddOrUpdatePayload<ConsumeContext>(() => context, _ => context);
        revoked = record.Assignment.Revoked.Register(static state => ((KafkaReceiveContext)state!).Cancel(), this);
    }

    public KafkaRecord Record { get; }

    public MessageType Type { get; }

    /// <summary>How often the message was handed to its consumers.</summary>
    public int Attempts { get; set; }

    public Guid MessageId { get; }

    public string TypeName => act is null ? Type.Name : "operator." + act;

    public string Direction => act is null ? Directions.In : Directions.Operator;

    public byte[] Value => Record.Value!;

    public Guid? Deadline => null;

    public bool IsAwaited => Type.IsAwaited;

    public Cause Cause => new(
        Record.Headers.Id(WireFormat.ConversationId),
        correlationId,
        Activity.Current?.Id ?? MessageSpans.TraceParentOf(Record.Headers));

    public override MessageBody Body => body ??= new BytesMessageBody(Value);

    protected override IHeaderProvider HeaderProvider => headers;

    public override void Dispose()
    {
        revoked.Dispose();
        base.Dispose();
    }

    private sealed class RecordHeaders(MessageHeaders headers) : IHeaderProvider
    {
        public IEnumerable<KeyValuePair<string, object>> GetAll() => headers.All.Select(
            header => new KeyValuePair<string, object>(header.Name, headers.Text(header.Name) ?? ""));

        /// <summary>
        /// MassTransit looks for its parent under a name of its own: the span in which the record is handled.
        /// </summary>
        public bool TryGetHeader(string key, [NotNullWhen(true)] out object? value)
        {
            value = key == ActivityHeader
                ? Activity.Current?.Id ?? MessageSpans.TraceParentOf(headers)
                : headers.Text(key);
            return value is not null;
        }
    }

    private sealed class RecordContext(
        Guid messageId, Guid? correlationId, KafkaRecord record, Uri inputAddress, RecordHeaders headers)
        : MessageContext
    {
        private Headers? read;

        public Guid? MessageId => messageId;

        public Guid? RequestId => null;

        public Guid? CorrelationId => correlationId;

        public Guid? ConversationId => record.Headers.Id(WireFormat.ConversationId);

        public Guid? InitiatorId => record.Headers.Id(WireFormat.InitiatorId);

        public DateTime? ExpirationTime => null;

        public Uri? SourceAddress =>
            Uri.TryCreate(record.Headers.Text("SourceAddress"), UriKind.Absolute, out var address) ? address : null;

        public Uri? DestinationAddress => inputAddress;

        public Uri? ResponseAddress => null;

        public Uri? FaultAddress => null;

        public DateTime? SentTime => record.Time;

        public Headers Headers => read ??= new JsonTransportHeaders(headers);

        public HostInfo Host => null!;
    }
}
