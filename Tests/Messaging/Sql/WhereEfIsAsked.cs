using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Tests.House;

namespace Tests.Messaging;

/// <summary>A place in a source at which EF sends something to a database.</summary>
/// <param name="Path">The file.</param>
/// <param name="First">The line on which the statement begins that does it.</param>
/// <param name="Last">The line on which it ends.</param>
internal sealed record WhereEfIsAsked(string Path, int First, int Last)
{
    private static readonly string[] Executing = ["SaveChanges", "EnsureCreated", "EnsureDeleted", "Migrate", "Find"];

    public override string ToString() => $"{Path}:{First}";

    /// <summary>Whether a statement was sent from here.</summary>
    public bool Has(AskedStatement asked) => asked.Stack.GetFrames().Any(frame =>
        frame.GetFileName()?.EndsWith("/" + Path, StringComparison.Ordinal) == true
        && First <= frame.GetFileLineNumber() && frame.GetFileLineNumber() <= Last);

    /// <summary>All of them, as the compiler sees: wherever a query stops being one.</summary>
    /// <param name="sources">All files of some projects.</param>
    public static IReadOnlyList<WhereEfIsAsked> In(IReadOnlyList<Source> sources)
    {
        var compilation = FolderUses.Compile(sources);
        return [.. sources.SelectMany(source => Of(source, compilation.GetSemanticModel(source.Tree)))];
    }

    private static IEnumerable<WhereEfIsAsked> Of(Source source, SemanticModel model) =>
        from node in source.Root.DescendantNodes()
        where IsAsked(node, model)
        let lines = StatementOf(node).GetLocation().GetLineSpan()
        select new WhereEfIsAsked(source.Path, lines.StartLinePosition.Line + 1, lines.EndLinePosition.Line + 1);

    private static bool IsAsked(SyntaxNode node, SemanticModel model) => node switch
    {
        InvocationExpressionSyntax call =>
            MethodOf(call, model) is { } method && (IsOfEf(method) || Ends(method, call, model)),
        ForEachStatementSyntax loop => IsQuery(model.GetTypeInfo(loop.Expression).Type),
        SpreadElementSyntax spread => IsQuery(model.GetTypeInfo(spread.Expression).Type),
        _ => false,
    };

    private static IMethodSymbol? MethodOf(InvocationExpressionSyntax call, SemanticModel model)
    {
        var info = model.GetSymbolInfo(call);
        return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) as IMethodSymbol;
    }

    /// <summary>A method of EF that answers a task, or is known to wait for the database itself.</summary>
    private static bool IsOfEf(IMethodSymbol method) =>
        method.ContainingAssembly?.Name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) == true
        && (method.ReturnType.Name is "Task" or "ValueTask"
            || Executing.Contains(method.Name)
            || method.Name.StartsWith("Execute", StringComparison.Ordinal));

    /// <summary>A method of LINQ that makes of a query something else: a number, a row, a list.</summary>
    private static bool Ends(IMethodSymbol method, InvocationExpressionSyntax call, SemanticModel model) =>
        method.ContainingType.ToDisplayString() switch
        {
            "System.Linq.Queryable" => !IsQuery(method.ReturnType),
            "System.Linq.Enumerable" =>
                call.Expression is MemberAccessExpressionSyntax of && IsQuery(model.GetTypeInfo(of.Expression).Type),
            _ => false,
        };

    private static bool IsQuery(ITypeSymbol? type) =>
        type is not null && type.AllInterfaces.Prepend(type).Any(known => known.Name == "IQueryable");

    private static SyntaxNode StatementOf(SyntaxNode node) =>
        (SyntaxNode?)node.FirstAncestorOrSelf<StatementSyntax>()
        ?? node.FirstAncestorOrSelf<MemberDeclarationSyntax>()!;
}
