namespace Messaging;

/// <content>Outbox rows and the owners they belong to.</content>
public abstract partial class SqlDialect
{
    /// <summary>How long an owner counts as alive after its last sign of life.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(9);

    /// <summary>
    /// Who has just started, or was cut off itself, may take over only who is dead for as long: after a pause of the
    /// database every lease is over.
    /// </summary>
    internal static readonly TimeSpan LongDead = TimeSpan.FromHours(1);

    /// <summary>@p0 the new owner.</summary>
    internal string RegisterOwner =>
        $"""
        INSERT INTO outbox_owners (owner, last_group, lease_until, adopted_by)
        VALUES (@p0, 0, {Now(Lease)}, NULL)
        """;

    /// <summary>
    /// The last statement of every group: @p0 the owner, @p1 the group's number. Answers until when the lease is by
    /// the database's clock. It hits no row once another has adopted the owner.
    /// </summary>
    internal virtual string RenewOwner =>
        $"""
        UPDATE outbox_owners
        SET last_group = @p1, lease_until = {Now(Lease)}
        WHERE owner = @p0 AND adopted_by IS NULL
        RETURNING lease_until
        """;

    /// <summary>Which group of owner @p0 was the last to be committed; the row is locked, where rows are.</summary>
    internal virtual string ReadLastGroup => "SELECT last_group FROM outbox_owners WHERE owner = @p0";

    /// <summary>
    /// @p0 the adopter. The only user of a database knows that all others are dead; elsewhere it is their leases that
    /// tell. One that nobody would have now was written before the database's clock was set back: who lives renews it.
    /// </summary>
    internal string AdoptDeadOwners(TimeSpan deadFor) => Adopt(
        IsSoleUser
            ? "owner <> @p0 AND adopted_by IS NULL"
            : $"""
              owner <> @p0 AND adopted_by IS NULL
                AND (lease_until < {Now(-deadFor)}
                  OR lease_until > {Now(10 * Lease)})
              """);

    /// <summary>What an adopted owner had adopted itself goes to @p0 with it.</summary>
    internal string AdoptTheirAdopted => Adopt(
        $"""
        adopted_by <> @p0
        AND adopted_by IN (SELECT owner FROM {Unlocked("outbox_owners")} WHERE adopted_by = @p0)
        """);

    /// <summary>@p0 adopts owners. One whose row is locked is just committing: it is passed over.</summary>
    internal virtual string Adopt(string condition) =>
        $"""
        UPDATE outbox_owners
        SET adopted_by = @p0
        WHERE owner IN (
        SELECT owner FROM outbox_owners
        WHERE {condition}{SkipLocked})
        """;

    /// <summary>The owners that @p0 has adopted.</summary>
    internal static string ReadAdopted => "SELECT owner FROM outbox_owners WHERE adopted_by = @p0";

    /// <summary>
    /// Forgets those owners that @p0 has adopted and of which nothing is left to send; where they may live after all,
    /// only when they have asked long ago what became of their last commit.
    /// </summary>
    internal string ForgetEmptyOwners =>
        $"""
        DELETE FROM {Unlocked("outbox_owners")}
        WHERE adopted_by = @p0{(IsSoleUser ? "" : $" AND lease_until < {Now(-LongDead)}")}
          AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.owner = outbox_owners.owner)
        """;

    /// <summary>Owner @p0 is gone for good: whoever lives may adopt it at once.</summary>
    internal string ReleaseLease => $"UPDATE outbox_owners SET lease_until = {Now(-2 * LongDead)} WHERE owner = @p0";

    /// <summary>Forgets owner @p0 once nothing of it, nor of those it has adopted, is left to send.</summary>
    internal static string ForgetOwner =>
        """
        DELETE FROM outbox_owners
        WHERE owner = @p0 AND NOT EXISTS (SELECT 1 FROM outbox WHERE owner = @p0)
          AND NOT EXISTS (SELECT 1 FROM outbox_owners AS theirs WHERE theirs.adopted_by = @p0)
        """;

    /// <summary>The rows of owner @p0 from number @p1 to @p2 have arrived.</summary>
    internal static string DeleteOutboxRange => "DELETE FROM outbox WHERE owner = @p0 AND number BETWEEN @p1 AND @p2";

    /// <summary>
    /// The first and the last row of each owner that wait to be sent; null where none does. What is being written or
    /// deleted just now is passed over, so that who has frozen in the midst of it holds up nobody. Rows for
    /// topics like @p0 are nobody's answers.
    /// </summary>
    internal string ReadUnsent =>
        $"""
        SELECT
            owner,
            (SELECT MIN(number) FROM {Unlocked("outbox")}
             WHERE outbox.owner = outbox_owners.owner AND topic NOT LIKE @p0),
            (SELECT MAX(number) FROM {Unlocked("outbox")}
             WHERE outbox.owner = outbox_owners.owner AND topic NOT LIKE @p0)
        FROM {Unlocked("outbox_owners")}
        """;

    /// <summary>How many rows wait to be sent, of @p0 at most: no backlog is read to its end to be counted.</summary>
    internal string CountUnsent =>
        $"SELECT COUNT(*) FROM ({First("@p0", "number", $"FROM {Unlocked("outbox")}")}) AS unsent";

    /// <summary>The headers of the first row of each owner that waits to be sent; null where none does.</summary>
    internal string ReadOldestUnsent
    {
        get
        {
            var oldest = First(
                "1", "headers",
                $"FROM {Unlocked("outbox")} WHERE outbox.owner = outbox_owners.owner ORDER BY number");
            return $"SELECT ({oldest}) FROM {Unlocked("outbox_owners")}";
        }
    }

    /// <summary>How many dead letters of each reason nobody has settled.</summary>
    internal string CountDeadLetters =>
        $"""
        SELECT reason, COUNT(*)
        FROM {Unlocked("dead_letters")}
        WHERE discarded_at IS NULL AND replay_count = 0
        GROUP BY reason
        """;

    /// <summary>The topics that rows of owner @p0 go to.</summary>
    internal static string ReadOutboxTopics => "SELECT DISTINCT topic FROM outbox WHERE owner = @p0";

    /// <summary>At most @p3 rows of owner @p0 for topic @p1 behind number @p2, in order.</summary>
    internal string ReadOutbox(Table outbox) => First(
        "@p3",
        AllColumns(outbox),
        $"""
        FROM {outbox.Name}
        WHERE owner = @p0 AND topic = @p1 AND number > @p2
        ORDER BY number
        """);
}
