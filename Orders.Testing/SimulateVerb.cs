using System.Diagnostics;
using System.Globalization;

namespace Orders.Testing;

/// <summary>
/// <c>simulate</c>: one history of a simulated installation after the other, until the time is over or one fails; or
/// the one of a number once more.
/// </summary>
internal sealed class SimulateVerb
{
    private const string Usage =
        "usage: simulate [--seconds <n>] [--orders <n>] [--from <number>] | simulate --run <number> [--orders <n>] "
        + "[--without <fault>,…]";

    private int seconds = 60;
    private int orders = 50;
    private int from = Environment.TickCount & 0xFF_FFFF;
    private int? only;
    private HashSet<int> without = [];

    public static async Task<int> Run(string[] options)
    {
        var verb = new SimulateVerb();
        for (var index = 0; index < options.Length; index += 2)
        {
            if (index + 1 < options.Length && verb.TrySet(options[index], options[index + 1]))
                continue;
            await Console.Error.WriteLineAsync(
                $"'{string.Join(' ', options.Skip(index).Take(2))}' is no option with a number. {Usage}")
                .ConfigureAwait(false);
            return 2;
        }

        return verb.only is { } number ? verb.RunOne(number) : verb.RunMany();
    }

    private bool TrySet(string option, string value)
    {
        if (option == "--without")
        {
            var numbers = value.Split(',').Select(Number).ToList();
            without = [.. numbers.OfType<int>()];
            return numbers.TrueForAll(number => number is not null);
        }

        if (Number(value) is not { } one)
            return false;
        switch (option)
        {
            case "--seconds":
                seconds = one;
                return true;
            case "--orders":
                orders = one;
                return true;
            case "--from":
                from = one;
                return true;
            case "--run":
                only = one;
                return true;
            default:
                return false;
        }
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private int RunOne(int number)
    {
        var history = Simulation.Run(number, orders, without);
        Console.WriteLine(Describe(history));
        return history.Failure is null ? 0 : 1;
    }

    private int RunMany()
    {
        var watch = Stopwatch.StartNew();
        var (count, records) = (0, 0);
        var struck = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var number = from; count == 0 || watch.Elapsed.TotalSeconds < seconds; number++)
        {
            var history = Simulation.Run(number, orders);
            if (history.Failure is not null)
            {
                Console.WriteLine(Describe(history));
                Console.WriteLine("leaving out faults that it does not take:");
                var shortest = history.Shrink(left => Simulation.Run(number, orders, left));
                Console.WriteLine(Describe(shortest));
                Console.WriteLine(
                    $"again: ./dev simulate --run {number} --orders {orders} "
                    + $"--without {string.Join(',', shortest.Without)}");
                return 1;
            }

            count++;
            records += history.Records;
            foreach (var (_, fault) in history.Strikes)
                struck[$"{fault}"] = struck.GetValueOrDefault($"{fault}") + 1;
        }

        Console.WriteLine(
            $"{count} histories of {orders} orders, from number {from}: every order ended, and the books balance");
        Console.WriteLine($"{records} records; {string.Join(", ", struck.Select(pair => $"{pair.Key} {pair.Value}"))}");
        return 0;
    }

    private static string Describe(SimulatedHistory history) => string.Join(
        Environment.NewLine,
        [
            history.Failure is null
                ? $"number {history.Seed}: every order ended, and the books balance"
                : $"number {history.Seed} fails: {history.Failure}",
            $"{history.Steps} steps, {history.Records} records, until {history.End:u}; faults: "
            + string.Join(", ", history.Strikes.Select(strike => $"{strike.Number} {strike.Fault}")),
        ]);
}
