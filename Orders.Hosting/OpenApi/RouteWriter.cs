using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Orders.Hosting;

/// <summary>Writes a route into a document: what its description says, and what its metadata say anyway.</summary>
internal sealed class RouteWriter(OpenApiDocument document, IServiceProvider services)
{
    private const string Json = "application/json";
    private const string EventStream = "text/event-stream";

    private readonly RecordWriter records = new(document, services.GetServices<RecordDescription>());

    /// <summary>Says of an operation all that is known.</summary>
    /// <param name="operation">Where to say it.</param>
    /// <param name="path">Its path, with what is variable in braces.</param>
    /// <param name="metadata">Of its route.</param>
    public async Task Write(OpenApiOperation operation, string path, EndpointMetadataCollection metadata)
    {
        var route = metadata.GetMetadata<RouteDescription>() ?? throw new InvalidOperationException(
            $"Route '{path}' has no description: give it one where it is mapped, by .WithMetadata(…).");
        var roles = await RolesOf(metadata).ConfigureAwait(false);
        operation.OperationId = route.Id;
        operation.Tags = new HashSet<OpenApiTagReference> { new(route.Tag.Name, document) };
        operation.Summary = route.Summary;
        operation.Description = Prose.Unfolded(route.Words)
            + (roles.Count > 0 ? $"\n\nRoles: {string.Join(", ", roles)}." : "");
        operation.Parameters = [.. route.Parameters.Select(Parameter)];
        operation.RequestBody = route.Body is null ? null : Body(route.Body);
        operation.Responses = [];
        foreach (var answer in route.Answers)
            operation.Responses.Add($"{answer.Status}", Answer(answer));
        new ProblemAnswers(document, records, services.GetServices<ProblemKind>())
            .Write(operation, route, metadata, ExamplePath(path, route));
        operation.Security = [];
        if (roles.Count == 0)
            return;
        operation.Security.Add(new() { [new OpenApiSecuritySchemeReference(ApiDocument.Scheme, document)] = [] });
        operation.Extensions = new Dictionary<string, IOpenApiExtension>
        {
            ["x-roles"] = new JsonNodeExtension(new JsonArray([.. roles.Select(role => (JsonNode)role)])),
        };
    }

    /// <summary>Who may use it, by the policies that it asks for; empty where it asks for none.</summary>
    private async Task<IReadOnlyList<string>> RolesOf(EndpointMetadataCollection metadata)
    {
        var policies = services.GetRequiredService<IAuthorizationPolicyProvider>();
        var policy = await AuthorizationPolicy
            .CombineAsync(policies, metadata.GetOrderedMetadata<IAuthorizeData>()).ConfigureAwait(false);
        return policy is null ? [] : AccessHosting.RolesOf(policy);
    }

    private OpenApiParameter Parameter(RouteParameter parameter) => new()
    {
        Name = parameter.Name,
        In = Enum.Parse<ParameterLocation>(parameter.Place, ignoreCase: true),
        Description = Prose.Unfolded(parameter.Words),
        Required = parameter.Place == "path",
        Schema = records.Parsed(parameter.Shape.ToJson()),
        Example = parameter.Example.DeepClone(),
    };

    private OpenApiRequestBody Body(RouteBody body) => new()
    {
        Required = !body.IsOptional,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Json] = new OpenApiMediaType
            {
                Schema = records.ReferenceTo(body.Type),
                Examples = Examples(body.Examples),
            },
        },
    };

    private OpenApiResponse Answer(RouteAnswer answer)
    {
        var response = new OpenApiResponse
        {
            Description = Prose.Unfolded(answer.Words),
            Headers = answer.Headers.ToDictionary(header => header.Name, records.Header),
        };
        if (answer.Type is not null)
            response.Content = new Dictionary<string, OpenApiMediaType>
            {
                [Json] = new OpenApiMediaType
                {
                    Schema = records.ReferenceTo(answer.Type),
                    Examples = Examples(answer.Examples),
                },
            };
        else if (answer.Events.Count > 0)
            response.Content = new Dictionary<string, OpenApiMediaType>
            {
                [EventStream] = StreamWriter.Write(answer.Events, records),
            };
        return response;
    }

    private static Dictionary<string, IOpenApiExample> Examples(IReadOnlyList<RouteExample> examples) =>
        examples.ToDictionary(
            example => Prose.NameOf(example.Words),
            example => (IOpenApiExample)new OpenApiExample
            {
                Summary = example.Words,
                Value = example.Body.DeepClone(),
            });

    private static string ExamplePath(string path, RouteDescription route) => route.Parameters.Aggregate(
        path, (filled, parameter) => filled.Replace(
            $"{{{parameter.Name}}}", $"{parameter.Example}", StringComparison.Ordinal));
}
