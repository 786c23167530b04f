using System.Text.RegularExpressions;

namespace Tests.Books;

/// <summary><c>verify</c>, as it is typed by whoever has to know at once.</summary>
[Category("Integration")]
public sealed class WhatTheVerbAnswers : SpoiltBooks
{
    [Test]
    public async Task Nothing_is_wrong()
    {
        var (code, said) = await TypedVerify.AllEnded(Folder, []);

        Assert.That(said, Does.Contain("7 orders ended, 0 open").And.Not.Contain("BROKEN"));
        Assert.That(code, Is.Zero);
    }

    [Test]
    public async Task Of_many_the_first_ten_are_named()
    {
        Spoil(
            "orders",
            """
            WITH RECURSIVE numbers(n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM numbers WHERE n < 21)
            INSERT INTO idempotent_answers (key_hash, fingerprint, order_id, body, expires_at)
            SELECT 'key ' || n, '', '00000000-0000-0000-0000-0000000000' || n, x'7b7d', '2030-01-01 00:00:00.000'
            FROM numbers
            """);

        var (code, said) = await TypedVerify.AllEnded(Folder, []);

        var red = said.Split('\n').Single(line => line.Contains("BROKEN", StringComparison.Ordinal));
        Assert.That(red, Does.StartWith("P2 ").And.Contain(": 12, ").And.Contain(", …"));
        Assert.That(Regex.Count(red, "00000000-0000-0000-0000-0000000000[12][0-9]"), Is.EqualTo(10));
        Assert.That(code, Is.EqualTo(1));
    }
}
