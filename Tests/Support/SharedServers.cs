namespace Tests;

/// <summary>Servers that tests of several folders share end with the run.</summary>
[SetUpFixture]
internal sealed class SharedServers
{
    /// <summary>
    /// The processes that tests start live for seconds, in which to observe first what to compile better later costs
    /// a third of the processor and gains nothing.
    /// </summary>
    [OneTimeSetUp]
    public void CompileWithoutObserving() => Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");

    [OneTimeTearDown]
    public void Stop()
    {
        KafkaCluster.StopShared();
        PostgresServer.StopShared();
    }
}
