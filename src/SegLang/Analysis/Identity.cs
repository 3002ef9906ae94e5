using System.Collections.Immutable;
using System.Globalization;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Analysis;

/// <summary>
/// Gives expressions shapes so that equal ones have equal shapes: the same operators over the same operands, traits by what they
/// stand for, the operands of `and`, `or` and sets in any order.
/// </summary>
internal sealed class Identity(BoundRuleSet rules)
{
    private readonly Dictionary<Symbol, Shape> traits = [];
    private readonly Dictionary<object, int> variables = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundExpression, Shape> known = new(ReferenceEqualityComparer.Instance);
    private int depth;

    /// <summary>Forgets single expressions and takes those of one declaration, from the outside in.</summary>
    public void Begin(IEnumerable<BoundExpression> wholes)
    {
        known.Clear();
        variables.Clear();
        foreach (BoundExpression whole in wholes)
        {
            _ = Of(whole);
        }
    }

    /// <summary>The shape of an expression; of one inside a query only where its declaration was begun with.</summary>
    public Shape Of(BoundExpression expression)
    {
        if (!known.TryGetValue(expression, out Shape shape))
        {
            int outer = depth;
            known[expression] = shape = Find(expression);
            depth = outer;
        }

        return shape;
    }

    /// <summary>The shape that `any` over the query of a `none` has.</summary>
    public Shape OfPresence(BoundAggregate none) => Of(none with { Kind = AggregateKind.Any });

    private Shape Find(BoundExpression expression) => expression switch
    {
        BoundTraitRef reference => OfTrait(reference.Trait),
        BoundAggregate aggregate => Kind(expression).With((int)aggregate.Kind).With(OfQuery(aggregate.Query)).With(OfGiven(aggregate.Value)),
        BoundQuantifier quantifier => OfQuantifier(quantifier),
        BoundLogical logical => Sorted(Kind(expression).With(logical.IsAnd), logical.Operands),
        BoundSetLiteral set => Sorted(Kind(expression), set.Elements),
        BoundInWindow window => Kind(expression).With(Of(window.Value)).With(OfWindow(window.Window)),
        BoundNot { Operand: BoundNot inner } => Of(inner.Operand),
        _ => OfParts(Attribute(Kind(expression), expression), expression),
    };

    private static Shape Kind(BoundExpression expression) => default(Shape).With(expression.GetType().Name);

    private Shape OfParts(Shape shape, BoundExpression expression)
    {
        foreach (BoundExpression part in BoundTree.Children(expression))
        {
            shape = shape.With(Of(part));
        }

        return shape;
    }

    private Shape OfGiven(BoundExpression? expression) => expression is null ? default : Of(expression);

    private Shape OfTrait(TraitSymbol trait)
    {
        if (!traits.TryGetValue(trait, out Shape shape))
        {
            (int outer, depth) = (depth, 0);
            traits[trait] = shape = Of(((BoundTrait)rules.Definition(trait)).Expression);
            depth = outer;
        }

        return shape;
    }

    private Shape Sorted(Shape shape, ImmutableArray<BoundExpression> operands)
    {
        Shape[] parts = new Shape[operands.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Of(operands[i]);
        }

        Array.Sort(parts);
        for (int i = 0; i < parts.Length; i++)
        {
            shape = i > 0 && parts[i] == parts[i - 1] ? shape : shape.With(parts[i]);
        }

        return shape;
    }

    private Shape OfQuantifier(BoundQuantifier quantifier)
    {
        Shape shape = Kind(quantifier).With((int)quantifier.Kind).With(Of(quantifier.List));
        Name(quantifier.Variable);
        return shape.With(OfGiven(quantifier.Where)).With(OfGiven(quantifier.Value));
    }

    private Shape OfQuery(BoundQuery query)
    {
        Shape shape = default;
        foreach (BoundStep step in query.Steps)
        {
            Name(step.Variable);
            shape = shape.With(step.IsNo).With(step.Variable.Event.Name).With(OfWindow(step.Window)).With(OfGiven(step.Where))
                .With(OfAmount(step.Within)).With(step.WithinOf is { } other ? variables[other] : 0);
        }

        return shape;
    }

    // By how deep its query is nested, so that equal queries name their variables alike.
    private void Name(object variable) => variables.TryAdd(variable, depth++);

    private Shape OfAmount(BoundAmount? amount) => amount is null ? default : Of(amount.Count).With((int)amount.Unit);

    private Shape OfWindow(BoundWindow? window)
    {
        if (window is null)
        {
            return default;
        }

        Shape shape = default(Shape).With(window.GetType().Name);
        return window switch
        {
            BoundLastWindow last => shape.With(OfAmount(last.Amount)),
            BoundNextWindow next => shape.With(OfAmount(next.Amount)),
            BoundNextUnitWindow next => shape.With((int)next.Unit),
            BoundThisWindow current => shape.With((int)current.Unit),
            BoundPreviousWindow previous => shape.With(OfAmount(previous.Amount)),
            BoundRangeWindow range => shape.With(OfGiven(range.From?.Value)).With(OfGiven(range.Until?.Value)),
            _ => shape,
        };
    }

    // What tells two expressions of one kind apart besides their parts.
    private Shape Attribute(Shape shape, BoundExpression expression) => expression switch
    {
        BoundConstant constant => With(shape, constant.Type).With(Text(constant.Value)),
        BoundParam param => shape.With(param.Param.Name),
        BoundProfileField profile => shape.With(profile.Field.Name),
        BoundEventField happened => shape.With(variables.GetValueOrDefault(happened.Variable, -1)).With(happened.Field.Name),
        BoundRecordField record => shape.With(variables.GetValueOrDefault(record.Variable, -1)).With(record.Field.Name),
        BoundOwnField own => shape.With(own.Field.Name),
        BoundEventMember member => shape.With(member.Field.Name),
        BoundSegmentRef segment => shape.With(segment.Segment.Name),
        BoundClassRef reference => shape.With(reference.Class.Name),
        BoundScoreRef score => shape.With(score.Score.Name),
        BoundJourneyRef journey => shape.With(journey.Journey.Name).With((int)journey.Part),
        BoundArithmetic arithmetic => shape.With((int)arithmetic.Operator).With(arithmetic.Type.Name),
        BoundComparison comparison => shape.With((int)comparison.Operator).With(comparison.IgnoreCase),
        BoundIn membership => shape.With(membership.IgnoreCase),
        BoundSetTest test => shape.With((int)test.Kind).With(test.IgnoreCase),
        BoundTextTest test => shape.With((int)test.Test).With(test.IgnoreCase),
        BoundMatches matches => shape.With(matches.Pattern.Text),
        BoundConversion conversion => With(shape, conversion.Type),
        BoundCall call => With(shape.With((int)call.Function), call.Type),
        BoundPart part => shape.With((int)part.Part),
        BoundAgo ago => shape.With((int)ago.Amount.Unit),
        BoundUnits units => shape.With((int)units.Unit).With(units.IsSince),
        BoundPopulation population => shape.With((int)population.Kind).With((ulong)population.Share.Unscaled).With(population.Share.Scale),
        _ => shape,
    };

    private static Shape With(Shape shape, SegType type) => shape.With(type.Name).With(type.Scale ?? -1);

    private static string Text(object value) => value switch
    {
        string text => text,
        SetValue set => string.Join('\u0001', set.Items.Select(Text)),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
