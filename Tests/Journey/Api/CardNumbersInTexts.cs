using Orders.Hosting;

namespace Tests.Journey.Api;

/// <summary>Card numbers are found however they are written, and little else is taken for one.</summary>
[Category("Unit")]
internal sealed class CardNumbersInTexts
{
    [TestCase("4111111111111111", "…")]
    [TestCase("pay 4111 1111 1111 1111 now", "pay … now")]
    [TestCase("4111-1111-1111-1111", "…")]
    [TestCase("4111.1111.1111.1111", "…")]
    [TestCase("4111_1111_1111_1111", "…")]
    [TestCase("4111/1111/1111/1111", "…")]
    [TestCase("4111111111111111 12/27", "… 12/27")]
    [TestCase("4111 1111 1111 1111 123", "… 123")]
    [TestCase("42 4111111111111111", "42 …")]
    [TestCase("4111111111111111 5555555555554444", "… …")]
    [TestCase("3782 822463 10005", "…")]
    [TestCase("3530111333300000", "…")]
    [TestCase("6304000000000000", "…")]
    [TestCase("\uff14111111111111111", "…")]
    public void Are_found_and_masked(string text, string masked)
    {
        Assert.That(CardNumbers.IsIn(text));
        Assert.That(CardNumbers.Masked(text), Is.EqualTo(masked));
    }

    [TestCase("")]
    [TestCase("c-42")]
    [TestCase("4111111111111112")]
    [TestCase("411111111111")]
    [TestCase("00000000000000000000000000")]
    [TestCase("ordered 2026-01-31, refunded 12.50 on 2026-02-28 at 10:30")]
    [TestCase("0198c7a4-52d0-7c3e-9f1b-6a2d4e8f0b17")]
    public void Are_not_seen_where_there_is_none(string text)
    {
        Assert.That(CardNumbers.IsIn(text), Is.False);
        Assert.That(CardNumbers.Masked(text), Is.EqualTo(text));
    }

    [TestCase("4111111111111111", true)]
    [TestCase("42 4111 1111 1111 1111", true)]
    [TestCase("4006381333931", false, TestName = "an article's number (EAN) that has the check digit of a card")]
    [TestCase("30569309025904", false, TestName = "one of 14 digits")]
    [TestCase("1234567890123452", false, TestName = "a customer's number that has the check digit of a card")]
    public void Are_told_from_other_long_numbers_by_their_schemes(string text, bool isCard) =>
        Assert.That(CardNumbers.IsOfAScheme(text), Is.EqualTo(isCard));
}
