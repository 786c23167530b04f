namespace Tests;

/// <summary>Servers that tests of several folders share end with the run.</summary>
[SetUpFixture]
internal sealed class SharedServers
{
    /// <summary>
    /// The processes that tests start live for seconds, in which to observe first what to compile better later, and to
    /// compile it better, costs a third of the processor and gains nothing. (The number is hexadecimal.)
    /// </summary>
    [OneTimeSetUp]
    public void CompileOnce()
    {
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
        Environment.SetEnvironmentVariable("DOTNET_TC_CallCountThreshold", "800");
    }

    [OneTimeTearDown]
    public void Stop()
    {
        KafkaCluster.StopShared();
        PostgresServer.StopShared();
    }
}
