namespace Orders.Testing;

/// <summary><c>verify [--data folder] [--all-ended]</c>: a line per invariant, then the count of orders.</summary>
internal static class VerifyVerb
{
    private const string Usage = "usage: verify [--data <folder>] [--all-ended]";

    public static async Task<int> Run(string[] args)
    {
        var folder = "data";
        var allHaveEnded = false;
        if (args is not ["verify", .. var options])
            return await Refuse(Usage).ConfigureAwait(false);
        for (var index = 0; index < options.Length; index++)
        {
            if (options[index] == "--all-ended")
                allHaveEnded = true;
            else if (options[index] == "--data" && index + 1 < options.Length)
                folder = options[++index];
            else
                return await Refuse($"'{options[index]}' is not an option. {Usage}").ConfigureAwait(false);
        }

        try
        {
            var report = await BookCheck.Run(BookSources.InFolder(folder), allHaveEnded).ConfigureAwait(false);
            Console.WriteLine(report);
            return report.IsClean ? 0 : 1;
        }
        catch (FileNotFoundException exception)
        {
            return await Refuse(exception.Message).ConfigureAwait(false);
        }
    }

    private static async Task<int> Refuse(string text)
    {
        await Console.Error.WriteLineAsync(text).ConfigureAwait(false);
        return 2;
    }
}
