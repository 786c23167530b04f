using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.House;

/// <summary>No interface has one implementation, but for a seam that says what it is for.</summary>
[Category("Unit")]
internal sealed class Seams
{
    private const string Official = "The official rider's own name, by which its users know it.";

    private static readonly Exemption[] Exemptions =
    [
        new("Messaging/GroupCommit/Group.cs", "IGroupMember", "The group commit knows rows of sagas, but not EF."),
        new("Messaging/GroupCommit/TableRows.cs", "ITableRows", "Rows of tables of all types stand in one list."),
        new("Messaging/Kafka/ITopicProducer.cs", "ITopicProducer", Official),
        new("Messaging/Kafka/ITopicProducer.cs", "IKafkaRider", Official),
        new("Messaging/Kafka/ITopicProducer.cs", "ITopicEndpointStatus", "What a health check sees of a consumer."),
        new("Messaging/KafkaConfiguration.cs", "IKafkaFactoryConfigurator", Official),
        new("Messaging/KafkaConfiguration.cs", "IKafkaTopicReceiveEndpointConfigurator", Official),
        new("Messaging/Sagas/ISagaProjection.cs", "ISagaProjection", "The library does not know what a saga is about."),
        new("Orders.Hosting/DatabaseMigration.cs", "IDatabaseMigration", "A host migrates contexts of all types."),
    ];

    [Test]
    public void An_interface_has_several_implementations() => Assert.That(
        Exemption.Apply(Lonely([.. Source.All.Where(source => !source.IsTest)]), Exemptions), Is.Empty);

    [TestCase("class B : IA;", "has an interface 'IA' with 1 implementation: B")]
    [TestCase("record B(int C) : IA;", "has an interface 'IA' with 1 implementation: B")]
    [TestCase("interface IB : IA; class B : IB; class C : IB;", "has an interface 'IA' with 0 implementations")]
    public void One_with_a_single_implementation_is_told(string code, string complaint) => Assert.That(
        Lonely([new Source("A/IA.cs", "interface IA;"), new Source("A/B.cs", code)]).Select(found => found.ToString()),
        Is.EqualTo([$"A/IA.cs:1 {complaint}"]));

    [Test]
    public void One_with_two_is_left_alone() => Assert.That(
        Lonely([new Source("A/IA.cs", "interface IA<T>; class B : IA<int>; struct C : D.IA<long>;")]), Is.Empty);

    private static IEnumerable<Complaint> Lonely(IReadOnlyList<Source> sources)
    {
        var implementations = sources
            .SelectMany(source => source.Root.DescendantNodes().OfType<TypeDeclarationSyntax>())
            .Where(type => type is not InterfaceDeclarationSyntax)
            .SelectMany(type => (type.BaseList?.Types ?? []).Select(known => (
                Interface: NameOf(known.Type), Type: type.Identifier.Text)))
            .ToLookup(pair => pair.Interface, pair => pair.Type);
        foreach (var source in sources)
        {
            foreach (var declared in source.Root.DescendantNodes().OfType<InterfaceDeclarationSyntax>())
            {
                var name = declared.Identifier.Text;
                var types = implementations[name].Distinct().ToList();
                if (types.Count < 2)
                    yield return source.Complain(
                        declared,
                        $"has an interface '{name}' with {types.Count} implementation{(types.Count == 1 ? ": " : "s")}"
                        + string.Join(", ", types));
            }
        }
    }

    private static string NameOf(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        SimpleNameSyntax simple => simple.Identifier.Text,
        _ => type.ToString(),
    };
}
