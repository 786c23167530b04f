using Orders.Saga;

namespace Tests.Saga;

[Category("Unit")]
internal sealed class HowLongIsWaited
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Patience patience = new();

    [TestCase(0, 1)]
    [TestCase(1, 2)]
    [TestCase(3, 4)]
    [TestCase(7, 8)]
    [TestCase(15, 1)]
    public void From_one_asking_to_the_next(int elapsed, int wait) =>
        Assert.That(patience.NextForStep(elapsed * Minute), Is.EqualTo(wait * Minute));

    [TestCase(0, 1)]
    [TestCase(7, 7)]
    [TestCase(14, 14)]
    [TestCase(28, 2)]
    public void From_one_asking_for_an_undo_to_the_next(int elapsed, int wait) =>
        Assert.That(patience.NextForUndo(elapsed * Minute), Is.EqualTo(wait * Minute));
}
