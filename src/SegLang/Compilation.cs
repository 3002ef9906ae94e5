using System.Collections.Immutable;
using SegLang.Analysis;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang;

/// <summary>
/// A rule set, from its texts to its meaning. Immutable; does no I/O. <see cref="Rules"/> is there exactly when no finding is an error.
/// </summary>
public sealed class Compilation
{
    private Compilation(
        ImmutableArray<SyntaxTree> trees, SymbolTable table, BoundRuleSet? rules, ImmutableArray<Diagnostic> diagnostics)
    {
        Trees = trees;
        Symbols = table;
        Rules = rules;
        Diagnostics = diagnostics;
    }

    /// <summary>The files in order of path (ordinal), which is the order of declaration.</summary>
    public ImmutableArray<SyntaxTree> Trees { get; }

    /// <summary>The bound rule set; null where <see cref="Diagnostics"/> holds an error.</summary>
    public BoundRuleSet? Rules { get; }

    /// <summary>What the lexer, the parser and the binder found, by file and place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The declared names.</summary>
    public SymbolTable Symbols { get; }

    /// <summary>Parses and binds the files of one rule set.</summary>
    public static Compilation Create(IEnumerable<SourceText> sources, CancellationToken cancellation = default)
    {
        List<SyntaxTree> trees = [];
        foreach (SourceText source in sources)
        {
            cancellation.ThrowIfCancellationRequested();
            trees.Add(SyntaxTree.Parse(source));
        }

        return Create([.. trees]);
    }

    /// <summary>Binds files that are parsed already.</summary>
    public static Compilation Create(ImmutableArray<SyntaxTree> trees)
    {
        trees = [.. trees.OrderBy(t => t.Source.Path, StringComparer.Ordinal)];
        DiagnosticBag bag = new();
        if (FindExcess(trees) is { } excess)
        {
            return new Compilation(trees, SymbolTable.Declare([], new DiagnosticBag()), null, [excess]);
        }

        SymbolTable table = SymbolTable.Declare(trees, bag);
        BoundRuleSet? rules = Binder.Bind(table, trees, bag);
        ImmutableArray<Diagnostic> all =
            [.. trees.SelectMany(t => t.Diagnostics)
                .Concat(new SyntaxShadow(trees).Without(bag.ToImmutable()))
                .OrderBy(d => d.Source.Path, StringComparer.Ordinal)
                .ThenBy(d => d.Span.Start)
                .ThenBy(d => d.Code, StringComparer.Ordinal)];
        bool failed = all.Any(d => d.Severity == Severity.Error);
        return new Compilation(trees, table, failed ? null : rules, all);
    }

    // A rule set beyond the limit is not looked at; the parser keeps each file within it.
    internal static Diagnostic? FindExcess(ImmutableArray<SyntaxTree> trees)
    {
        int count = 0;
        SyntaxTree? first = trees.FirstOrDefault(t => (count += t.Root.Declarations.Length) > Limits.Declarations);
        return first is null
            ? null
            : SegLang.Diagnostics.Rules.TooManyDeclarations.At(first.Source, first.Root.Declarations[^1].Keyword.Span);
    }

    /// <summary>Every finding: <see cref="Diagnostics"/> and, where none is an error, the warnings of the analysis.</summary>
    public ImmutableArray<Diagnostic> Analyze() =>
        Rules is null ? Diagnostics : [.. Diagnostics.Concat(Analyzer.Analyze(Rules, Trees))
            .OrderBy(d => d.Source.Path, StringComparer.Ordinal)
            .ThenBy(d => d.Span.Start)
            .ThenBy(d => d.Code, StringComparer.Ordinal)];
}
