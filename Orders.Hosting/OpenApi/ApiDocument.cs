using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Orders.Hosting;

/// <summary>
/// The routes of this process as OpenAPI. It does not depend on where the process runs nor on how it is configured, so
/// it is written once, when somebody asks for it.
/// </summary>
internal sealed class ApiDocument(IServiceProvider services)
{
    public const string Version = "v1";
    public const string Scheme = "ApiKey";

    private readonly Lazy<Task<byte[]>> json = new(() => Write(services));

    public Task<byte[]> Json => json.Value;

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddOperationTransformer((operation, context, _) =>
            new RouteWriter(context.Document!, context.ApplicationServices).Write(
                operation, $"/{context.Description.RelativePath}",
                new EndpointMetadataCollection(context.Description.ActionDescriptor.EndpointMetadata)));
        options.AddDocumentTransformer((document, context, _) => Complete(document, context.ApplicationServices));
    }

    private static async Task<byte[]> Write(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var document = await scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(Version)
            .GetOpenApiDocumentAsync().ConfigureAwait(false);
        var text = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1).ConfigureAwait(false);
        return Encoding.UTF8.GetBytes(text + "\n");
    }

    private static async Task Complete(OpenApiDocument document, IServiceProvider services)
    {
        await AddRoutesOfAnyMethod(document, services).ConfigureAwait(false);
        document.Info = ApiProse.Info;
        // Whichever serves it: a host's name would make another document of it.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = TagsOf(document, services);
        document.AddComponent(Scheme, ApiProse.ApiKey);
        document.AddComponent(ProblemAnswers.Schema, ApiProse.Problem(new RecordWriter(document, [])));
        document.Components!.Schemas = Sorted(document.Components.Schemas!);
        document.Components.Responses = Sorted(document.Components.Responses!);
    }

    /// <summary>What the framework maps by itself, health checks, takes any method: it is said of GET.</summary>
    private static async Task AddRoutesOfAnyMethod(OpenApiDocument document, IServiceProvider services)
    {
        foreach (var route in Described(services))
        {
            if (route.Metadata.GetMetadata<IHttpMethodMetadata>() is not null)
                continue;
            var operation = new OpenApiOperation();
            var path = route.RoutePattern.RawText!;
            await new RouteWriter(document, services).Write(operation, path, route.Metadata).ConfigureAwait(false);
            document.Paths.Add(path, new OpenApiPathItem { Operations = new() { [HttpMethod.Get] = operation } });
        }
    }

    /// <summary>In the order in which the operations have them.</summary>
    private static HashSet<OpenApiTag> TagsOf(OpenApiDocument document, IServiceProvider services)
    {
        var tags = Described(services)
            .Select(route => route.Metadata.GetRequiredMetadata<RouteDescription>().Tag).Distinct()
            .ToDictionary(tag => tag.Name);
        return
        [
            .. document.Paths.Values.SelectMany(path => path.Operations!.Values)
                .SelectMany(operation => operation.Tags!).Select(tag => tags[tag.Reference.Id!]).Distinct()
                .Select(tag => new OpenApiTag { Name = tag.Name, Description = Prose.Unfolded(tag.Words) }),
        ];
    }

    private static IEnumerable<RouteEndpoint> Described(IServiceProvider services) =>
        services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<RouteDescription>() is not null);

    private static Dictionary<string, T> Sorted<T>(IDictionary<string, T> components) =>
        components.OrderBy(component => component.Key, StringComparer.Ordinal).ToDictionary();
}
