namespace Tests.House;

/// <summary>What may break a rule is named, and only for as long as it does.</summary>
[Category("Unit")]
internal sealed class Exemptions
{
    private static readonly Complaint Sleep = new("A.cs", 3, "sleeps: wait for the condition");

    [Test]
    public void Leave_out_what_they_name() =>
        Assert.That(Exemption.Apply([Sleep], new Exemption("A.cs", "sleeps", "A reason.")), Is.Empty);

    [Test]
    public void Leave_everything_else() => Assert.That(
        Exemption.Apply([Sleep, Sleep with { Path = "B.cs" }], new Exemption("A.cs", "sleeps", "A reason.")),
        Is.EqualTo(["B.cs:3 sleeps: wait for the condition"]));

    [Test]
    public void Are_to_be_removed_when_nothing_needs_them() => Assert.That(
        Exemption.Apply([], new Exemption("A.cs", "sleeps", "A reason.")),
        Is.EqualTo(["A.cs needs no exemption for 'sleeps' any more: remove it"]));
}
