using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Orders.Hosting;

/// <summary>What is said of the routes together.</summary>
internal static class ApiProse
{
    private const string Words =
        """
        Takes orders, and tells what became of them. It is for the back end of a shop, and for the people who look
        after the installation; not for browsers: prices come from the caller, and whoever has a key may order.

        **An order in three requests.** `POST /orders` answers 202 once the order is stored: whatever crashes, it will
        end. Its `Location` is the order, to be asked for until its `status` is `confirmed` (paid and reserved) or
        `cancelled` (nothing is charged and nothing reserved any more, with the `reason`). Until then it may be
        cancelled by `POST /orders/{id}/cancel`.

        **Who calls** says a key in the header `X-Api-Key`, which the installation's settings (`Ops__Keys__0__Name`,
        `__Key`, `__Role`) give a name and a role: `shop` submits, cancels and sees its own orders; `reader` is an
        operator who looks, `actor` one who acts. Each operation says which roles it is for, in `x-roles` too. In
        Development the routes are open to whoever shows no key, those of operators as long as no operator has one.

        **Sent twice, done once.** `POST /orders` with an `Idempotency-Key` may be repeated, at any instance, as often
        as it takes: it makes one order, and each answer is the first one, byte for byte. A key is known for a limited
        time, which is said there; a repetition after it makes a second order. The acts of operators have an
        `actionId` for the same purpose. Everything else may be repeated as it is.

        **What is wrong** is said as RFC 9457 has it (`application/problem+json`). `type` leads to a page of this
        installation that says what to do, and is what programs go by; `errors` names everything that is wrong with a
        request, by the names of the JSON members, parameters and headers. Bodies and queries are read strictly: what
        is not known there, or comes twice, is refused.

        **Amounts** are integers in minor units of the currency: 1250 with EUR is 12.50 euros. Times are UTC. Lengths
        count UTF-16 units, so an emoji counts as two.

        **What may come.** Answers may get further members, and lists of words that are marked `x-extensible-enum`
        further words: pass over what you do not know. Nothing that is here goes away or changes its meaning under this
        version. What the services tell each other over Kafka is at `/asyncapi.yaml` of Orders.Api.
        """;

    public static OpenApiInfo Info => new()
    {
        Title = "Orders",
        Version = "1",
        Description = Prose.Unfolded(Words),
        License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
    };

    public static OpenApiSecurityScheme ApiKey => new()
    {
        Type = SecuritySchemeType.ApiKey,
        In = ParameterLocation.Header,
        Name = ApiKeyHandler.Header,
        Description = "The key of a shop or an operator, as the installation's settings have it.",
    };

    /// <summary>Written by hand, as what writes problems is the framework's and knows nothing of ours.</summary>
    public static OpenApiSchema Problem(RecordWriter records) => records.Parsed(new JsonObject
    {
        ["description"] = "What is wrong, as RFC 9457 has it.",
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["type"] = Text("Which kind of problem it is: the address of its page.", "uri"),
            ["title"] = Text("The kind in words, the same each time."),
            ["status"] = new JsonObject
            {
                ["description"] = "The HTTP status.",
                ["type"] = "integer",
                ["minimum"] = 400,
                ["maximum"] = 599,
            },
            ["detail"] = Text("What is wrong this time."),
            ["instance"] = Text("The path that was asked for.", "uri-reference"),
            ["traceId"] = Text("By which the logs and traces know the request."),
            ["errors"] = new JsonObject
            {
                ["description"] = "All that is wrong with a request, by the names of members, parameters and headers.",
                ["type"] = "object",
                ["additionalProperties"] = new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = new JsonObject { ["type"] = "string" },
                },
            },
            ["orderId"] = Text("The order that it is about, where it is about one.", "uuid"),
            ["actionId"] = Text("The act that it is about, where it is about one."),
            ["state"] = Text("In which state the order is, where that is why."),
            ["version"] = Count("Which version the order has, where that is why."),
            ["matched"] = Count("How many dead letters there are, where others were expected."),
        },
        ["required"] = new JsonArray("type", "title", "status", "detail", "instance", "traceId"),
    });

    private static JsonObject Text(string words, string? format = null)
    {
        var schema = new JsonObject { ["description"] = words, ["type"] = "string" };
        if (format is not null)
            schema["format"] = format;
        return schema;
    }

    private static JsonObject Count(string words) =>
        new() { ["description"] = words, ["type"] = "integer", ["format"] = "int64" };
}
