using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Orders.Api;
using Orders.Hosting;

namespace Orders.Testing;

/// <summary>The OpenAPI document of a service.</summary>
internal static class OpenApi
{
    /// <summary>What Orders.Api serves where it runs by itself.</summary>
    public static Task<string> OfOrdersApi() => Of(builder => builder.AddOrdersApi(), routes => routes.MapOrders());

    /// <summary>
    /// Asks a service that is put together and not started: there need be no database and no broker. It looks at no
    /// setting of this machine and leaves nothing on it.
    /// </summary>
    public static async Task<string> Of(Action<WebApplicationBuilder> addServices, Action<WebApplication> mapRoutes)
    {
        var folder = Directory.CreateTempSubdirectory("documents-");
        try
        {
            await using var app = ServiceHost.Build(
                ["--environment=Development"],
                builder =>
                {
                    builder.Configuration.Sources.Clear();
                    builder.Configuration.AddInMemoryCollection(
                        new Dictionary<string, string?> { ["Data:Folder"] = folder.FullName });
                    builder.Logging.ClearProviders();
                    addServices(builder);
                },
                mapRoutes);

            // What a start does: until then nobody but the application knows its routes.
            app.UseRouting();
            app.UseEndpoints(_ => { });
            return Encoding.UTF8.GetString(await app.ReadApiDocument().ConfigureAwait(false));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
