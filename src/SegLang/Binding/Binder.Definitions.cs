using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Binding;

public sealed partial class Binder
{
    // So that no engine recurses deeper through references than a thread's stack allows.
    private const int DeepestReference = 200;

    private readonly List<BoundDefinition> definitions = [];
    private readonly Dictionary<Symbol, DefinitionState> states = [];
    private readonly List<Symbol> path = [];
    private int depthBelow;

    /// <summary>How far a definition's binding has come.</summary>
    private sealed class DefinitionState
    {
        public bool IsDone { get; set; }

        public bool IsBroken { get; set; }

        public int Depth { get; set; }

        public BoundExpression? Body { get; set; }

        public bool Moves { get; set; }

        public bool Flows { get; set; }

        public BoundDefinition? Definition { get; set; }
    }

    private void BindDefinitions()
    {
        foreach (Symbol symbol in DefinitionOrder.Of(table))
        {
            Define(symbol);
        }
    }

    /// <summary>Binds a definition that is referred to; an error node where it is broken or depends on itself, else null.</summary>
    private BoundError? Require(SyntaxNode syntax, Symbol symbol)
    {
        if (onlyConstants)
        {
            return Report(syntax, Rules.NotAConstant.At(source, syntax.Span, "write a literal"));
        }

        record?.Require(symbol);
        if (states.TryGetValue(symbol, out DefinitionState? state) && !state.IsDone)
        {
            if (!state.IsBroken)
            {
                ReportCycle(syntax, symbol);
            }

            return new BoundError(syntax);
        }

        state ??= Define(symbol);
        depthBelow = Math.Max(depthBelow, state.Depth);
        return state.IsBroken ? new BoundError(syntax) : null;
    }

    // A cycle is one mistake: it is reported where it closes, and everything on it is silent from then on.
    private void ReportCycle(SyntaxNode syntax, Symbol symbol)
    {
        int start = path.IndexOf(symbol);
        string way = string.Join(" -> ", path.Skip(start).Append(symbol).Select(s => $"`{s.Name}`"));
        foreach (Symbol member in path.Skip(start))
        {
            states[member].IsBroken = true;
        }

        diagnostics.Add(Rules.Cycle.At(source, syntax.Span, way, "a rule may build on others only where none of them builds on it"));
    }

    private DefinitionState Define(Symbol symbol)
    {
        if (states.TryGetValue(symbol, out DefinitionState? known))
        {
            return known;
        }

        DefinitionState state = new();
        states.Add(symbol, state);
        int savedDepth = depthBelow;
        depthBelow = 0;
        path.Add(symbol);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        InPart(symbol, symbol.Source, () => Define(symbol, state));
        path.RemoveAt(path.Count - 1);
        depthBelow = savedDepth;
        return state;
    }

    private void Define(Symbol symbol, DefinitionState state)
    {
        BoundDefinition? definition = DefineKind(symbol);
        state.Depth = depthBelow + 1;
        if (state.Depth == DeepestReference)
        {
            diagnostics.Add(Rules.TooDeep.At(source, symbol.NameSpan, $"{DeepestReference - 1}", "join some of the rules on the way"));
            definition = null;
        }

        state.IsDone = true;
        state.IsBroken |= definition is null;
        state.Definition = definition;
        if (definition is BoundTrait { Expression: var body })
        {
            (state.Body, state.Moves, state.Flows) = (body, Moves(body), Flows(body));
        }

        if (definition is not null)
        {
            definitions.Add(definition);
        }
    }

    private BoundDefinition? DefineKind(Symbol symbol) => symbol switch
    {
        TraitSymbol trait => DefineTrait(trait),
        SegmentSymbol segment => DefineSegment(segment),
        ClassSymbol entries => DefineClass(entries),
        ScoreSymbol score => DefineScore(score),
        JourneySymbol journey => DefineJourney(journey),
        _ => null,
    };

    private DefinitionState? StateOf(Symbol symbol) => states.GetValueOrDefault(symbol);

