using System.Text.RegularExpressions;

namespace Tests.House;

/// <summary>What a page shows it sets as text: no string that came from elsewhere becomes markup or code.</summary>
[Category("Unit")]
internal sealed partial class Pages
{
    [Test]
    public void Pages_make_no_markup_of_strings() =>
        Assert.That(Repository.Files(".js", ".html").SelectMany(page => Unsafe(page.Path, page.Text)), Is.Empty);

    [TestCase("row.innerHTML = name;", "innerHTML")]
    [TestCase("row.outerHTML = name;", "outerHTML")]
    [TestCase("row.insertAdjacentHTML('beforeend', name);", "insertAdjacentHTML")]
    [TestCase("document.write(name);", "document.write")]
    [TestCase("eval(name);", "eval(")]
    public void A_page_that_does_is_told(string code, string call) => Assert.That(
        Unsafe("a.js", $"\n{code}").Select(found => found.ToString()),
        Is.EqualTo([$"a.js:2 calls {call}: set textContent"]));

    [Test]
    public void A_page_that_does_not_is_left_alone() =>
        Assert.That(Unsafe("a.js", "row.textContent = name; const medieval = (1);"), Is.Empty);

    private static IEnumerable<Complaint> Unsafe(string path, string text) =>
        from line in text.Split('\n').Index()
        from Match match in Markup().Matches(line.Item)
        select new Complaint(path, line.Index + 1, $"calls {match.Value}: set textContent");

    [GeneratedRegex(@"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\()")]
    private static partial Regex Markup();
}
