using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Messaging;
using Orders.Api;
using Orders.Hosting;
using Orders.Saga;
using Payments.Worker;

namespace Tests.Deployment;

/// <summary>The settings that are read: those of the options' classes, and those that are asked for by name.</summary>
internal static partial class KnownSettings
{
    /// <summary>What each section is bound to.</summary>
    public static IReadOnlyDictionary<string, Type[]> Sections { get; } = new Dictionary<string, Type[]>
    {
        ["Failpoints"] = [typeof(FailpointOptions)],
        ["Gateway"] = [typeof(GatewayOptions)],
        ["Idempotency"] = [typeof(IdempotencyOptions)],
        ["Kafka"] = [typeof(KafkaOptions)],
        ["Limits"] = [typeof(PressureOptions), typeof(RoomOptions)],
        ["Ops"] = [typeof(AccessOptions)],
        ["Orders"] = [typeof(DeadlineOptions)],
        ["Saga"] = [typeof(Patience)],
    };

    /// <summary>The sections that the code binds.</summary>
    public static IEnumerable<string> SectionsInTheCode() => InTheCode(SectionsIn).Distinct();

    private static string[] Platforms { get; } = ["ASPNETCORE_", "DOTNET_", "OTEL_"];

    /// <summary>Those that no options' class has.</summary>
    public static IReadOnlySet<string> ByName { get; } = (HashSet<string>)
    [
        .. InTheCode(NamesIn),
        .. Programs.Databases.Select(name => $"ConnectionStrings:{char.ToUpperInvariant(name[0])}{name[1..]}"),
    ];

    /// <summary>Whether anything reads the variable of the environment.</summary>
    public static bool Has(string variable)
    {
        var path = variable.Split("__");
        return path.Length == 1
            ? Platforms.Any(prefix => variable.StartsWith(prefix, StringComparison.Ordinal))
            : ByName.Contains(string.Join(':', path))
                || (Sections.TryGetValue(path[0], out var types) && types.Any(type => IsBound(type, path[1..])));
    }

    private static bool IsBound(Type type, string[] path)
    {
        if (path.Length == 0)
            return TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));
        if (type == typeof(IDictionary<string, string>))
            return path.Length == 1 && IsOfTheClient(path[0]);
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
            return int.TryParse(path[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && IsBound(type.GenericTypeArguments[0], path[1..]);
        return type.GetProperty(path[0], BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
            is { } property && IsBound(property.PropertyType, path[1..]);
    }

    /// <summary>librdkafka's name, its dots written as underscores.</summary>
    private static bool IsOfTheClient(string name) => typeof(ClientConfig).GetProperties().Any(property =>
        property.Name.Equals(name.Replace("_", ""), StringComparison.OrdinalIgnoreCase));

    /// <summary>What some code asks for by name, through whatever it calls the configuration.</summary>
    public static IEnumerable<string> NamesIn(string code) =>
        ReadByName().Matches(code).Select(match => match.Groups["name"].Value);

    private static IEnumerable<string> SectionsIn(string code) =>
        ReadSection().Matches(code).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> InTheCode(Func<string, IEnumerable<string>> find) => Repository.Sources()
        .Where(source => !source.Path.StartsWith("Tests/", StringComparison.Ordinal))
        .SelectMany(source => find(source.Text));

    [GeneratedRegex("""GetSection\("(\w+)"\)""")]
    private static partial Regex ReadSection();

    [GeneratedRegex(
        """
        (?: onfiguration (?:\[ | \.GetValue(?:<[^>()]+>)?\(\s*) "(?<name>\w+)"
        | (?:\[ | \.GetValue(?:<[^>()]+>)?\(\s*) "(?<name>\w+(?::\w+)+)" ) [\],)]
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex ReadByName();
}
