using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
    private readonly Lock gate = new();
    private readonly Lock whole = new();
    private readonly Lock analysis = new();
    private readonly RuleCheck check;
    private readonly Diagnostic? excess;
    private readonly Dictionary<string, ImmutableArray<Diagnostic>> findings = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, ImmutableArray<Diagnostic>> warnings = ImmutableDictionary<string, ImmutableArray<Diagnostic>>.Empty;
    private volatile bool isAnalysed;
    private BoundRuleSet? rules;
    private bool? hasErrors;

    private RuleSnapshot(ImmutableArray<SyntaxTree> trees, RuleSnapshot? previous)
    {
        Trees = IsInOrder(trees) ? trees : [.. trees.OrderBy(t => t.Source.Path, StringComparer.Ordinal)];
        excess = Compilation.FindExcess(Trees);
        if (previous is null)
        {
            check = new RuleCheck(excess is null ? Trees : [], null);
            return;
        }

        warnings = MovedWarnings.Of(Volatile.Read(ref previous.warnings), previous, this);
        lock (previous.gate)
        {
            check = new RuleCheck(excess is null ? Trees : [], previous.check);
        }
    }

    /// <summary>Reads the files of one rule set; a path is the name relative to the rule folder, with `/`.</summary>
    public static RuleSnapshot Create(IEnumerable<SourceText> sources) => new(Parse([.. sources]), null);

    /// <summary>With a file added, or replaced where there is one of that path; only that file is read anew.</summary>
    public RuleSnapshot With(SourceText source)
    {
        SyntaxTree tree = SyntaxTree.Parse(source);
        int slot = Symbols.SlotOf(source.Path);
        return new(slot >= 0 ? Trees.SetItem(slot, tree) : [.. Others(source.Path), tree], this);
    }

    /// <summary>With several files added or replaced at once.</summary>
    public RuleSnapshot WithAll(IReadOnlyCollection<SourceText> sources)
    {
        HashSet<string> paths = [.. sources.Select(s => s.Path)];
        return new([.. Trees.Where(t => !paths.Contains(t.Source.Path)), .. Parse([.. sources])], this);
    }

    private static ImmutableArray<SyntaxTree> Parse(SourceText[] sources)
    {
        SyntaxTree[] trees = new SyntaxTree[sources.Length];
        Parallel.For(0, sources.Length, i => trees[i] = SyntaxTree.Parse(sources[i]));
        return ImmutableCollectionsMarshal.AsImmutableArray(trees);
    }

    /// <summary>Without the file of that path.</summary>
    public RuleSnapshot Without(string path) => new([.. Others(path)], this);

    /// <summary>The files, by path (ordinal).</summary>
    public ImmutableArray<SyntaxTree> Trees { get; }

    /// <summary>The declared names.</summary>
    public SymbolTable Symbols => check.Table;

    /// <summary>How many declarations had to be bound to answer what was asked so far; the others were taken over.</summary>
    public int BoundDeclarations => check.Bound;

    /// <summary>The whole bound rule set, which takes time once, while others may go on reading; null where there is an error anywhere.</summary>
    public BoundRuleSet? Rules
    {
        get
        {
            if (HasErrors)
            {
                return null;
            }

            lock (whole)
            {
                return rules ??= BindAll();
            }
        }
    }

    /// <summary>Whether any file has an error.</summary>
    public bool HasErrors
    {
        get
        {
            for (int i = 0; hasErrors is null && excess is null && i < Trees.Length; i++)
            {
                lock (gate)
                {
                    check.Complete(Trees[i].Source.Path);
                }
            }

            lock (gate)
            {
                return hasErrors ??= excess is not null || check.HasErrors();
            }
        }
    }

    // Some at a time, with a pause in which whoever waits comes first: a lock that is taken again at once would not let them.
    private BoundRuleSet? BindAll(CancellationToken cancellation = default)
    {
        foreach (Symbol[] some in Symbols.Declared.Where(DefinitionOrder.IsDefinition).Chunk(50))
        {
            cancellation.ThrowIfCancellationRequested();
            lock (gate)
            {
                foreach (Symbol symbol in some)
                {
                    _ = check.Definition(symbol);
                }
            }

            Thread.Sleep(1);
        }

        lock (gate)
        {
            return check.Whole();
        }
    }

    /// <summary>The file of that path, or null.</summary>
    public SyntaxTree? Tree(string path)
    {
        int low = 0, high = Trees.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = string.CompareOrdinal(Trees[middle].Source.Path, path);
            if (order == 0)
            {
                return Trees[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>The meaning of a trait, segment, class, score or journey; null where it has an error.</summary>
    public BoundDefinition? Definition(Symbol symbol)
    {
        lock (gate)
        {
            return check.Definition(symbol);
        }
    }

    /// <summary>What is wrong with one file, by place: quickly known, since the analysis takes no part in it.</summary>
    public ImmutableArray<Diagnostic> Errors(string path)
    {
        lock (gate)
        {
            if (!findings.TryGetValue(path, out ImmutableArray<Diagnostic> found))
            {
                found = excess is null ? Sorted(check.Findings(path)) : excess.Source.Path == path ? [excess] : [];
                findings.Add(path, found);
            }

            return found;
        }
    }

    /// <summary>What the compiler says about one file, warnings of the analysis among it where no file has an error; by place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics(string path)
    {
        ImmutableArray<Diagnostic> found = Errors(path);
        _ = Analyse();
        return Sorted(found.Concat(warnings.GetValueOrDefault(path, [])));
    }

    /// <summary>
    /// The same as far as it is known by now: where the analysis has not been made, its warnings are those of the last snapshot for
    /// which it was, where the text still reads the same, and none in a file that has an error.
    /// </summary>
    public ImmutableArray<Diagnostic> LatestDiagnostics(string path)
    {
        ImmutableArray<Diagnostic> found = Errors(path);
        return Volatile.Read(ref warnings).GetValueOrDefault(path, []) is { IsEmpty: false } known && (isAnalysed || !found.Any(d => d.Severity == Severity.Error))
            ? Sorted(found.Concat(known))
            : found;
    }

    /// <summary>
    /// Makes the analysis, which takes long in a large rule set, while nobody who asks for anything else waits for it; true where its
    /// warnings are others than <see cref="LatestDiagnostics"/> has told so far.
    /// </summary>
    public bool Analyse(CancellationToken cancellation = default)
    {
        lock (analysis)
        {
            if (isAnalysed)
            {
                return false;
            }

            ImmutableArray<Diagnostic> found = !HasErrors && (rules ?? BindAll(cancellation)) is { } bound ? Analyzer.Analyze(bound, Trees, cancellation) : [];
            lock (gate)
            {
                check.Forget();
            }

            ImmutableDictionary<string, ImmutableArray<Diagnostic>> before = warnings;
            Volatile.Write(ref warnings, found.GroupBy(w => w.Source.Path).ToImmutableDictionary(g => g.Key, Sorted, StringComparer.Ordinal));
            isAnalysed = true;
            return before.Count != warnings.Count || before.Any(p => !p.Value.SequenceEqual(warnings.GetValueOrDefault(p.Key, [])));
        }
    }

    /// <summary>Every place in a file that names a symbol, declarations among them, by place.</summary>
    public ImmutableArray<SymbolUse> Uses(string path)
    {
        lock (gate)
        {
            return check.Uses(path);
        }
    }

    /// <summary>Every place in all files that names the symbol, its declaration first, then by path and place.</summary>
    public ImmutableArray<SymbolUse> References(Symbol symbol)
    {
        lock (gate)
        {
            return check.References(symbol);
        }
    }

    /// <summary>What is named at, or just before or after, a position; null where nothing is.</summary>
    public SymbolUse? UseAt(string path, int position)
    {
        ImmutableArray<SymbolUse> all = Uses(path);
        return all.FirstOrDefault(u => u.Span.Start <= position && position < u.Span.End) ?? all.FirstOrDefault(u => u.Span.Touches(position));
    }

    /// <summary>The type of an expression of a file's tree, as bound; null where it is unknown.</summary>
    public SegType? TypeOf(string path, ExpressionSyntax syntax) =>
        PlacesAt(path, syntax.Span.Start).LastOrDefault(p => ReferenceEquals(p.Syntax, syntax)).Bound?.Type is { IsError: false } type ? type : null;

    /// <summary>The type of an expression that stands in no file, with the names that the scope knows; null where it has none. Reports nothing.</summary>
    public SegType? TypeOf(SourceText source, ExpressionSyntax syntax, Scope scope) => Bind(source, syntax, scope) is { Type: { IsError: false } type } ? type : null;

    /// <summary>The meaning of an expression that stands in no file, with the names that the scope knows; null where it has none. Reports nothing.</summary>
    public BoundExpression? Bind(SourceText source, ExpressionSyntax syntax, Scope scope)
    {
        lock (gate)
        {
            return check.BindApart(source, syntax, scope) is { Type.IsError: false } bound ? bound : null;
        }
    }

    /// <summary>The expression of a file that was bound from exactly that span; null where there is none or it has an error.</summary>
    public BoundExpression? BoundAt(string path, TextSpan span) =>
        PlacesAt(path, span.Start).LastOrDefault(p => p.Syntax.Span == span && !p.Bound.Type.IsError).Bound;

    /// <summary>
    /// The type that fits where an expression stands or is missing: the other operand's of a comparison, a parameter's, a field's …;
    /// null where anything fits.
    /// </summary>
    public SegType? ExpectedTypeAt(string path, int position) =>
        RecordAt(path, position)?.Expected
            .Where(e => e.Source.Path == path && (e.Span.Touches(position) || IsGap(e, position)))
            .OrderBy(e => e.Span.Length)
            .Select(e => e.Type)
            .FirstOrDefault();

    private IReadOnlyList<BoundPlace> PlacesAt(string path, int position) => RecordAt(path, position)?.Places ?? [];

    private BindingRecord? RecordAt(string path, int position)
    {
        lock (gate)
        {
            return check.RecordAt(path, position);
        }
    }

    // A missing expression is found right behind the last token; what is blank after it belongs to the gap.
    private static bool IsGap(ExpectedType place, int position) =>
        place.Span.Length == 0 && place.Span.Start < position && position <= place.Source.Content.Length
        && place.Source.Content.AsSpan(place.Span.Start, position - place.Span.Start).IsWhiteSpace();

    private static ImmutableArray<Diagnostic> Sorted(IEnumerable<Diagnostic> found) =>
        found.TryGetNonEnumeratedCount(out int count) && count == 0 ? [] : [.. found.OrderBy(d => d.Span.Start).ThenBy(d => d.Code, StringComparer.Ordinal)];

    private static bool IsInOrder(ImmutableArray<SyntaxTree> trees)
    {
        for (int i = 1; i < trees.Length; i++)
        {
            if (string.CompareOrdinal(trees[i - 1].Source.Path, trees[i].Source.Path) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<SyntaxTree> Others(string path) => Trees.Where(t => t.Source.Path != path);
}
