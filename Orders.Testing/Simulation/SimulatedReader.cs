using Confluent.Kafka;
using Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Orders.Testing;

/// <summary>
/// One partition as one process reads it: what the rider does with a record, fed by the simulation instead of a client.
/// </summary>
internal sealed class SimulatedReader
{
    private readonly SimulatedLog log;
    private readonly TopicEndpoint endpoint;
    private readonly int partition;
    private readonly PartitionAssignment assignment;
    private readonly KeyChains<KafkaRecord> chains;
    private readonly Redelivery redelivery;
    private readonly TimeProvider clock;
    private long position;

    public SimulatedReader(SimulatedLog log, TopicEndpoint endpoint, int partition, TimeProvider clock)
    {
        this.log = log;
        this.endpoint = endpoint;
        this.partition = partition;
        this.clock = clock;
        assignment = new PartitionAssignment(new TopicPartition(endpoint.Topic, partition));
        redelivery = new Redelivery(endpoint, clock, NullLogger.Instance);
        chains = new KeyChains<KafkaRecord>(redelivery.Handle, begin => _ = begin());
        position = log.CommittedOf(endpoint.Group, endpoint.Topic, partition);
    }

    public bool HasUnread => position < log.End(endpoint.Topic, partition);

    public bool HasUncommitted => assignment.Offsets.Committable is not null;

    /// <summary>The next record is handed to its consumer.</summary>
    public void Read()
    {
        var (message, offset) = (log.Read(endpoint.Topic, partition, position), position++);
        var record = KafkaRecord.Of(message, assignment, offset, clock.GetUtcNow());
        assignment.Offsets.TryBegin(offset);
        chains.Add(record.ChainKey, record);
    }

    /// <summary>The next record is there twice: a producer had sent it again.</summary>
    public void Double()
    {
        log.Append(log.Read(endpoint.Topic, partition, position));
        Read();
    }

    /// <summary>The next record was lost by the broker after all: nobody ever reads it.</summary>
    public void Lose()
    {
        assignment.Offsets.TryBegin(position);
        assignment.Offsets.Finish(position++);
    }

    public void CommitOffset()
    {
        if (assignment.Offsets.Committable is not { } offset)
            return;
        log.Commit(endpoint.Group, endpoint.Topic, partition, offset);
        assignment.Offsets.Committed(offset);
    }

    /// <summary>The partition is another's by now; what was begun here is abandoned.</summary>
    public void Revoke() => assignment.Revoke();
}
