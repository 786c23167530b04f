using System.Text.Json;
using System.Text.RegularExpressions;
using Orders.Testing;

namespace Tests.Documents;

/// <summary>What README.md tells a newcomer to type is typed, word by word, and what it promises is there.</summary>
[Category("Integration")]
internal sealed partial class TheReadmeIsTrue
{
    private static readonly Markdown Readme = new("README.md", Repository.Text("README.md"));
    private static readonly Markdown First = Readme.Below("Try it");
    private static readonly Markdown Table = Readme.Below("Five minutes more");

    private TypedCommands typed;
    private Installed installed;
    private Dictionary<string, Task> tried = [];

    private static IEnumerable<TestCaseData> Rows() =>
        Table.Rows.Select(row => new TestCaseData(row[0], row[1]).SetArgDisplayNames(row[0]));

    /// <summary>All rows at once: most of their time is waiting.</summary>
    [OneTimeSetUp]
    public async Task Given_it_runs()
    {
        // Half an hour is as true after some seconds.
        typed = new TypedCommands { Settings = { ["Saga__UndoGiveUpAfter"] = "00:00:10" } };
        installed = await Run("data");
        tried = Table.Rows.ToDictionary(row => row[0], row => Try(row[0], row[1]));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await Task.WhenAll(tried.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        installed?.Client.Http.Dispose();
        typed?.Dispose();
    }

    [Test]
    public async Task The_first_order_is_confirmed_and_the_books_are_right()
    {
        var commands = DocumentedCommand.In(First).Select(command => command.Text).ToList();
        Assert.That(commands, Has.Count.EqualTo(4));
        Assert.That(commands[0], Is.EqualTo("./dev run"), "it runs: see above");

        var (_, accepted) = await typed.Type(installed.Here(commands[1]));
        Assert.That(First.Text, Does.Contain("`202 Accepted`").And.Contain("`Location`"));
        Assert.That(accepted, Does.StartWith("HTTP/1.1 202 Accepted"));
        var order = Guid.Parse(Location().Match(accepted).Groups[1].Value);

        Assert.That(First.Text, Does.Contain("`\"status\":\"confirmed\"`"));
        await Sees(installed.Here(commands[2], order), "\"status\":\"confirmed\"");

        var (code, books) = await typed.Type($"{commands[3]} --data data");
        Assert.That(code, Is.Zero);
        Assert.That(First.Text, Does.Contain("one line an invariant"));
        Assert.That(books, Does.Match("(?m)^M1  ok ").And.Not.Contains("BROKEN"));
    }

    [TestCaseSource(nameof(Rows))]
    public async Task What_is_done_in_five_minutes_more_is_seen(string does, string sees)
    {
        Assert.That(sees, Is.Not.Empty);
        await tried[does];
    }

    [Test]
    public void A_row_that_nobody_tries_is_told() =>
        Assert.That(() => Try("turn it off", "it is off"), Throws.InstanceOf<NotSupportedException>());

    [Test]
    public async Task An_operator_looks_before_acting()
    {
        var command = DocumentedCommand.In(Readme).Single(command => command.Text.Contains("/ops/orders/")).Text;
        var order = await installed.Client.Submit("tok_refund_fails", "OUT-OF-STOCK");
        await installed.Client.WaitFor(
            "the money to be taken", () => installed.Client.History(order),
            items => items.Any(item => item.GetProperty("type").GetString() == "payments.payment_completed.v1"));
        await installed.Client.WaitForStatus(order, "cancelling");

        var (_, looked) = await typed.Type(installed.Here(command, order));

        var answer = JsonDocument.Parse(looked).RootElement;
        Assert.That(answer.GetProperty("messages")[0].GetString(), Is.EqualTo("payments.waive_refund.v1"));
        Assert.That(answer.GetProperty("before").GetProperty("state").GetString(), Is.EqualTo("Undoing"));
        Assert.That(answer.GetProperty("after").GetProperty("state").GetString(), Is.EqualTo("Undoing"));
        Assert.That(answer.GetProperty("money").GetProperty("capturedMinor").GetInt64(), Is.EqualTo(1250));
        Assert.That(
            (await installed.Client.History(order)).Select(item => item.GetProperty("type").GetString()),
            Has.None.StartWith("operator."));
    }

    /// <summary><c>./dev run</c>, on a port and a folder of its own; it says last where it is.</summary>
    private async Task<Installed> Run(string folder, int? port = null)
    {
        port ??= FreePorts.Take();
        var (process, output) = typed.Begin($"./dev run --port {port} --data {folder}");
        var address = new Uri($"http://localhost:{port}");
        var client = new OrdersClient(new HttpClient { BaseAddress = address });
        await client.WaitFor(
            $"{address} to be shown", () => Task.FromResult(output()),
            said => process.HasExited || said.Contains($"Orders  {address.OriginalString}", StringComparison.Ordinal));
        return process.HasExited
            ? throw new InvalidOperationException($"./dev run ended with {process.ExitCode}: {output()}")
            : new Installed(process, client, address.OriginalString, port.Value, folder);
    }

    /// <summary>Types a command again and again, until it shows something.</summary>
    private async Task<string> Sees(string command, params string[] wanted) => (await installed.Client.WaitFor(
        $"{string.Join(", ", wanted)} from {command}",
        () => typed.Type(command), seen => wanted.All(seen.Output.Contains), TimeSpan.FromSeconds(1))).Output;

    [GeneratedRegex(@"^Location: /orders/(\S+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Location();
}
