using Orders.Testing;

namespace Tests;

/// <summary>What a process has written to its log.</summary>
internal static class Told
{
    /// <summary>What it says of an endpoint that begins to read its partitions.</summary>
    public const string Reading = ": reading ";

    /// <summary>How often it has said something so far.</summary>
    public static int HasTold(this OrdersProcess process, string words) => process.Output.Split(words).Length - 1;
}
