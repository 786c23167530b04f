using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Orders.Hosting;

/// <summary>Every service tells what its routes are.</summary>
public static class ApiDocumentHosting
{
    /// <summary>What a service serves at <c>/openapi/v1.json</c>, without asking it over HTTP.</summary>
    public static Task<byte[]> ReadApiDocument(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Services.GetRequiredService<ApiDocument>().Json;
    }

    internal static void AddApiDocument(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(ApiDocument.Version, ApiDocument.Configure);
        builder.Services.AddSingleton<ApiDocument>();
        foreach (var record in HealthDescriptions.Records)
            builder.Services.AddSingleton(record);
    }

    /// <summary>It costs nothing once it is written, and whoever reads it does not know of limits yet.</summary>
    internal static void MapApiDocument(this WebApplication app) => app
        .MapGet("/openapi/v1.json", async (ApiDocument document) =>
            TypedResults.Bytes(await document.Json.ConfigureAwait(false), "application/json"))
        .AllowAnonymous().WithoutLimit().ExcludeFromDescription();
}
