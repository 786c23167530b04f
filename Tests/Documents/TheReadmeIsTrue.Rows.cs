using System.Diagnostics;
using System.Text.RegularExpressions;
using Orders.Testing;

namespace Tests.Documents;

/// <content>The rows of its table "Five minutes more".</content>
internal sealed partial class TheReadmeIsTrue
{
    private const string Address = "http://localhost:8080";

    /// <summary>The order of the README, with the members of a row in the place of its own.</summary>
    private static string Order(params IEnumerable<(string Name, string Value)> members)
    {
        var command = DocumentedCommand.In(First).First(command => command.Text.Contains(" -d ")).Text;
        foreach (var (name, value) in members)
            command = Regex.Replace(command, $"\"{name}\": \"[^\"]*\"", $"\"{name}\": \"{value}\"");
        return command;
    }

    private Task Try(string does, string sees) => does switch
    {
        _ when does.Contains("kill -9") => IsKilled(sees),
        _ when does.Contains("tok_refund_fails") => IsRefusedItsRefund(does, sees),
        _ when does.Contains("tok_declined") => IsUndone(does, sees, "\"status\":\"released\""),
        _ when does.Contains("OUT-OF-STOCK") => IsUndone(does, sees, "\"status\":\"refunded\""),
        _ when does.Contains("tok_timeout") => IsConfirmedAllTheSame(does, sees),
        _ when does.Contains("/cancel") => IsCancelled(does, sees),
        _ when does.Contains("/stream") => Shows(does, "event: order", "Confirmed", "event: end"),
        _ when does.Contains("/history") => Shows(does, "orders.order_created.v1", "\"stateAfter\":\"Confirmed\""),
        _ when does.Contains("/saga") => IsWaitedFor(does),
        _ when does.Contains("/payments/") => Shows(does, "\"status\":\"completed\""),
        _ => throw new NotSupportedException($"Nobody tries '{does}' of README.md yet: add it here."),
    };

    private async Task IsUndone(string does, string sees, string undone)
    {
        var order = await Submit(Order(MembersOf(does)));

        await Sees(installed.Here($"curl {Address}/orders/<id>", order), [.. WordsOf(sees).Select(Quoted)]);
        await Sees(installed.Here($"curl {Address}/orders/<id>/saga", order), undone);
    }

    private async Task IsConfirmedAllTheSame(string does, string sees)
    {
        Assert.That(sees, Does.Contain("confirmed").And.Contain("once"));
        foreach (var token in Regex.Matches(does, "tok_[a-z0-9_]+").Select(match => match.Value))
        {
            var order = await Submit(Order(("paymentToken", token)));
            await Sees(installed.Here($"curl {Address}/orders/<id>", order), Quoted("confirmed"));
            await Sees(installed.Here($"curl {Address}/payments/<id>", order), "\"capturedMinor\":2500");
        }
    }

    private async Task IsCancelled(string does, string sees)
    {
        Assert.That(sees, Does.StartWith("cancelled"));
        var order = await Submit(Order(MembersOf(does)));
        await Sees(installed.Here($"curl {Address}/orders/<id>/saga", order), "\"state\":\"AwaitingPayment\"");

        await typed.Type(installed.Here(CommandsOf(does).Single(), order));

        await Sees(installed.Here($"curl {Address}/orders/<id>", order), Quoted("cancelled"));
        await Sees(
            installed.Here($"curl {Address}/orders/<id>/saga", order), "\"refundedMinor\":2500", Quoted("released"));
    }

    /// <summary>A row of one command or more, of an order that is confirmed.</summary>
    private async Task Shows(string does, params string[] wanted)
    {
        var order = await Submit(Order());
        var commands = CommandsOf(does).ToList();
        await Sees(installed.Here(commands[0], order), wanted);
        foreach (var further in commands.Skip(1))
            await Sees(installed.Here(further, order), "\"sku\":\"WIDGET\"", "\"reserved\":");
    }

    private async Task IsWaitedFor(string does)
    {
        var order = await Submit(Order(("paymentToken", "tok_slow_5s")));

        await Sees(
            installed.Here(CommandsOf(does).Single(), order),
            "\"state\":\"AwaitingPayment\"", "\"name\":\"step\"", "\"dueAt\":", "PaymentCompleted");
    }

    private async Task IsRefusedItsRefund(string does, string sees)
    {
        Assert.That(sees, Does.Contain("`Saga__UndoGiveUpAfter`"), "it is set to some seconds here");
        var order = await Submit(Order(MembersOf(does)));

        await Sees(installed.Here($"curl {Address}/orders/<id>", order), [.. WordsOf(sees).Select(Quoted)]);
        var (_, meanwhile) = await typed.Type("./dev verify --data data");
        Assert.That(meanwhile, Does.Match(@"\b[1-9]\d* open"));
        await Sees(
            installed.Here($"curl {Address}/orders/<id>/saga", order), Quoted("NeedsAttention"), "\"owedMinor\":2500");
        await Sees("./dev verify --data data", "in need of a person");
    }

    /// <summary>On books of its own: the other rows go on.</summary>
    private async Task IsKilled(string sees)
    {
        var killed = await Run("killed");
        foreach (var token in new[] { "tok_ok", "tok_slow_5s", "tok_declined", "tok_ok" })
            await typed.Type(killed.Here(Order(("paymentToken", token))));
        await typed.Type($"kill -9 {killed.Process.Id}");
        await killed.Process.WaitForExitAsync();

        var again = await Run("killed", killed.Port);

        await Sees($"{CommandOf(sees)} --data {again.Folder} && echo clean", "clean", "4 orders ended, 0 open");
        await typed.Type($"kill {again.Process.Id}");
        await again.Process.WaitForExitAsync();
        Assert.That(again.Process.ExitCode, Is.Zero, "SIGTERM finishes what is under way");
    }

    private async Task<Guid> Submit(string command)
    {
        var (_, accepted) = await typed.Type(installed.Here(command));
        return Guid.Parse(Location().Match(accepted).Groups[1].Value);
    }

    private static string Quoted(string word) => $":\"{word}\"";

    private static IEnumerable<(string, string)> MembersOf(string cell) =>
        Regex.Matches(cell, "\"(\\w+)\": \"([^\"]+)\"").Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    /// <summary>What an order can be, or be undone for.</summary>
    private static IEnumerable<string> WordsOf(string cell) =>
        Regex.Matches(cell, "`([a-z_]+)`").Select(match => match.Groups[1].Value);

    /// <summary>The second of two that only differ in their path begins with it.</summary>
    private static IEnumerable<string> CommandsOf(string cell) =>
        Regex.Matches(cell, "`((?:curl[^`]* )?…[^`]*)`").Select(match => match.Groups[1].Value)
            .Select(command => command.StartsWith('…') ? "curl " + command : command);

    private static string CommandOf(string cell) => Regex.Match(cell, @"`(\./dev verify[^`]*)`").Groups[1].Value;

    /// <summary>What <c>./dev run</c> has started.</summary>
    private sealed record Installed(Process Process, OrdersClient Client, string Address, int Port, string Folder)
    {
        /// <summary>A command of the README, for this address and an order.</summary>
        public string Here(string command, Guid? order = null) => command
            .Replace(TheReadmeIsTrue.Address, Address, StringComparison.Ordinal)
            .Replace("…", Address, StringComparison.Ordinal)
            .Replace("<id>", order?.ToString(), StringComparison.Ordinal);
    }
}
