using System.Collections;
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

    private static IReadOnlyDictionary<string, object?> OfOptions { get; } = (
        from section in KnownSettings.Sections
        from type in section.Value
        let options = Activator.CreateInstance(type)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanWrite || typeof(IEnumerable).IsAssignableFrom(property.PropertyType)
        let name = $"{section.Key}__{property.Name}"
        where !NotSet.Contains(name)
        select (name, Value: property.GetValue(options)))
        .ToDictionary(option => option.name, option => (object?)option.Value);

    private DefaultsOfSettings defaults;

    private static IEnumerable<string> Known => OfOptions.Keys.Union(ReadByName);

    [OneTimeSetUp]
    public async Task Read() => defaults = await DefaultsOfSettings.Read();

    [Test]
    public void All_of_them_and_no_other() => Assert.That(Wrong(Documented), Is.Empty);

    [Test]
    public void The_ones_that_are_said_in_words_are_settings() =>
        Assert.That(defaults.InWords.Except(Known), Is.Empty);

    [TestCase("Kafka__Partitions", null, "Kafka__Partitions is not documented")]
    [TestCase("Kafka__Wings", "2", "Kafka__Wings is no setting")]
    [TestCase("Kafka__MaxInFlight", "7", "Kafka__MaxInFlight is 2,000 by default, not 7")]
    [TestCase("Data__Folder", "`d`", "Data__Folder is `data` by default, not `d`")]
    [TestCase("Database__Provider", "none", "Database__Provider is `Sqlite` by default, not none")]
    [TestCase("Database__MigrateAtStart", "on", "Database__MigrateAtStart is on in Development by default, not on")]
    [TestCase("ConnectionStrings__Orders", "`a`", "ConnectionStrings__Orders is none by default, not `a`")]
    [TestCase("Kafka__Partitions", "12", "Kafka__Partitions is 12, 3 embedded by default, not 12")]
    [TestCase("Kafka__Replication", "3", "Kafka__Replication is 3, or as many as there are brokers by default, not 3")]
    [TestCase("Kafka__TopicPrefix", "`a`", "Kafka__TopicPrefix is none by default, not `a`")]
    [TestCase("Saga__AskAgainAfter", "none", "Saga__AskAgainAfter is 1, 3 and 7 minutes by default, not none")]
    [TestCase("Gateway__Kind", "`Http`", "Gateway__Kind is `Simulator` in Development by default, not `Http`")]
    [TestCase("Gateway__LedgerFile", "none", "Gateway__LedgerFile is `gateway-ledger.db` by default, not none")]
    [TestCase("Limits__Burst", "none", "Limits__Burst is those of 2 s by default, not none")]
    [TestCase("Limits__OpenOrdersPerCaller", "5", "Limits__OpenOrdersPerCaller is none by default, not 5")]
    public void What_is_wrong_is_told(string name, string? value, string complaint)
    {
        var documented = new Dictionary<string, string>(Documented);
        if (value is null)
            documented.Remove(name);
        else
            documented[name] = value;

        Assert.That(Wrong(documented), Is.EqualTo([complaint]));
    }

    [TestCase("""var a = configuration["A:B"] ?? "c";""")]
    [TestCase("""var a = settings["A:B"];""")]
    [TestCase("""var a = builder.Configuration.GetValue("A:B", true);""")]
    [TestCase("""var a = builder.Configuration.GetValue<int>("A:B");""")]
    [TestCase("""var a = settings.GetValue<TimeSpan?>("A:B", null);""")]
    [TestCase("var a = configuration.GetValue<int>(\n    \"A:B\", 1);")]
    public void One_that_is_read_by_its_name_is_known(string code) =>
        Assert.That(KnownSettings.NamesIn(code), Is.EqualTo(["A:B"]));

    [TestCase("""var a = words["a b"];""")]
    [TestCase("""var a = words["a"];""")]
    [TestCase("""var a = words.Of("A:B");""")]
    public void What_is_none_is_not(string code) => Assert.That(KnownSettings.NamesIn(code), Is.Empty);

    private IEnumerable<string> Wrong(IReadOnlyDictionary<string, string> documented) =>
    [
        .. Known.Except(documented.Keys).Select(name => $"{name} is not documented"),
        .. documented.Keys.Except(Known).Select(name => $"{name} is no setting"),
        .. Known.Where(documented.ContainsKey)
            .Select(name => (
                Name: name, Is: defaults.Of(name, OfOptions.GetValueOrDefault(name)),
                Said: documented[name]))
            .Where(setting => setting.Is != setting.Said)
            .Select(setting => setting.Is is null
                ? $"{setting.Name} has no value at first: say in DefaultsOfSettings what holds then"
                : $"{setting.Name} is {setting.Is} by default, not {setting.Said}"),
    ];

    private static Dictionary<string, string> RowsOf(string document) => SettingRow().Matches(document)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    [GeneratedRegex(@"^\| `([A-Z]\w+__\w+)` \| (.*?) \|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();
}
