using Contracts;
using Inventory.Worker;
using Orders.Data;
using Payments.Worker;

namespace Orders.Testing;

/// <summary>
/// A whole installation in memory: two processes of each service, their three databases, the log between them, the bank
/// and one clock.
/// </summary>
internal sealed class SimulatedInstallation : IDisposable
{
    private const int PerService = 2;

    private static readonly string[] Groups =
        [Contracts.Groups.OrdersSaga, Contracts.Groups.PaymentsWorker, Contracts.Groups.InventoryWorker];

    private readonly Chance chance;
    private readonly SimulatedLies lie;
    private readonly List<SimulatedProcess> processes = [];

    public SimulatedInstallation(Chance chance, SimulatedLies lie)
    {
        this.chance = chance;
        this.lie = lie;
        Gateway = new SimulatedGateway(isForgetful: lie == SimulatedLies.BankForgets);
        Log = new SimulatedLog(chance.Random, Topics.All);
        Orders = new SimulatedDatabase(options => new SqliteOrdersDbContext(options));
        Payments = new SimulatedDatabase(options => new SqlitePaymentsDbContext(options));
        Inventory = new SimulatedDatabase(options => new SqliteInventoryDbContext(options));
        Inventory.Execute(
            """
            INSERT INTO stock_items (sku, on_hand, reserved, version, updated_at) VALUES
            ('PLENTY', 1000000, 0, 1, '2026-01-01 00:00:00.000'), ('RARE', 7, 0, 1, '2026-01-01 00:00:00.000')
            """);
        for (var index = 0; index < PerService * Kinds.Length; index++)
            Start(index);
        foreach (var group in Groups)
            Assign(group);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public SimulatedLog Log { get; }

    public SimulatedGateway Gateway { get; }

    public SimulatedDatabase Orders { get; }

    public SimulatedDatabase Payments { get; }

    public SimulatedDatabase Inventory { get; }

    /// <summary>Each in its place: a dead one until another has begun there.</summary>
    public IReadOnlyList<SimulatedProcess> Processes => processes;

    public BookSources Books => new(
        new SimulatedDialect(Clock, () => CommitFate.Committed), Orders.ConnectionString, Payments.ConnectionString,
        Inventory.ConnectionString, Gateway.ConnectionString);

    public SimulatedProducer NewProducer() => new(Log);

    /// <summary>A process dies, and its partitions go to whoever lives.</summary>
    public void Kill(SimulatedProcess process)
    {
        process.Kill();
        Bury(process);
    }

    /// <summary>What is left of a process that has died.</summary>
    public void Bury(SimulatedProcess process)
    {
        if (process.Producer.UnderWay > 0)
            process.Producer.Break(chance.Random);
        process.Readers.Clear();
        Assign(process.Group);
    }

    /// <summary>Another process begins where one has died.</summary>
    public void Restart(SimulatedProcess dead)
    {
        var index = processes.IndexOf(dead);
        Start(index);
        Assign(processes[index].Group);
    }

    /// <summary>Every record, topic and offset is lost.</summary>
    public void WipeLog()
    {
        Log.Wipe();
        foreach (var group in Groups)
        {
            TakeAway(group, mayCommit: false);
            DealOut(group);
        }
    }

    /// <summary>A group has lost its offsets.</summary>
    public void LoseOffsets()
    {
        var group = chance.Of(Groups);
        TakeAway(group, mayCommit: false);
        foreach (var topic in Topics.All)
        {
            for (var partition = 0; partition < SimulatedLog.Partitions; partition++)
                Log.ForgetOffsets(group, topic, partition);
        }

        DealOut(group);
    }

    public void Rebalance() => Assign(chance.Of(Groups));

    public void Dispose()
    {
        Orders.Dispose();
        Payments.Dispose();
        Inventory.Dispose();
        Gateway.Dispose();
    }

    private static readonly Func<SimulatedInstallation, SimulatedDialect, int, SimulatedProcess>[] Kinds =
    [
        (installation, dialect, units) => new SimulatedApi(installation, dialect, units),
        (installation, dialect, units) => new SimulatedSaga(installation, dialect, units),
        (installation, dialect, units) => new SimulatedPayments(installation, dialect, units),
        (installation, dialect, units) => new SimulatedInventory(installation, dialect, units),
    ];

    private IEnumerable<SimulatedProcess> MembersOf(string group) =>
        processes.Where(process => !process.IsDead && process.Group == group);

    /// <summary>The partitions of a group, if there is one, are dealt out anew.</summary>
    private void Assign(string? group)
    {
        if (group is null)
            return;
        TakeAway(group, mayCommit: true);
        DealOut(group);
    }

    /// <summary>Of those who may, one in three leaves in order.</summary>
    private void TakeAway(string group, bool mayCommit)
    {
        foreach (var member in MembersOf(group))
        {
            foreach (var reader in member.Readers)
            {
                if (mayCommit && chance.Below(3) == 0)
                    reader.CommitOffset();
                reader.Revoke();
            }

            member.Readers.Clear();
        }
    }

    private void DealOut(string group)
    {
        var members = MembersOf(group).ToList();
        if (members.Count == 0)
            return;
        foreach (var topic in members[0].Endpoints.Select(endpoint => endpoint.Topic))
        {
            for (var partition = 0; partition < SimulatedLog.Partitions; partition++)
            {
                var member = chance.Of(members);
                var endpoint = member.Endpoints.Single(endpoint => endpoint.Topic == topic);
                member.Readers.Add(new SimulatedReader(Log, endpoint, partition, Clock));
            }
        }
    }

    private void Start(int index)
    {
        var isStarting = true;
        var dialect = new SimulatedDialect(Clock, () => isStarting ? CommitFate.Committed : NextFate());
        var process = Kinds[index % Kinds.Length](this, dialect, 1 + chance.Below(20));
        isStarting = false;
        if (index < processes.Count)
            processes[index] = process;
        else
            processes.Add(process);
    }

    private CommitFate NextFate()
    {
        if (chance.Strikes1In(150, SimulatedFaults.KilledInCommit))
            return chance.Below(2) == 0 ? CommitFate.DeathBefore : CommitFate.DeathAfter;
        if (chance.Strikes1In(100, SimulatedFaults.CommitUnanswered))
            return chance.Below(2) == 0 ? CommitFate.AnswerLost : CommitFate.RequestLost;
        return lie == SimulatedLies.CommitsVanish && chance.Below(100) == 0
            ? CommitFate.Vanished
            : CommitFate.Committed;
    }
}
