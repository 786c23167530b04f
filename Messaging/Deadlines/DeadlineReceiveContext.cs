using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Serialization;
using MassTransit.Transports;

namespace Messaging;

/// <summary>A deadline that fell due, as MassTransit's pipelines see it.</summary>
internal sealed class DeadlineReceiveContext : BaseReceiveContext, IReceivedMessage
{
    private readonly DeadlineRow row;
    private MessageBody? body;

    public DeadlineReceiveContext(ReceiveEndpointContext endpoint, DeadlineRow row, DeadlineType type, object message)
        : base(false, endpoint)
    {
        this.row = row;
        var context = new BodyConsumeContext(
            this, new ReadMessageContext(type.ClrType, message, new FiredContext(row, InputAddress, HeaderProvider)));
        AddOrUpdatePayload<ConsumeContext>(() => context, _ => context);
    }

    /// <summary>The token, so that a deadline that fires twice is applied once.</summary>
    public Guid MessageId => row.Token;

    public string TypeName => "deadline." + row.Name;

    public string Direction => Directions.Deadline;

    public byte[] Value => row.Value;

    public Guid? Deadline => row.Token;

    public bool IsAwaited => false;

    public Cause Cause => new(row.CorrelationId, row.CorrelationId, row.TraceParent);

    public override MessageBody Body => body ??= new BytesMessageBody(row.Value);

    protected override IHeaderProvider HeaderProvider => new TokenHeader(row.Token);

    /// <summary>MassTransit compares the token with the one the saga holds: an old one is ignored.</summary>
    private sealed class TokenHeader(Guid token) : IHeaderProvider
    {
        public IEnumerable<KeyValuePair<string, object>> GetAll() =>
            [new(MassTransit.MessageHeaders.SchedulingTokenId, token)];

        public bool TryGetHeader(string key, [NotNullWhen(true)] out object? value)
        {
            value = key == MassTransit.MessageHeaders.SchedulingTokenId ? token : null;
            return value is not null;
        }
    }

    private sealed class FiredContext(DeadlineRow row, Uri inputAddress, IHeaderProvider headers) : MessageContext
    {
        public Guid? MessageId => row.Token;

        public Guid? RequestId => null;

        public Guid? CorrelationId => row.CorrelationId;

        public Guid? ConversationId => row.CorrelationId;

        public Guid? InitiatorId => row.CorrelationId;

        public DateTime? ExpirationTime => null;

        public Uri? SourceAddress => inputAddress;

        public Uri? DestinationAddress => inputAddress;

        public Uri? ResponseAddress => null;

        public Uri? FaultAddress => null;

        public DateTime? SentTime => row.DueAt;

        public Headers Headers { get; } = new JsonTransportHeaders(headers);

        public HostInfo Host => null!;
    }
}
