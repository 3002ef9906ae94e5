using System.Collections.Immutable;
using SegLang.Analysis;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>
/// A rule set as an editor sees it: complete also where it has errors. Immutable and safe to read from many threads; an edit makes
/// a new one.
/// </summary>
public sealed class RuleSnapshot
{
    private readonly Compilation compilation;
    private readonly BindingRecord record = new();
    private readonly Lazy<ImmutableArray<Diagnostic>> diagnostics;
    private readonly ImmutableDictionary<string, ImmutableArray<SymbolUse>> uses;
    private readonly ILookup<Symbol, SymbolUse> references;
    private readonly Dictionary<Symbol, BoundDefinition> definitions;

    private RuleSnapshot(ImmutableArray<SyntaxTree> trees)
    {
        compilation = Compilation.Create(trees, record);
        diagnostics = new(compilation.Analyze);
        definitions = compilation.Definitions.ToDictionary(d => d.Symbol);
        uses = record.Names.All
            .Distinct()
            .GroupBy(u => u.Source.Path)
            .ToImmutableDictionary(
                g => g.Key,
                g => g.OrderBy(u => u.Span.Start).Select(u => new SymbolUse(u.Source, u.Span, u.Symbol, u.IsDeclaration)).ToImmutableArray());
        references = Trees.SelectMany(t => Uses(t.Source.Path)).OrderBy(u => !u.IsDeclaration).ToLookup(u => u.Symbol);
    }

    /// <summary>Reads the files of one rule set; a path is the name relative to the rule folder, with `/`.</summary>
    public static RuleSnapshot Create(IEnumerable<SourceText> sources) => new([.. sources.Select(SyntaxTree.Parse)]);

    /// <summary>With a file added, or replaced where there is one of that path.</summary>
    public RuleSnapshot With(SourceText source) => new([.. Others(source.Path), SyntaxTree.Parse(source)]);

    /// <summary>Without the file of that path.</summary>
    public RuleSnapshot Without(string path) => new([.. Others(path)]);

    /// <summary>The files, by path (ordinal).</summary>
    public ImmutableArray<SyntaxTree> Trees => compilation.Trees;

    /// <summary>The declared names.</summary>
    public SymbolTable Symbols => compilation.Symbols;

    /// <summary>The bound rule set; null where there is an error anywhere.</summary>
    public BoundRuleSet? Rules => compilation.Rules;

    /// <summary>The file of that path, or null.</summary>
    public SyntaxTree? Tree(string path) => Trees.FirstOrDefault(t => t.Source.Path == path);

    /// <summary>The meaning of a trait, segment, class, score or journey; null where it has an error.</summary>
    public BoundDefinition? Definition(Symbol symbol) => definitions.GetValueOrDefault(symbol);

    /// <summary>What the compiler says about one file, warnings of the analysis among it where no file has an error; by place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics(string path) => [.. diagnostics.Value.Where(d => d.Source.Path == path)];

    /// <summary>Every place in a file that names a symbol, declarations among them, by place.</summary>
    public ImmutableArray<SymbolUse> Uses(string path) => uses.GetValueOrDefault(path, []);

    /// <summary>Every place in all files that names the symbol, its declaration first, then by path and place.</summary>
    public ImmutableArray<SymbolUse> References(Symbol symbol) => [.. references[symbol]];

    /// <summary>What is named at, or just before or after, a position; null where nothing is.</summary>
    public SymbolUse? UseAt(string path, int position)
    {
        ImmutableArray<SymbolUse> all = Uses(path);
        return all.FirstOrDefault(u => u.Span.Start <= position && position < u.Span.End) ?? all.FirstOrDefault(u => u.Span.Touches(position));
    }

    /// <summary>The type of an expression of a file's tree, as bound; null where it is unknown.</summary>
    public SegType? TypeOf(string path, ExpressionSyntax syntax) =>
        record.Places.LastOrDefault(p => p.Source.Path == path && ReferenceEquals(p.Syntax, syntax)).Bound?.Type is { IsError: false } type ? type : null;

    /// <summary>The expression of a file that was bound from exactly that span; null where there is none or it has an error.</summary>
    public BoundExpression? BoundAt(string path, TextSpan span) =>
        record.Places.LastOrDefault(p => p.Source.Path == path && p.Syntax.Span == span && !p.Bound.Type.IsError).Bound;

    /// <summary>
    /// The type that fits where an expression stands or is missing: the other operand's of a comparison, a parameter's, a field's …;
    /// null where anything fits.
    /// </summary>
    public SegType? ExpectedTypeAt(string path, int position) =>
        record.Expected
            .Where(e => e.Source.Path == path && (e.Span.Touches(position) || IsGap(e, position)))
            .OrderBy(e => e.Span.Length)
            .Select(e => e.Type)
            .FirstOrDefault();

    // A missing expression is found right behind the last token; what is blank after it belongs to the gap.
    private static bool IsGap(ExpectedType place, int position) =>
        place.Span.Length == 0 && place.Span.Start < position && position <= place.Source.Content.Length
        && place.Source.Content.AsSpan(place.Span.Start, position - place.Span.Start).IsWhiteSpace();

    private IEnumerable<SyntaxTree> Others(string path) => Trees.Where(t => t.Source.Path != path);
}
