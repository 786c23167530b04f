namespace Tests;

/// <summary>
/// Knows a COMMIT in what a client says to PostgreSQL: by its text, and from when it is prepared by its name. One for
/// each connection, since each has names of its own.
/// </summary>
internal sealed class CommitsOnTheWire
{
    private byte[]? prepared;

    /// <summary>Whether a piece has one: a client that waits for each answer sends it by itself.</summary>
    public bool IsIn(ReadOnlyMemory<byte> piece)
    {
        var text = piece.Span.IndexOf("\0COMMIT\0"u8);
        if (text < 0)
            return prepared is not null && piece.Span.IndexOf(prepared) >= 0;

        // Before the text stands the name, and before that the message's length, which is no letter.
        var name = piece.Span[..text];
        name = name[(name.LastIndexOfAnyInRange((byte)0, (byte)' ') + 1)..];
        prepared = name.IsEmpty ? null : [0, .. name, 0];
        return true;
    }
}
