using Inventory.Worker;
using Messaging;
using Payments.Worker;

namespace Tests.Messaging;

/// <summary>Every statement that is written by hand for SQL Server, in one file.</summary>
[Category("Unit")]
internal sealed class AllStatementsForSqlServer
{
    private const string Approved = "Tests/Messaging/Sql/SqlServer.approved.sql";

    private static readonly SqlServerDialect Dialect = new();

    private static string IsAsked
    {
        get
        {
            using var lane = new CallLane(AttemptStates.Asked, mostUnderWay: 1);
            return lane.Condition;
        }
    }

    private static IEnumerable<(string Name, string Text)> All =>
    [
        ("a connection's first", SqlServerDialect.Setup),
        ("begin", Dialect.Begin),
        ("begin to read", Dialect.BeginRead),
        ("wait for locks", Dialect.WaitForLocks(TimeSpan.FromMilliseconds(200))!),
        ("clock", Dialect.ReadClock),
        ("owner: register", Dialect.RegisterOwner),
        ("owner: renew", Dialect.RenewOwner),
        ("owner: last group", Dialect.ReadLastGroup),
        ("owner: adopt the dead", Dialect.AdoptDeadOwners(TimeSpan.FromHours(1))),
        ("owner: adopt their adopted", Dialect.AdoptTheirAdopted),
        ("owner: adopted", SqlDialect.ReadAdopted),
        ("owner: forget the empty", Dialect.ForgetEmptyOwners),
        ("owner: release", Dialect.ReleaseLease),
        ("owner: forget", SqlDialect.ForgetOwner),
        ("outbox: delete", SqlDialect.DeleteOutboxRange),
        ("outbox: topics", SqlDialect.ReadOutboxTopics),
        ("outbox: read", Dialect.ReadOutbox(OutboxTables.Outbox)),
        ("outbox: unsent", Dialect.ReadUnsent),
        ("outbox: count", Dialect.CountUnsent),
        ("outbox: oldest", Dialect.ReadOldestUnsent),
        ("deadlines: any due", Dialect.IsAnythingDue(DeadlineTable.Table)),
        ("deadlines: asked", Dialect.ReadAsked),
        ("deadlines: any may fall due", Dialect.MayAnyFallDue),
        ("deadlines: claim", Dialect.ClaimDeadlines(DeadlineTable.Table)),
        ("deadlines: make due", Dialect.MakeDue(DeadlineTable.Table)),
        ("deadlines: make due of a wrong time", Dialect.MakeDueWhatIsOfAWrongTime(DeadlineTable.Table)),
        ("deadlines: overdue", Dialect.CountOverdue),
        ("claims: any due", Dialect.IsAnythingDue(PaymentTables.Attempts, IsAsked)),
        ("claims: claim", Dialect.ClaimDue(PaymentTables.Attempts, IsAsked)),
        ("claims: free", Dialect.FreeClaims(PaymentTables.Attempts, AttemptStates.IsOpen)),
        ("any row", Dialect.ReadAny(InventoryTables.StockItems)),
        ("dead letters: count", Dialect.CountDeadLetters),
        ("history: ranges", string.Format(
            null, Dialect.ReadRanges(SagaHistoryTable.Table, [(3, 5)], 500).Sql, "@p0", "@p1")),
        .. DeclaredTables.All.OrderBy(table => table.Name, StringComparer.Ordinal).SelectMany(OfRows),
    ];

    [Test]
    public async Task Are_as_they_were_approved() =>
        ApprovedStatements.Compare(Approved, [.. All, .. await StatementsBesideTheDialect.All]);

    [Test]
    public async Task Are_T_SQL()
    {
        Assert.That(DeclaredTables.All, Has.Count.GreaterThanOrEqualTo(14));
        foreach (var (name, statement) in All.Concat(await StatementsBesideTheDialect.All))
            Assert.That(StatementsForSqlServer.Faults(statement), Is.Empty, name);
    }

    private static IEnumerable<(string Name, string Text)> OfRows(Table table)
    {
        var statements = ByValues.Of(table);
        foreach (var rows in new[] { 1, 2 })
        {
            yield return ($"{table.Name}: select {rows}", statements.Select(rows));
            yield return ($"{table.Name}: insert {rows}", statements.Insert(rows));
            if (table.Statements.Updated.Length > 0)
                yield return ($"{table.Name}: update {rows}", statements.Update(rows));
            yield return ($"{table.Name}: delete {rows}", statements.Delete(rows));
        }
    }
}
