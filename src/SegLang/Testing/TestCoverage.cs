using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Reference;
using SegLang.Symbols;
using SegLang.Text;

namespace SegLang.Testing;

/// <summary>One thing that the tests should show; <see cref="What"/> says it in words.</summary>
public sealed record CoverageItem(Symbol Definition, SourceText Source, TextSpan Span, string What, bool IsCovered);

/// <summary>
/// What the expectations of all tests have shown: each segment and each clause of its condition true and not true, each entry of
/// a class reached, each line of a score adding something, each stage of a journey entered and each of its lines fired.
/// </summary>
public sealed record TestCoverage(ImmutableArray<CoverageItem> Items)
{
    /// <summary>How many items were shown.</summary>
    public int Covered => Items.Count(i => i.IsCovered);

    /// <summary>The share of items that were shown, 0 … 100; 100 where there is nothing to show.</summary>
    public double Percent => Items.IsEmpty ? 100 : 100.0 * Covered / Items.Length;

    /// <summary>Evaluates every definition at every expectation by the reference evaluator.</summary>
    public static TestCoverage Measure(BoundRuleSet rules, IReadOnlyDictionary<ParamSymbol, object>? parameters = null)
    {
        var supported = ReferenceSupport.Supported(rules, runsJourneys: true);
        ReferenceRuns runs = new(new ReferenceEvaluator(supported, parameters));
        HashSet<object> fired = new(ReferenceEqualityComparer.Instance);
        var profiles = ImmutableArray.CreateBuilder<ReferenceProfile>();
        foreach (var expectation in TestRunner.Expectations(rules, TestEngine.Reference(parameters)))
        {
            profiles.Add(runs.ProfileAt(expectation));
            fired.UnionWith(runs.Follow(expectation).Fired);
        }

        return new([.. supported.Definitions.SelectMany(d => ItemsOf(d, profiles.ToImmutable(), fired))]);
    }

    private static IEnumerable<CoverageItem> ItemsOf(
        BoundDefinition definition, ImmutableArray<ReferenceProfile> profiles, HashSet<object> fired) => (definition, definition.Symbol.Source) switch
        {
            (BoundSegment segment, { } source) => OfSegment(segment, source, profiles),
            (BoundClass entries, { } source) => OfClass(entries, source, profiles),
            (BoundScore score, { } source) => OfScore(score, source, profiles),
            (BoundJourney journey, { } source) => OfJourney(journey, source, fired),
            _ => [],
        };

    private static IEnumerable<CoverageItem> OfJourney(BoundJourney journey, SourceText source, HashSet<object> fired)
    {
        var symbol = journey.Journey;
        var stages = symbol.Stages.Select(s => new CoverageItem(symbol, source, s.NameSpan, $"`{symbol}` enters `{s}`", fired.Contains(s)));
        var lines = journey.Starts.Select(s => (s.Syntax.Span, Fires: fired.Contains(s)))
            .Concat(journey.Anywhere.Concat(journey.Stages.SelectMany(s => s.Lines)).Select(l => (l.Syntax.Span, Fires: fired.Contains(l))))
            .Select(l => new CoverageItem(symbol, source, l.Span, $"a line of `{symbol}` fires: `{source.OneLine(l.Span)}`", l.Fires));
        return stages.Concat(lines);
    }

    private static IEnumerable<CoverageItem> OfSegment(
        BoundSegment segment, SourceText source, ImmutableArray<ReferenceProfile> profiles)
    {
        var symbol = segment.Segment;
        var clauses = Clauses(segment.Condition).ToList();
        yield return new(symbol, source, symbol.NameSpan, $"`{symbol}` is true", profiles.Any(p => p.Value(symbol) is true));
        yield return new(symbol, source, symbol.NameSpan, $"`{symbol}` is false", profiles.Any(p => p.Value(symbol) is false));
        foreach (var clause in clauses.Count > 1 ? clauses : [])
        {
            var span = clause.Syntax.Span;
            string text = source.OneLine(span);
            yield return new(symbol, source, span, $"`{text}` in `{symbol}` is true", profiles.Any(p => p.Value(clause) is true));
            yield return new(symbol, source, span, $"`{text}` in `{symbol}` is not true", profiles.Any(p => p.Value(clause) is not true));
        }
    }

    private static IEnumerable<CoverageItem> OfClass(
        BoundClass entries, SourceText source, ImmutableArray<ReferenceProfile> profiles) =>
        entries.Entries.Select(entry => new CoverageItem(
            entries.Class,
            source,
            entry.Entry.NameSpan,
            $"`{entries.Class}` is `{entry.Entry}`",
            profiles.Any(p => p.Value(entries.Class) is int ordinal && ordinal == entry.Entry.Ordinal)));

    private static IEnumerable<CoverageItem> OfScore(
        BoundScore score, SourceText source, ImmutableArray<ReferenceProfile> profiles) =>
        score.Lines.Zip(score.Score.Syntax.Lines, (line, syntax) => new CoverageItem(
            score.Score,
            source,
            syntax.Span,
            $"a line of `{score.Score}` counts: `{source.Slice(syntax.Span).Split('\n')[0].Trim()}`",
            profiles.Any(p => p.LineValue(line) is not (null or 0L or 0.0))));

    // The parts of a condition under its `and`, `or` and `not`.
    private static IEnumerable<BoundExpression> Clauses(BoundExpression condition) => condition switch
    {
        BoundLogical logical => logical.Operands.SelectMany(Clauses),
        BoundNot not => Clauses(not.Operand),
        _ => [condition],
    };
}
