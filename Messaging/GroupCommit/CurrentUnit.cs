namespace Messaging;

/// <summary>The unit of work in which a message is being handled, as a payload of its receive context.</summary>
internal sealed record CurrentUnit(UnitOfWork Unit, Guid CorrelationId);
