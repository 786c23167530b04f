namespace Tests.Messaging;

/// <summary>What these tests share, and leave behind.</summary>
[SetUpFixture]
internal sealed class Setup
{
    [OneTimeTearDown]
    public void Remove_what_was_made()
    {
        Broker.Embedded.Stop();
        Broker.Kafka.Stop();
        Engine.Sqlite.DeleteAll();
    }
}
