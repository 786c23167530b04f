namespace Orders.Testing;

/// <summary>What a <see cref="TcpProxy"/> does to connections instead of carrying them.</summary>
public enum TcpFault
{
    /// <summary>Who connects is hung up on at once.</summary>
    Refused,

    /// <summary>What is said is read, and never arrives; the connection stays open.</summary>
    Swallowed,

    /// <summary>What is said arrives later.</summary>
    Delayed,

    /// <summary>A connection is closed at both ends.</summary>
    Cut,

    /// <summary>A connection is cut instead of a request: the server never sees it.</summary>
    CutBeforeRequest,

    /// <summary>A connection is cut once a request was passed on: nobody knows what the server makes of it.</summary>
    CutAfterRequest,

    /// <summary>A connection is cut once the server has answered a request: the client never sees the answer.</summary>
    CutBeforeAnswer,
}
