namespace Messaging;

/// <summary>Where a step came from.</summary>
public static class Directions
{
    public const string Http = "http";
    public const string In = "in";
    public const string Deadline = "deadline";
    public const string Operator = "operator";
    public const string Out = "out";
}