    private BoundTrait? DefineTrait(TraitSymbol trait)
    {
        SegType? declared = trait.Syntax.Type is { } type ? ResolveType(type) : null;
        Expect(trait.Syntax.Expression, declared ?? SegType.Error);
        BoundExpression bound = Bind(trait.Syntax.Expression, declared);
        if (bound.Type.IsError || declared is { IsError: true })
        {
            return null;
        }

        // trait D: duration = 30 days keeps its unit.
        if (declared is not null && !(declared == SegType.Duration && bound.Type is SpanType))
        {
            bound = Fit(bound, declared);
        }

        if (bound.Type is EventType or ListType or RecordType)
        {
            diagnostics.Add(Rules.NotAValue.At(source, bound.Syntax.Span, "an event or a list", "a trait holds one value or a set: name a field"));
            return null;
        }

        return bound.Type.IsError ? null : new BoundTrait(trait, bound);
    }

    private BoundExpression BindTraitRef(SyntaxNode syntax, TraitSymbol trait, bool silent = false)
    {
        if (silent && (onlyConstants || StateOf(trait) is { IsDone: false }))
        {
            return new BoundError(syntax);
        }

        if (Require(syntax, trait) is { } error)
        {
            return error;
        }

        return states[trait].Body switch
        {
            BoundConstant { Type: SpanType } span => span with { Syntax = syntax }, // The unit is known where it is used.
            { } body => new BoundTraitRef(syntax, trait, body.Type, body.MayBeUnknown),
            null => new BoundError(syntax),
        };
    }

    private BoundSegment? DefineSegment(SegmentSymbol segment)
    {
        BoundExpression condition = BindCondition(segment.Syntax.Condition);
        return condition.Type.IsError ? null : new BoundSegment(segment, condition);
    }

    private BoundClass? DefineClass(ClassSymbol symbol)
    {
        ImmutableArray<ClassEntrySyntax> entries = symbol.Syntax.Entries;
        bool byFit = entries.Any(e => e.Keyword.Text == "by");
        if (!CheckEntries(symbol, entries, byFit))
        {
            return null;
        }

        var bound = ImmutableArray.CreateBuilder<BoundClassEntry>();
        bool good = true;
        foreach (var (syntax, member) in entries.Zip(symbol.Entries))
        {
            bool otherwise = syntax.Keyword.Text == "otherwise";
            BoundExpression? expression = syntax.Expression is null ? null : byFit ? Bind(syntax.Expression) : BindCondition(syntax.Expression);
            good &= expression is not { Type.IsError: true };
            bound.Add(otherwise ? new BoundClassEntry(member, null, expression) : new BoundClassEntry(member, expression, null));
        }

        return !good ? null : byFit ? FitEntries(symbol, bound.ToImmutable()) : new BoundClass(symbol, false, bound.ToImmutable());
    }

    private bool CheckEntries(ClassSymbol symbol, ImmutableArray<ClassEntrySyntax> entries, bool byFit)
    {
        if (entries.Length == 0)
        {
            return false; // The parser has reported it.
        }

        foreach (ClassEntrySyntax entry in entries)
        {
            bool isLast = entry == entries[^1];
            (string Why, string? Help)? problem = entry.Keyword.Text switch
            {
                "otherwise" when !isLast => ("`otherwise` comes last", "move it behind the other entries"),
                "otherwise" when entry.Expression is not null && !byFit => ("a floor needs entries with `by`", "leave out `below`"),
                "when" when byFit => ("a class has either `when` or `by`, not both", "write all entries the same way"),
                _ => null,
            };
            if (problem is { } found)
            {
                diagnostics.Add(Rules.BadClass.At(source, entry.Keyword.Span, found.Why, found.Help));
                return false;
            }
        }

        return symbol.Entries.DistinctBy(e => e.Name).Count() == entries.Length; // The symbol table has reported doubled ones.
    }

    private BoundClass? FitEntries(ClassSymbol symbol, ImmutableArray<BoundClassEntry> entries)
    {
        ImmutableArray<BoundExpression> values = [.. entries.Select(e => e.Expression ?? e.Floor).OfType<BoundExpression>()];
        BoundExpression? odd = values.FirstOrDefault(v => !(v.Type.IsExact || v.Type == SegType.Number || v.Type == SegType.Duration));
        if (odd is not null)
        {
            diagnostics.Add(Rules.WrongType.At(source, odd.Syntax.Span, "number", odd.Type.Name, "`by` compares numbers or amounts"));
            return null;
        }

        if (values.FirstOrDefault(Flows) is { } flowingValue)
        {
            RefuseNow(flowingValue.Syntax);
            return null;
        }

        if (CommonType(values) is not { } type)
        {
            BoundExpression other = values.First(v => CommonType([values[0], v]) is null);
            diagnostics.Add(Incomparable(other.Syntax, values[0].Type, other.Type));
            return null;
        }

        if (entries[^1].Floor is { } floor && !IsFixed(floor))
        {
            diagnostics.Add(Rules.NotAConstant.At(source, floor.Syntax.Span, "a floor is a number or a param"));
            return null;
        }

        return new BoundClass(symbol, true, [.. entries.Select(e => e with
        {
            Expression = e.Expression is null ? null : Widen(e.Expression, type),
            Floor = e.Floor is null ? null : Widen(e.Floor, type),
        })]);
    }

