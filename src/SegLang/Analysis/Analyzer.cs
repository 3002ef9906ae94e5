using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Analysis;

/// <summary>
/// Finds what a rule set is allowed to say but probably does not mean. Decides by the shape of conditions alone, so it stays
/// silent where it is not sure.
/// </summary>
public sealed partial class Analyzer
{
    private readonly BoundRuleSet rules;
    private readonly ImmutableArray<SyntaxTree> trees;
    private readonly DiagnosticBag bag = new();
    private readonly Identity identity;
    private readonly Truth truth;
    private readonly Dictionary<SourceText, int> places;
    private readonly List<(SegmentSymbol Segment, Shape Shape, bool IsNever)> segments = [];
    private SourceText source = new("", "");

    private Analyzer(BoundRuleSet rules, ImmutableArray<SyntaxTree> trees)
    {
        this.rules = rules;
        this.trees = trees;
        identity = new(rules);
        truth = new(rules, identity);
        places = trees.Select((t, i) => (t.Source, i)).ToDictionary(p => p.Source, p => p.i);
    }

    /// <summary>The warnings of an error-free rule set, without those that a `// seg-ignore` silences.</summary>
    public static ImmutableArray<Diagnostic> Analyze(BoundRuleSet rules, ImmutableArray<SyntaxTree> trees, CancellationToken cancellation = default)
    {
        Analyzer analyzer = new(rules, trees);
        analyzer.FindUnused();
        foreach (BoundDefinition definition in rules.Definitions)
        {
            cancellation.ThrowIfCancellationRequested();
            analyzer.source = definition.Symbol.Source ?? analyzer.source;
            analyzer.AnalyzeDefinition(definition);
        }

        foreach ((FieldSymbol computed, BoundExpression expression) in rules.ComputedFields.OrderBy(p => analyzer.Place(p.Key)).ThenBy(p => p.Key.NameSpan.Start))
        {
            analyzer.source = computed.Source ?? analyzer.source;
            analyzer.AnalyzeUses(expression, computed);
        }

        analyzer.AnalyzeActions();
        analyzer.FindSameMembers();
        return Suppressions.Apply(analyzer.bag.ToImmutable(), trees);
    }

    private void AnalyzeDefinition(BoundDefinition definition)
    {
        ImmutableArray<BoundExpression> parts = [.. BoundTree.Children(definition)];
        identity.Begin(parts);
        foreach (BoundExpression expression in parts)
        {
            AnalyzeUses(expression, definition.Symbol);
        }

        switch (definition)
        {
            case BoundSegment segment:
                AnalyzeSegment(segment);
                break;
            case BoundClass entries:
                AnalyzeClass(entries);
                break;
            case BoundScore score:
                foreach (BoundScoreWhen line in score.Lines.OfType<BoundScoreWhen>())
                {
                    FindUnknowns(line.Condition);
                }

                break;
            case BoundJourney journey:
                AnalyzeJourney(journey);
                break;
        }
    }

    private void AnalyzeSegment(BoundSegment segment)
    {
        FindUnknowns(segment.Condition);
        bool isNever = truth.IsNever(segment.Condition);
        segments.Add((segment.Segment, truth.ShapeOf(segment.Condition), isNever));
        if (isNever)
        {
            bag.Add(Rules.NeverTrue.At(source, segment.Segment.NameSpan, segment.Segment.Name, "no profile can meet all of its conditions at once"));
        }
        else if (truth.IsAlways(segment.Condition))
        {
            bag.Add(Rules.AlwaysTrue.At(source, segment.Segment.NameSpan, segment.Segment.Name, "its condition leaves nobody out"));
        }
        else
        {
            FindRedundant(segment.Condition);
        }
    }

    private void AnalyzeClass(BoundClass entries)
    {
        if (entries.IsByFit)
        {
            return;
        }

        List<BoundClassEntry> earlier = [];
        foreach (BoundClassEntry entry in entries.Entries)
        {
            if (entry.Expression is { } condition)
            {
                FindUnknowns(condition);
            }

            if (WhyUnreachable(entry, earlier) is { } why)
            {
                bag.Add(Rules.UnreachableEntry.At(source, entry.Entry.NameSpan, entry.Entry.Name, why, "the first entry that is true wins"));
            }

            earlier.Add(entry);
        }
    }

    private string? WhyUnreachable(BoundClassEntry entry, List<BoundClassEntry> earlier)
    {
        if (entry.Expression is { } condition && truth.IsNever(condition))
        {
            return "its condition is never true";
        }

        BoundClassEntry? covering = earlier.FirstOrDefault(e => e.Expression is { } before
            && (truth.IsAlways(before) || (entry.Expression is { } own && truth.Implies(own, before))));
        return covering is null ? null : $"`{covering.Entry.Name}` takes all of its profiles before";
    }

    // `A or B` where all of A is in B.
    private void FindRedundant(BoundExpression condition)
    {
        foreach (BoundLogical alternatives in BoundTree.SelfAndDescendants(condition).OfType<BoundLogical>().Where(l => !l.IsAnd && IsWritten(l)))
        {
            for (int i = 0; i < alternatives.Operands.Length; i++)
            {
                if (CoveredBy(alternatives.Operands, i) is { } other)
                {
                    BoundExpression part = alternatives.Operands[i];
                    bag.Add(Rules.AddsNothing.At(source, part.Syntax.Span, Shorten(part), Shorten(other), "leave it out"));
                    break;
                }
            }
        }
    }

    // A range that the binder made of a list or of `between` is no `or` of the author.
    private static bool IsWritten(BoundLogical logical) => logical.Syntax is LogicalSyntax;

    private BoundExpression? CoveredBy(ImmutableArray<BoundExpression> operands, int index)
    {
        for (int other = 0; other < Math.Min(operands.Length, 64); other++)
        {
            bool covers = other != index && truth.Implies(operands[index], operands[other]);
            if (covers && (other < index || !truth.Implies(operands[other], operands[index])))
            {
                return operands[other];
            }
        }

        return null;
    }

    private void FindSameMembers()
    {
        Dictionary<Shape, SegmentSymbol> first = [];
        foreach ((SegmentSymbol segment, Shape shape, bool isNever) in segments.OrderBy(s => Place(s.Segment)).ThenBy(s => s.Segment.NameSpan.Start))
        {
            if (segment.Source is { } file && !first.TryAdd(shape, segment) && !isNever)
            {
                SegmentSymbol other = first[shape];
                Diagnostic finding = Rules.SameMembers.At(file, segment.NameSpan, segment.Name, other.Name, $"write `{other.Name}` where both are meant");
                bag.Add(finding with { Related = other.Source is { } place ? [new(place, other.NameSpan, "the other one")] : [] });
            }
        }
    }

    private int Place(Symbol symbol) => symbol.Source is { } file ? places.GetValueOrDefault(file) : 0;

    private string Shorten(BoundExpression expression) => Shorten(expression.Syntax.Span);

    private string Shorten(TextSpan span)
    {
        string text = string.Join(' ', source.Slice(span).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 60 ? text : text[..59] + "…";
    }
}
