using System.Buffers.Binary;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tests.Observability;

/// <summary>Receives OTLP as a collector does, by gRPC and by HTTP, and keeps what it is sent.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    /// <summary>The request, five messages sent and handled, the last one sent, and the call to the gateway.</summary>
    public const int SpansOfAConfirmedOrder = 13;

    private readonly WebApplication server;

    private OtlpReceiver(WebApplication server) => this.server = server;

    public ConcurrentQueue<OtlpSpan> Spans { get; } = [];

    public ConcurrentQueue<OtlpMetric> Metrics { get; } = [];

    public ConcurrentQueue<OtlpLog> Logs { get; } = [];

    public string Address => server.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <param name="isGrpc">Without TLS a port speaks either HTTP/2, as gRPC does, or HTTP/1.1.</param>
    public static async Task<OtlpReceiver> Start(bool isGrpc)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(
            endpoint => endpoint.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var receiver = new OtlpReceiver(builder.Build());
        receiver.server.Run(isGrpc ? receiver.ReceiveGrpc : receiver.ReceiveHttp);
        await receiver.server.StartAsync();
        return receiver;
    }

    /// <summary>All spans of the traces that a message of an order belongs to.</summary>
    public List<OtlpSpan> TraceOf(Guid order)
    {
        var spans = Spans.ToList();
        var traces = spans
            .Where(span => span.Attributes.GetValueOrDefault("messaging.kafka.message.key") as string == $"{order}")
            .Select(span => span.TraceId)
            .ToHashSet();
        return spans.FindAll(span => traces.Contains(span.TraceId));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task ReceiveHttp(HttpContext http)
    {
        Keep(http.Request.Path.Value!.Split('/')[^1], await BodyOf(http));
        http.Response.ContentType = "application/x-protobuf";
    }

    /// <summary>A call has one message each way, behind a byte for packing and its length in four.</summary>
    private async Task ReceiveGrpc(HttpContext http)
    {
        var body = await BodyOf(http);
        var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1));
        var signal = http.Request.Path.Value!.Split('/')[1] switch
        {
            "opentelemetry.proto.collector.trace.v1.TraceService" => "traces",
            "opentelemetry.proto.collector.metrics.v1.MetricsService" => "metrics",
            "opentelemetry.proto.collector.logs.v1.LogsService" => "logs",
            var other => throw new InvalidDataException(other),
        };
        Keep(signal, body[5..(5 + length)]);
        http.Response.ContentType = "application/grpc";
        http.Response.DeclareTrailer("grpc-status");
        await http.Response.Body.WriteAsync(new byte[5]);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task<byte[]> BodyOf(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private void Keep(string signal, byte[] body)
    {
        foreach (var resource in new ProtoMessage(body).Messages(1))
        {
            var service = (string)OtlpValue.Attributes(resource.Message(1)!, 1)["service.name"];
            foreach (var scope in resource.Messages(2))
            {
                foreach (var item in scope.Messages(2))
                {
                    if (signal == "traces")
                        Spans.Enqueue(OtlpSpan.Of(service, item));
                    else if (signal == "metrics")
                        OtlpMetric.Of(service, item).ForEach(Metrics.Enqueue);
                    else
                        Logs.Enqueue(OtlpLog.Of(service, item));
                }
            }
        }
    }
}
