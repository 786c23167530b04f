using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Tests.Deployment;

namespace Tests.House;

/// <summary>docs/operations.md has every setting with its default, and none that is not there.</summary>
[Category("Unit")]
internal sealed partial class SettingsAreDocumented
{
    private static IEnumerable<string> ReadByName =>
        KnownSettings.ByName.Select(name => name.Replace(":", "__", StringComparison.Ordinal));

    /// <summary>Follows from another setting, whatever is written there.</summary>
    private static readonly string[] NotSet = ["Orders__HoldAtMost"];

    private static readonly IReadOnlyDictionary<string, string> Documented =
        RowsOf(Repository.Text("docs/operations.md"));

    private static IEnumerable<(string Name, object? Default)> Known =>
        from section in KnownSettings.Sections
        from type in section.Value
        let options = Activator.CreateInstance(type)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanWrite || typeof(IEnumerable).IsAssignableFrom(property.PropertyType)
        let name = $"{section.Key}__{property.Name}"
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
}
