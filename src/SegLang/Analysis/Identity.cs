using System.Globalization;
using System.Text;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Analysis;

/// <summary>
/// Numbers expressions so that equal ones have equal numbers: the same operators over the same operands, traits by what they
/// stand for, the operands of `and`, `or` and sets in any order.
/// </summary>
internal sealed class Identity(BoundRuleSet rules)
{
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<Symbol, int> traits = [];
    private readonly Dictionary<object, int> variables = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundExpression, int> known = new(ReferenceEqualityComparer.Instance);
    private int depth;

    /// <summary>The number of an expression; of one inside a query only after that of the whole.</summary>
    public int Of(BoundExpression expression)
    {
        if (!known.TryGetValue(expression, out int id))
        {
            int outer = depth;
            known[expression] = id = Find(expression);
            depth = outer;
        }

        return id;
    }

    /// <summary>The number that `any` over the query of a `none` has.</summary>
    public int OfPresence(BoundAggregate none) => Of(none with { Kind = AggregateKind.Any });

    private int Find(BoundExpression expression) => expression switch
    {
        BoundTraitRef reference => OfTrait(reference.Trait),
        BoundAggregate aggregate => Intern($"{aggregate.Kind}({OfQuery(aggregate.Query)};{(aggregate.Value is { } value ? Of(value) : 0)})"),
        BoundQuantifier quantifier => OfQuantifier(quantifier),
        BoundLogical logical => Intern($"{(logical.IsAnd ? "and" : "or")}({Sorted(logical.Operands)})"),
        BoundSetLiteral set => Intern($"set({Sorted(set.Elements)})"),
        BoundInWindow window => Intern($"in({Of(window.Value)};{OfWindow(window.Window)})"),
        BoundNot { Operand: BoundNot inner } => Of(inner.Operand),
        _ => Intern($"{expression.GetType().Name}:{Attribute(expression)}({string.Join(',', BoundTree.Children(expression).Select(Of))})"),
    };

    private int OfTrait(TraitSymbol trait)
    {
        if (!traits.TryGetValue(trait, out int id))
        {
            (int outer, depth) = (depth, 0);
            traits[trait] = id = Of(((BoundTrait)rules.Definition(trait)).Expression);
            depth = outer;
        }

        return id;
    }

    private int Intern(string key)
    {
        if (!ids.TryGetValue(key, out int id))
        {
            ids[key] = id = ids.Count + 1;
        }

        return id;
    }

    private string Sorted(IEnumerable<BoundExpression> operands) => string.Join(',', operands.Select(Of).Distinct().Order());

    private int OfQuantifier(BoundQuantifier quantifier)
    {
        int list = Of(quantifier.List);
        Name(quantifier.Variable);
        int where = quantifier.Where is { } condition ? Of(condition) : 0;
        int value = quantifier.Value is { } part ? Of(part) : 0;
        return Intern($"{quantifier.Kind} of({list};{where};{value})");
    }

    private string OfQuery(BoundQuery query)
    {
        StringBuilder key = new();
        foreach (BoundStep step in query.Steps)
        {
            Name(step.Variable);
            key.Append(CultureInfo.InvariantCulture, $"{(step.IsNo ? "no " : "")}{step.Variable.Event.Name} {OfWindow(step.Window)} ")
                .Append(CultureInfo.InvariantCulture, $"{(step.Where is { } where ? Of(where) : 0)} {OfAmount(step.Within)} ")
                .Append(step.WithinOf is { } other ? variables[other] : 0).Append(';');
        }

        return key.ToString();
    }

    // By how deep its query is nested, so that equal queries name their variables alike.
    private void Name(object variable) => variables.TryAdd(variable, depth++);

    private string OfAmount(BoundAmount? amount) => amount is null ? "" : $"{Of(amount.Count)} {amount.Unit}";

    private string OfWindow(BoundWindow? window) => window switch
    {
        null => "",
        BoundLastWindow last => $"last {OfAmount(last.Amount)}",
        BoundNextWindow next => $"next {OfAmount(next.Amount)}",
        BoundNextUnitWindow next => $"next {next.Unit}",
        BoundThisWindow current => $"this {current.Unit}",
        BoundPreviousWindow previous => $"previous {OfAmount(previous.Amount)}",
        BoundRangeWindow range => $"from {(range.From is { } from ? Of(from.Value) : 0)} until {(range.Until is { } until ? Of(until.Value) : 0)}",
        _ => window.GetType().Name,
    };

    // What tells two expressions of one kind apart besides their parts.
    private string Attribute(BoundExpression expression) => expression switch
    {
        BoundConstant constant => $"{constant.Type.Name} {constant.Type.Scale} {Text(constant.Value)}",
        BoundParam param => param.Param.Name,
        BoundProfileField profile => profile.Field.Name,
        BoundEventField happened => $"{variables.GetValueOrDefault(happened.Variable, -1)}.{happened.Field.Name}",
        BoundRecordField record => $"{variables.GetValueOrDefault(record.Variable, -1)}.{record.Field.Name}",
        BoundOwnField own => own.Field.Name,
        BoundEventMember member => member.Field.Name,
        BoundSegmentRef segment => segment.Segment.Name,
        BoundClassRef reference => reference.Class.Name,
        BoundScoreRef score => score.Score.Name,
        BoundJourneyRef journey => $"{journey.Journey.Name}.{journey.Part}",
        BoundArithmetic arithmetic => $"{arithmetic.Operator} {arithmetic.Type.Name}",
        BoundComparison comparison => $"{comparison.Operator} {comparison.IgnoreCase}",
        BoundIn membership => $"{membership.IgnoreCase}",
        BoundSetTest test => $"{test.Kind} {test.IgnoreCase}",
        BoundTextTest test => $"{test.Test} {test.IgnoreCase}",
        BoundMatches matches => matches.Pattern.Text,
        BoundConversion conversion => $"{conversion.Type.Name} {conversion.Type.Scale}",
        BoundCall call => $"{call.Function} {call.Type.Name} {call.Type.Scale}",
        BoundPart part => part.Part.ToString(),
        BoundAgo ago => ago.Amount.Unit.ToString(),
        BoundUnits units => $"{units.Unit} {units.IsSince}",
        BoundPopulation population => $"{population.Kind} {population.Share}",
        _ => "",
    };

    private static string Text(object value) => value switch
    {
        SetValue set => string.Join('\u0001', set.Items.Select(Text)),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
