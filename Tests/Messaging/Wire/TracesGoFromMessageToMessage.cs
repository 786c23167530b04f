using System.Diagnostics;
using Messaging;

namespace Tests.Messaging;

[Category("Unit")]
internal sealed class TracesGoFromMessageToMessage
{
    private const string Consumed = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Test]
    public void The_running_activity_is_the_parent_whatever_the_cause_says()
    {
        using var activity = new Activity("handle").SetIdFormat(ActivityIdFormat.W3C).Start();

        Assert.That(TraceParent(Consumed), Is.EqualTo(activity.Id));
    }

    [Test]
    public void Without_an_activity_it_is_a_new_step_of_the_trace_of_the_cause()
    {
        var (trace, span, flags) = Parts(TraceParent(Consumed));

        Assert.That(trace, Is.EqualTo("0af7651916cd43dd8448eb211c80319c"));
        Assert.That(span, Is.Not.EqualTo("b7ad6b7169203331"));
        Assert.That(flags, Is.EqualTo("01"), "whether it is recorded is decided where the trace began");
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("rubbish")]
    [TestCase("00-0af7651916cd43dd8448eb211c80319c")]
    public void Without_either_a_trace_begins(string? cause)
    {
        Assert.That(ActivityContext.TryParse(TraceParent(cause), null, out var context), Is.True);
        Assert.That(context.TraceId.ToHexString(), Is.Not.EqualTo(new string('0', 32)));

        var another = TraceParent(cause);
        Assert.That(another, Does.Not.Contain(context.TraceId.ToHexString()));
    }

    private static string TraceParent(string? cause) => WireFormat.Write(
        LedgerMessages.Deposited, new Deposited(Guid.NewGuid(), 1), new Cause(null, null, cause), DateTime.UtcNow)
        .Headers.Text("traceparent")!;

    private static (string Trace, string Span, string Flags) Parts(string traceParent)
    {
        var parts = traceParent.Split('-');
        return (parts[1], parts[2], parts[3]);
    }
}
