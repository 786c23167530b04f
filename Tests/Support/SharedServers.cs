namespace Tests;

/// <summary>Servers that tests of several folders share end with the run.</summary>
[SetUpFixture]
internal sealed class SharedServers
{
    [OneTimeTearDown]
    public void Stop()
    {
        KafkaCluster.StopShared();
        PostgresServer.StopShared();
    }
}
