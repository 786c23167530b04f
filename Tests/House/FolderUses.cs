using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.House;

/// <summary>
/// Which folder of a project uses which: a file uses the folder that declares what a name in it means. The compiler
/// tells what it means, since all folders of Messaging share one namespace.
/// </summary>
internal static class FolderUses
{
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>What this process runs on: the runtime, ASP.NET, all packages, and each project's assembly.</summary>
    private static readonly Dictionary<string, MetadataReference> Assemblies =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .DistinctBy(Path.GetFileName)
            .ToDictionary(
                path => Path.GetFileNameWithoutExtension(path),
                path => (MetadataReference)MetadataReference.CreateFromFile(path));

    /// <summary>A name in a file that another folder declares.</summary>
    /// <param name="From">The file's folder; empty for the project's own.</param>
    /// <param name="To">The folder that declares it.</param>
    /// <param name="Name">The type.</param>
    /// <param name="Where">The file.</param>
    internal sealed record Use(string From, string To, string Name, string Where)
    {
        public override string ToString() => $"{Where} uses {Name}";
    }

    /// <param name="sources">All files of one project.</param>
    public static IReadOnlyList<Use> In(IReadOnlyList<Source> sources)
    {
        var byTree = sources.ToDictionary(source => source.Tree);
        var compilation = Compile(sources);
        return [.. sources.AsParallel().AsOrdered().SelectMany(source => Of(source, compilation, byTree)).Distinct()];
    }

    /// <summary>Sources as the compiler understands them; what it generates from them itself it lacks.</summary>
    /// <param name="sources">All files of some projects.</param>
    internal static CSharpCompilation Compile(IReadOnlyList<Source> sources)
    {
        var projects = sources.Select(source => source.Project).ToHashSet();
        return CSharpCompilation.Create(
            sources[0].Project,
            sources.Select(source => source.Tree).Append(CSharpSyntaxTree.ParseText(ImplicitUsings)),
            Assemblies.Where(assembly => !projects.Contains(assembly.Key)).Select(assembly => assembly.Value),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    private static IEnumerable<Use> Of(Source source, Compilation compilation, Dictionary<SyntaxTree, Source> byTree)
    {
        var model = compilation.GetSemanticModel(source.Tree);
        foreach (var name in source.Root.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var info = model.GetSymbolInfo(name);
            if (TypeOf(info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not { } type)
                continue;
            var folders = type.DeclaringSyntaxReferences
                .Where(reference => byTree.ContainsKey(reference.SyntaxTree))
                .Select(reference => byTree[reference.SyntaxTree].Folder).ToList();
            if (folders.Count > 0 && !folders.Contains(source.Folder))
                yield return new(source.Folder, folders[0], type.Name, Path.GetFileName(source.Path));
        }
    }

    private static INamedTypeSymbol? TypeOf(ISymbol? symbol) => (symbol switch
    {
        INamedTypeSymbol type => type,
        IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType,
        _ => null,
    })?.OriginalDefinition;
}
