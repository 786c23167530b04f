using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Messaging;
using Orders.Api;
using Orders.Hosting;
using Orders.Saga;
using Payments.Worker;

namespace Tests.House;

/// <summary>docs/operations.md has every setting with its default, and none that is not there.</summary>
[Category("Unit")]
internal sealed partial class SettingsAreDocumented
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        ("Kafka", typeof(KafkaOptions)), ("Orders", typeof(DeadlineOptions)), ("Saga", typeof(Patience)),
        ("Gateway", typeof(GatewayOptions)), ("Idempotency", typeof(IdempotencyOptions)),
        ("Ops", typeof(AccessOptions)), ("Limits", typeof(PressureOptions)), ("Limits", typeof(RoomOptions)),
    ];

    private static readonly string[] ReadByName =
    [
        "Data__Folder", "Database__Provider", "Database__MigrateAtStart", "ConnectionStrings__Orders",
        "ConnectionStrings__Payments", "ConnectionStrings__Inventory",
    ];

    /// <summary>Follows from another setting, whatever is written there.</summary>
    private static readonly string[] NotSet = ["Orders__HoldAtMost"];

    private static readonly IReadOnlyDictionary<string, string> Documented =
        RowsOf(Repository.Text("docs/operations.md"));

    private static IEnumerable<(string Name, object? Default)> Known =>
        from section in Sections
        let options = Activator.CreateInstance(section.Options)
        from property in section.Options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanWrite || typeof(IEnumerable).IsAssignableFrom(property.PropertyType)
        let name = $"{section.Section}__{property.Name}"
        where !NotSet.Contains(name)
        select (name, property.GetValue(options));

    [Test]
    public void All_of_them_and_no_other() => Assert.That(Wrong(Documented), Is.Empty);

    [TestCase("Kafka__Partitions", null, "Kafka__Partitions is not documented")]
    [TestCase("Kafka__Wings", "2", "Kafka__Wings is no setting")]
    [TestCase("Kafka__MaxInFlight", "7", "Kafka__MaxInFlight is 2,000 by default, not 7")]
    public void What_is_wrong_is_told(string name, string? value, string complaint)
    {
        var documented = new Dictionary<string, string>(Documented);
        if (value is null)
            documented.Remove(name);
        else
            documented[name] = value;

        Assert.That(Wrong(documented), Is.EqualTo([complaint]));
    }

    /// <summary>A section that is read but stands in no table above would be documented nowhere.</summary>
    [Test]
    public void Also_those_of_a_section_that_is_new() => Assert.That(
        Repository.Sources()
            .Where(source => !source.Path.StartsWith("Tests/", StringComparison.Ordinal))
            .SelectMany(source => SectionRead().Matches(source.Text).Select(match => match.Groups[1].Value))
            .Distinct(),
        Is.EquivalentTo(Sections.Select(section => section.Section).Distinct()));

    /// <summary>Those that a name is read by, wherever it is in the sources.</summary>
    [Test]
    public void And_those_that_are_read_by_name() => Assert.That(
        Repository.Sources()
            .Where(source => !source.Path.StartsWith("Tests/", StringComparison.Ordinal))
            .SelectMany(source => NameRead().Matches(source.Text).Select(match => match.Groups[1].Value))
            .Select(name => name.Replace(":", "__", StringComparison.Ordinal))
            .Distinct(),
        Is.SubsetOf(Documented.Keys));

    private static IEnumerable<string> Wrong(IReadOnlyDictionary<string, string> documented) =>
    [
        .. Known.Select(setting => setting.Name).Concat(ReadByName).Except(documented.Keys)
            .Select(name => $"{name} is not documented"),
        .. documented.Keys.Except(Known.Select(setting => setting.Name)).Except(ReadByName)
            .Select(name => $"{name} is no setting"),
        .. Known.Where(setting => documented.ContainsKey(setting.Name))
            .Select(setting => (setting.Name, Is: TextOf(setting.Default), Said: documented[setting.Name]))
            .Where(setting => setting.Is is not null && setting.Is != setting.Said)
            .Select(setting => $"{setting.Name} is {setting.Is} by default, not {setting.Said}"),
    ];

    private static Dictionary<string, string> RowsOf(string document) => SettingRow().Matches(document)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    /// <summary>Null where the table says it in words.</summary>
    private static string? TextOf(object? value) => value switch
    {
        bool isOn => isOn ? "on" : "off",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        long number => number.ToString("N0", CultureInfo.InvariantCulture),
        TimeSpan time => $"`{time:c}`",
        string { Length: > 0 } text => $"`{text}`",
        _ => null,
    };

    [GeneratedRegex(@"^\| `([A-Z]\w+__\w+)` \| (.*?) \|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex(@"GetSection\(""([A-Za-z:]+)""\)")]
    private static partial Regex SectionRead();

    [GeneratedRegex(@"[Cc]onfiguration(?:\.GetValue\(|\[)""([A-Za-z:]+)""")]
    private static partial Regex NameRead();
}
