using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.House;

/// <summary>
/// Who knows Kafka's client, EF, MassTransit, ASP.NET and the databases' own clients. Tests may know them all.
/// </summary>
[Category("Unit")]
internal sealed class PackageArrows
{
    private static readonly string[] Services = ["Orders.Api", "Orders.Saga", "Payments.Worker", "Inventory.Worker"];

    /// <summary>Which folders may know a namespace, with all that are in them or, after "/*", without.</summary>
    private static readonly Dictionary<string, string[]> MayBeKnownBy = new()
    {
        ["Confluent.Kafka"] =
            ["Messaging/Kafka", "Orders.Testing/*", "Orders.Testing/Simulation", "Orders.Testing/Topics"],
        ["MassTransit"] =
        [
            "Messaging/*", "Messaging/Endpoints", "Messaging/Kafka", "Messaging/Sagas", "Messaging/Deadlines",
            "Orders.Data", "Orders.Hosting/*", "Orders.Testing/*", "Orders.Testing/Simulation", "Orders.Saga",
            "Payments.Worker/*", "Inventory.Worker",
        ],
        ["Microsoft.EntityFrameworkCore"] =
        [
            "Messaging/*", "Messaging/Sagas", "Messaging/Operators", "Messaging/Gauges", "Orders.Data",
            "Orders.Hosting/*", "Orders.Testing", "Payments.Worker/*", "Inventory.Worker",
        ],
        ["Microsoft.Data"] =
            ["Messaging/Sql", "Orders.Hosting/*", "Orders.Testing/Simulation", "Payments.Worker/Gateway"],
        ["Npgsql"] = ["Messaging/Sql", "Orders.Hosting/*"],
        ["Microsoft.AspNetCore"] = ["Orders.Hosting", .. Services, "Orders.Standalone", "Orders.Testing"],
        ["OpenTelemetry"] = ["Orders.Hosting/Telemetry"],
        ["Microsoft.OpenApi"] = ["Orders.Hosting/OpenApi"],
        ["YamlDotNet"] = ["Orders.Testing/Documents"],
        ["NUnit"] = [],
    };

    [Test]
    public void Packages_are_known_only_where_they_may_be() =>
        Assert.That(Exemption.Apply(Source.All.SelectMany(Strangers)), Is.Empty);

    [TestCase("Messaging/Sagas/A.cs", "using Confluent.Kafka;")]
    [TestCase("Messaging/A.cs", "using Confluent.Kafka.Admin;")]
    [TestCase("Messaging/Kafka/A.cs", "using Microsoft.EntityFrameworkCore;")]
    [TestCase("Messaging/Outbox/A.cs", "using static Microsoft.EntityFrameworkCore.EF;")]
    [TestCase("Messaging/Outbox/A.cs", "class A { Npgsql.NpgsqlConnection Open() => new(); }")]
    [TestCase("Messaging/GroupCommit/A.cs", "using MassTransit;")]
    [TestCase("Messaging/A.cs", "using Microsoft.AspNetCore.Builder;")]
    [TestCase("Contracts/A.cs", "using MassTransit;")]
    [TestCase("Orders.Api/Reading/A.cs", "using Microsoft.EntityFrameworkCore;")]
    [TestCase("Payments.Worker/Gateway/A.cs", "using MassTransit;")]
    [TestCase("Orders.Data/A.cs", "using Query = Microsoft.AspNetCore.Http.IQueryCollection;")]
    [TestCase("Orders.Testing/A.cs", "using NUnit.Framework;")]
    public void A_folder_that_knows_what_it_may_not_is_told(string path, string code) => Assert.That(
        Strangers(new Source(path, code)).Select(complaint => complaint.What),
        Has.One.Matches("^must not know [A-Za-z.]+: it is the business of"));

    [TestCase("Messaging/Kafka/A.cs", "using Confluent.Kafka;")]
    [TestCase("Messaging/A.cs", "using Microsoft.EntityFrameworkCore;")]
    [TestCase("Orders.Hosting/Problems/A.cs", "using Microsoft.AspNetCore.Http;")]
    [TestCase("Messaging/Sql/A.cs", "// using MassTransit;\nclass A { string s = \"MassTransit.X\"; }")]
    public void A_folder_that_knows_what_it_may_is_left_alone(string path, string code) =>
        Assert.That(Strangers(new Source(path, code)), Is.Empty);

    private static IEnumerable<Complaint> Strangers(Source source) =>
        from node in source.Root.DescendantNodes()
        let name = NameIn(node)
        where name is not null
        from package in MayBeKnownBy
        where IsOf(name, package.Key) && !source.IsTest && !package.Value.Any(source.IsIn)
        select source.Complain(node, $"must not know {package.Key}: it is the business of "
            + (package.Value.Length == 0 ? "tests" : string.Join(", ", package.Value)));

    /// <summary>A name from a namespace on; what stands within a longer one is not looked at by itself.</summary>
    private static string? NameIn(SyntaxNode node) => node switch
    {
        UsingDirectiveSyntax directive => directive.NamespaceOrType.ToString(),
        BaseNamespaceDeclarationSyntax declared => declared.Name.ToString(),
        QualifiedNameSyntax { Parent: not (NameSyntax or UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax) } or
            MemberAccessExpressionSyntax { Parent: not MemberAccessExpressionSyntax } => node.ToString(),
        _ => null,
    };

    private static bool IsOf(string name, string package) =>
        name == package || name.StartsWith(package + ".", StringComparison.Ordinal);
}