    private BoundScore? DefineScore(ScoreSymbol score)
    {
        ImmutableArray<BoundScoreLine?> lines = [.. score.Syntax.Lines.Select(BindScoreLine)];
        long? from = null;
        long? to = null;
        if (score.Syntax.Range is { } range)
        {
            from = Whole(range.From);
            to = Whole(range.To);
            if (from is null || to is null)
            {
                return null;
            }

            if (from > to)
            {
                diagnostics.Add(Rules.BadScore.At(source, range.Span, "the range ends before it begins", "write the smaller number first"));
                return null;
            }
        }

        return lines.Any(l => l is null) ? null : new BoundScore(score, [.. lines.OfType<BoundScoreLine>()], from, to);
    }

    private long? Whole(ExpressionSyntax syntax)
    {
        Expect(syntax, SegType.Int);
        BoundExpression bound = Bind(syntax);
        if (bound is BoundConstant { Value: long value } && bound.Type == SegType.Int)
        {
            return value;
        }

        if (!bound.Type.IsError)
        {
            diagnostics.Add(Rules.BadScore.At(source, syntax.Span, "a score counts in whole points", "write a whole number"));
        }

        return null;
    }

    private BoundScoreLine? BindScoreLine(ScoreLineSyntax syntax)
    {
        if (syntax.Points.Value is not long points)
        {
            if (syntax.Points is { IsPresent: true, Value: not null })
            {
                diagnostics.Add(Rules.BadScore.At(source, syntax.Points.Span, "a score counts in whole points", "write a whole number"));
            }

            return null;
        }

        points = syntax.Keyword.Text == "subtract" ? -points : points;
        switch (syntax)
        {
            case ScoreWhenSyntax line:
                BoundExpression condition = BindCondition(line.Condition);
                return condition.Type.IsError ? null : new BoundScoreWhen(points, condition);
            case ScorePerSyntax per:
                return BindPer(per, points);
            default:
                throw new System.Diagnostics.UnreachableException(syntax.GetType().Name);
        }
    }

    private BoundScorePer? BindPer(ScorePerSyntax syntax, long points)
    {
        if (BindQuery(syntax.Query, out BoundExpression? value) is not { } query)
        {
            return null;
        }

        if (value is not null)
        {
            diagnostics.Add(Rules.BadScore.At(source, syntax.Query.Span, "`per` counts events, not the values of a field", "leave out the field"));
            return null;
        }

        if (syntax.Halving is null)
        {
            return new BoundScorePer(points, query, MaxOf(syntax.Max), null);
        }

        if (query.IsSequence || query.Steps[0].Window is not null)
        {
            diagnostics.Add(Rules.BadScore.At(source, syntax.Query.Span, "a halving line looks at all events of one type", "leave out the window; old events fade by themselves"));
            return null;
        }

        return BindHalving(syntax.Halving) is { } micros
            ? new BoundScorePer(points, query, MaxOf(syntax.Max), micros)
            : null;
    }

    private static long? MaxOf(Token? token) => token?.Value is long value ? value : null;

    private long? BindHalving(SpanSyntax syntax)
    {
        if (BindSpan(syntax) is not BoundConstant { Value: SpanValue span })
        {
            return null;
        }

        if (Constants.Microseconds(span) is not { } micros)
        {
            diagnostics.Add(Rules.NoFixedLength.At(source, syntax.Span, UnitName(span.Unit), "write it in days or hours"));
            return null;
        }

        if (micros == 0)
        {
            diagnostics.Add(Rules.BadScore.At(source, syntax.Span, "points cannot halve every instant", "write a span longer than zero"));
            return null;
        }

        return micros;
    }
}
