using Messaging;
using Microsoft.AspNetCore.Builder;
using Orders.Hosting;

namespace Tests.Contracts;

/// <summary>How failpoints are armed: a test that crashes nothing must not look like one that did.</summary>
[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class Failpoints
{
    private readonly List<(string Name, long Hit)> struck = [];

    [Test]
    public void One_strikes_at_its_hit_and_at_no_other()
    {
        var armed = Read("group.after-apply=throw@2");

        armed.Hit("group.after-apply");
        armed.Hit("group.after-load");
        Assert.Throws<FailpointException>(() => armed.Hit("group.after-apply"));
        armed.Hit("group.after-apply");

        Assert.That(struck, Is.EqualTo([("group.after-apply", 2L)]));
    }

    [Test]
    public void Several_strike_at_every_hit()
    {
        var armed = Read("poll.after=delay:0@*; outbox.after-ack=throw@*");

        armed.Hit("poll.after");
        armed.Hit("poll.after");
        Assert.Throws<FailpointException>(() => armed.Hit("outbox.after-ack"));

        Assert.That(struck, Is.EqualTo([("poll.after", 1L), ("poll.after", 2L), ("outbox.after-ack", 1L)]));
    }

    [TestCase("", "no failpoint is named")]
    [TestCase("group.after-apply", "'group.after-apply' is not of the form point=action@hit")]
    [TestCase("group.never=kill@1", "there is no failpoint 'group.never'")]
    [TestCase("group.after-apply=burn@1", "'burn' is no action")]
    [TestCase("group.after-apply=delay:x@1", "'delay:x' is no action")]
    [TestCase("group.after-apply=kill@0", "'0' is no hit")]
    [TestCase("poll.after=kill@1;poll.after=kill@2", "failpoint 'poll.after' comes twice")]
    public void What_is_wrong_is_told(string text, string error)
    {
        Assert.That(ArmedFailpoints.TryParse(text, (_, _) => { }, out var told), Is.Null);
        Assert.That(told, Does.StartWith(error));
    }

    [Test]
    public async Task Who_sells_to_customers_is_not_crashed_by_a_setting_alone()
    {
        var builder = WebApplication.CreateBuilder(
            ["--environment=Production", "--Failpoints:Armed=poll.after=delay:1@1"]);
        await using var app = builder.Build();

        var refusal = Assert.Throws<StartRefusedException>(app.ArmFailpoints);

        Assert.That(refusal.Message, Does.Contain("set Failpoints:Allow=true, or remove it"));
    }

    private ArmedFailpoints Read(string text) =>
        ArmedFailpoints.TryParse(text, (name, hit) => struck.Add((name, hit)), out _)!;
}
