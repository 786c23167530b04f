namespace Orders.Hosting;

/// <summary><c>--health [url]</c>: asks the service on this machine, for images that have no curl.</summary>
internal static class HealthVerb
{
    public static async Task<int> Run(string[] args)
    {
        var url = args.FirstOrDefault(argument => !argument.StartsWith('-'))
            ?? Environment.GetEnvironmentVariable("ASPNETCORE_URLS")?.Split(';')[0]
                .Replace("//*", "//localhost", StringComparison.Ordinal)
                .Replace("//+", "//localhost", StringComparison.Ordinal)
                .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
            ?? "http://localhost:8080";
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            var ready = new Uri($"{url.TrimEnd('/')}/health/ready");
            using var response = await client.GetAsync(ready).ConfigureAwait(false);
            Console.WriteLine(await response.Content.ReadAsStringAsync().ConfigureAwait(false));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{url} does not answer: {exception.Message}").ConfigureAwait(false);
            return 1;
        }
    }
}
