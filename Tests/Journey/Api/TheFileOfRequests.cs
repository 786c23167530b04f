using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orders.Testing;
using Tests.Messaging;

namespace Tests.Journey.Api;

/// <summary>What a newcomer tries first works, and is answered as the document of the routes says.</summary>
[Category("Integration")]
internal sealed class TheFileOfRequests
{
    private const string Stream = "text/event-stream";

    private static readonly HttpFile File = HttpFile.Parse(Repository.Text("orders.http"));

    private readonly Dictionary<string, Answer> named = [];
    private OrdersInProcess orders;
    private List<Operation> operations = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        orders = await OrdersInProcess.Start();
        operations = [.. Operation.In(await orders.Client.Http.ReadOpenApi())];
    }

    [OneTimeTearDown]
    public async Task Stop() => await (orders?.DisposeAsync() ?? default);

    [Test]
    public async Task Works_from_the_first_to_the_last_and_leaves_out_no_route()
    {
        var used = new HashSet<string>();
        foreach (var request in File.Requests)
        {
            var answer = await AnswerTo(request);
            Assert.That(
                request.Refusal is { } refusal ? answer.Status == refusal : answer.Status < 400,
                $"{request.Title}: {answer.Status} {answer.Text}");
            if (request.Name is not null)
                named[request.Name] = answer;

            var path = new Uri(Filled(request.Url)).AbsolutePath;
            if (operations.Where(known => known.Method == request.Method && IsOf(path, known.Path))
                .MinBy(known => known.Path.Count(letter => letter == '{')) is { } operation)
            {
                Assert.That(Faults(operation, answer), Is.Empty, $"{request.Title}: {answer.Status} {answer.Text}");
                used.Add(operation.Name);
            }
        }

        Assert.That(used, Is.EquivalentTo(operations.Select(operation => operation.Name)));
        Assert.That((await orders.CheckBooks(allHaveEnded: false)).IsClean);
    }

    [Test]
    public void Says_of_each_request_what_it_is_for() =>
        Assert.That(File.Requests.Select(request => request.Title), Is.All.Not.Empty);

    private async Task<Answer> AnswerTo(FileRequest request) => request.Until is { } until
        ? await orders.Client.WaitFor($"{request.Title}: {until}", () => Send(request), answer =>
            answer.Text.Contains(until, StringComparison.Ordinal))
        : await Send(request);

    private async Task<Answer> Send(FileRequest request)
    {
        using var response = await orders.Client.Http.Send(
            new HttpMethod(request.Method), new Uri(Filled(request.Url)).PathAndQuery,
            request.Body is null ? null : Filled(request.Body),
            [.. request.Headers.Where(header => header.Name != "Content-Type")
                .Select(header => (header.Name, Filled(header.Value)))]);
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        return new Answer(
            (int)response.StatusCode, response.Headers, mediaType,
            mediaType == Stream ? await FirstEvent(response) : await response.Content.ReadAsStringAsync());
    }

    /// <summary>A stream need not have an end.</summary>
    private static async Task<string> FirstEvent(HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        while (await reader.ReadLineAsync().InTime() is { Length: > 0 } line)
            text.AppendLine(line);
        return text.ToString();
    }

    private string Filled(string text) => HttpFile.Filled(text, name =>
        File.Variables.TryGetValue(name, out var value) ? value : OfAnswer(name.Split('.')));

    /// <summary><c>name.response.body.$.member</c> or <c>name.response.headers.Name</c>.</summary>
    private string OfAnswer(string[] path) => path is [var name, "response", var part, .., var last]
        ? part == "headers"
            ? string.Join(", ", named[name].Headers.GetValues(last))
            : $"{JsonNode.Parse(named[name].Text)![last]}"
        : throw new FormatException($"'{string.Join('.', path)}' is nothing that is known.");

    /// <summary>What the document does not say of an answer.</summary>
    private static IEnumerable<string> Faults(Operation operation, Answer answer)
    {
        var described = operation.Answers.FirstOrDefault(known => known.Status == answer.Status).Answer;
        if (described is null)
            return [$"{operation.Name} is not said to answer {answer.Status}"];
        var missing = (described["headers"]?.AsObject() ?? []).Select(header => header.Key)
            .Where(name => name != "Idempotent-Replayed" && !answer.Headers.Contains(name))
            .Select(name => $"there is no {name}");
        if (answer.MediaType is null)
            return missing;
        return described["content"]?[answer.MediaType] is { } content
            ? missing.Concat(new DocumentedSchemas(operation.Document)
                .Faults(
                    content["schema"]!, answer.MediaType == Stream ? answer.Text : JsonNode.Parse(answer.Text)))
            : [$"it is not said to answer {answer.MediaType}"];
    }

    private static bool IsOf(string path, string template) =>
        Regex.IsMatch(path, $"^{Regex.Replace(template, "{[^}]+}", "[^/]+")}$");

    private sealed record Answer(int Status, HttpResponseHeaders Headers, string? MediaType, string Text);
}
