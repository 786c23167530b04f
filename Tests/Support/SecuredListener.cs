using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orders.Testing;

namespace Tests;

/// <summary>A listener of a broker that speaks TLS and wants a password, beside the open one.</summary>
internal sealed class SecuredListener : IDisposable
{
    public const string Password = "open-sesame";

    private readonly string folder = Directory.CreateTempSubdirectory("secured-").FullName;
    private readonly int port = FreePorts.Take();

    public SecuredListener()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=broker", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(KeyStore, key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n");
    }

    public string BootstrapServers => $"127.0.0.1:{port}";

    private string Certificate => Path.Combine(folder, "certificate.pem");

    private string KeyStore => Path.Combine(folder, "keystore.pem");

    /// <summary>What a client has to be told.</summary>
    public Dictionary<string, string> Client(string password) => new()
    {
        ["Kafka:Client:security_protocol"] = "SASL_SSL",
        ["Kafka:Client:sasl_mechanism"] = "PLAIN",
        ["Kafka:Client:sasl_username"] = "orders",
        ["Kafka:Client:sasl_password"] = password,
        ["Kafka:Client:ssl_ca_location"] = Certificate,
    };

    /// <summary>
    /// What the broker has to be told, as lines of a properties file. They have colons between name and value because
    /// the script that starts the broker looks for its own lines by their equals sign.
    /// </summary>
    public IEnumerable<string> Broker(int openPort) =>
    [
        $"listeners:CONTROLLER://127.0.0.1:{openPort + 1},{Advertised(openPort)}",
        $"advertised.listeners:{Advertised(openPort)}",
        "listener.security.protocol.map:PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL",
        "sasl.enabled.mechanisms:PLAIN",
        "listener.name.sasl_ssl.plain.sasl.jaas.config:org.apache.kafka.common.security.plain.PlainLoginModule"
            + $"\\u0020required\\u0020user_orders=\"{Password}\";",
        "ssl.keystore.type:PEM",
        $"ssl.keystore.location:{KeyStore}",
    ];

    private string Advertised(int openPort) =>
        $"PLAINTEXT://127.0.0.1:{openPort},SASL_SSL://{BootstrapServers}";

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
