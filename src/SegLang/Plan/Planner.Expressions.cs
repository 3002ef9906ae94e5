using System.Collections.Immutable;
using System.Diagnostics;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Plan;

internal sealed partial class Planner
{
    /// <summary>The value of an expression; a bool stays three-valued.</summary>
    private PlanValue Lower(BoundExpression expression, Scope scope) => expression switch
    {
        BoundConstant constant => Constant(constant.Type, constant.Value),
        BoundParam param => LowerParam(param.Param),
        BoundProfileField field => ProfileField(field.Field),
        BoundEventField field => EventField(scope.Events[field.Variable], field.Variable.Event, field.Field),
        BoundRecordField field => RecordField(scope.Records[field.Variable], field.Variable.Record, field.Field),
        BoundOwnField field => LowerOwnField(field, scope),
        BoundEventMember member => EventMember(Lower(member.Event, scope), ((EventType)member.Event.Type).Symbol, member.Field),
        BoundTraitRef trait => LowerDefinition(trait.Trait, scope.Instant),
        BoundSegmentRef segment => LowerDefinition(segment.Segment, scope.Instant),
        BoundClassRef classification => LowerDefinition(classification.Class, scope.Instant),
        BoundScoreRef score => LowerDefinition(score.Score, scope.Instant),
        BoundNot not => Not(Lower(not.Operand, scope)),
        BoundLogical logical => Logical(logical.IsAnd, logical.Operands.Select(o => Lower(o, scope))),
        BoundNegate negate => LowerNegate(Lower(negate.Operand, scope)),
        BoundArithmetic arithmetic => LowerArithmetic(arithmetic, scope),
        BoundComparison comparison => Comparison(
            comparison.Operator, Lower(comparison.Left, scope), Lower(comparison.Right, scope), comparison.IgnoreCase),
        BoundSetLiteral set => LowerSet(set, scope),
        BoundIn test => LowerIn(test, scope),
        BoundSetTest test => LowerSetTest(test, scope),
        BoundTextTest test => LowerTextTest(test, scope),
        BoundMatches matches => LowerMatches(matches, scope),
        BoundElse choice => Else(Lower(choice.Value, scope), Lower(choice.Otherwise, scope)),
        BoundIsKnown known => IsKnown(Lower(known.Value, scope)),
        BoundConversion conversion => Conversion(Lower(conversion.Value, scope), conversion.Type),
        BoundCall call => LowerCall(call, scope),
        BoundPart part => Part(Lower(part.Value, scope), part.Part, part.Type),
        BoundNow => Now(scope.Instant),
        BoundToday => Part(Now(scope.Instant), DatePart.Date, SegType.Date),
        BoundAgo ago => Ago(scope.Instant, ago.Amount, scope, saturates: false),
        BoundUnits units => LowerUnits(units, scope),
        BoundInWindow test => LowerInWindow(test, scope),
        BoundAsOf asOf => LowerAsOf(asOf, scope),
        BoundAggregate aggregate => LowerAggregate(aggregate, scope),
        BoundQuantifier quantifier => LowerQuantifier(quantifier, scope),
        BoundJourneyRef journey => JourneyFact(journey.Journey, journey.Part, journey.Type, scope.Instant),
        BoundPopulation population => Refuse(Rules.PopulationNotEvaluated, population),
        _ => throw new UnreachableException(expression.GetType().Name),
    };

    private PlanValue Refuse(Rule<string> rule, BoundExpression expression)
    {
        SourceText source = current?.Source ?? new SourceText("", "");
        refusals.Add(rule.At(source, expression.Syntax.Span, "il"));
        return Share($"refused {Key(expression.Type)}", id => new PlanFirstTrue(id, expression.Type, [], [], null));
    }

    private PlanConstant Constant(SegType type, object value) =>
        Share($"constant {Key(type)} {Values.Key(value)}", id => new PlanConstant(id, type, value));

    private PlanParam LowerParam(ParamSymbol param)
    {
        int index = rules.Params.IndexOf(param);
        return Share($"param {index}", id => new PlanParam(id, param, index));
    }

    private PlanValue ProfileField(FieldSymbol field) => field.IsComputed
        ? LowerComputed(field, new("profile", ProfileField))
        : Share($"profile {field.Ordinal}", id => new PlanProfileField(id, field));

    private PlanValue EventField(PlanVariable variable, EventSymbol symbol, FieldSymbol field) => field.IsComputed
        ? LowerComputed(field, new(Key(variable), f => EventField(variable, symbol, f)))
        : Share($"field {Key(variable)} {field.Ordinal} {field.Name}", id => new PlanEventField(id, variable, symbol, field));

    private PlanValue RecordField(PlanVariable variable, RecordSymbol symbol, FieldSymbol field) => field.IsComputed
        ? LowerComputed(field, new(Key(variable), f => RecordField(variable, symbol, f)))
        : Share($"field {Key(variable)} {field.Ordinal}", id => new PlanRecordField(id, variable, symbol, field));

    private PlanValue EventMember(PlanValue of, EventSymbol symbol, FieldSymbol field) => field.IsComputed
        ? LowerComputed(field, new($"member {Key(of)}", f => EventMember(of, symbol, f)))
        : Share($"member {Key(of)} {field.Ordinal} {field.Name}", id => new PlanEventMember(id, of, symbol, field));

    private PlanValue LowerComputed(FieldSymbol field, Owner owner)
    {
        if (!computed.TryGetValue((field, owner.Key), out PlanValue? value))
        {
            value = Lower(rules.ComputedFields[field], Root with { Owner = owner });
            computed.Add((field, owner.Key), value);
        }

        return value;
    }

    private static PlanValue LowerOwnField(BoundOwnField field, Scope scope) =>
        (scope.Owner ?? throw new UnreachableException(field.Field.Name)).Read(field.Field);

    private PlanValue Not(PlanValue operand) => operand is PlanNot not
        ? not.Operand
        : Share($"not {Key(operand)}", id => new PlanNot(id, operand));

    // a and (b and a)   =>   a and b
    private PlanValue Logical(bool isAnd, IEnumerable<PlanValue> operands)
    {
        ImmutableArray<PlanValue> parts =
        [
            .. operands.SelectMany(o => o is PlanLogical inner && inner.IsAnd == isAnd ? inner.Parts : [o])
                .DistinctBy(p => p.Id).OrderBy(p => p.Id),
        ];
        return parts.Length == 1
            ? parts[0]
            : Share($"{(isAnd ? "and" : "or")} {Key(parts)}", id => new PlanLogical(id, isAnd, parts));
    }

    private PlanValue LowerNegate(PlanValue value) => Share($"negate {Key(value)}", id => new PlanNegate(id, value));

    // 5 < x   =>   x > 5
    private PlanValue Comparison(ComparisonOperator op, PlanValue left, PlanValue right, bool ignoreCase)
    {
        if (left is PlanConstant && right is not PlanConstant)
        {
            return Comparison(Mirror(op), right, left, ignoreCase);
        }

        return Share(
            $"compare {op} {Key(left)} {Key(right)} {ignoreCase}",
            id => new PlanComparison(id, op, left, right, ignoreCase));
    }

    private static ComparisonOperator Mirror(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => op,
    };

    private static ComparisonOperator Opposite(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        ComparisonOperator.NotEqual => ComparisonOperator.Equal,
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        _ => ComparisonOperator.Less,
    };

    private PlanSet LowerSet(BoundSetLiteral set, Scope scope)
    {
        ImmutableArray<PlanValue> elements = [.. set.Elements.Select(e => Lower(e, scope)).DistinctBy(e => e.Id).OrderBy(e => e.Id)];
        return Share($"set {Key(set.Type)} {Key(elements)}", id => new PlanSet(id, set.Type, elements));
    }

    private PlanValue LowerIn(BoundIn test, Scope scope)
    {
        PlanValue value = Lower(test.Value, scope);
        PlanValue set = Lower(test.Set, scope);
        return In(value, set, test);
    }

    // x in (a else b)   =>   x in a else x in b, for all that is asked of sets
    private PlanValue In(PlanValue value, PlanValue set, BoundIn test)
    {
        if (set is PlanElse choice)
        {
            return Else(In(value, choice.Value, test), In(value, choice.Otherwise, test));
        }

        return Share($"in {Key(value)} {Key(set)} {test.IgnoreCase}", id => new PlanIn(id, value, set, test.IgnoreCase));
    }

    private PlanValue LowerSetTest(BoundSetTest test, Scope scope)
    {
        PlanValue set = Lower(test.Set, scope);
        PlanValue elements = Lower(test.Elements, scope);
        return SetTest(set, elements, test);
    }

    private PlanValue SetTest(PlanValue set, PlanValue elements, BoundSetTest test)
    {
        if (set is PlanElse choice)
        {
            return Else(SetTest(choice.Value, elements, test), SetTest(choice.Otherwise, elements, test));
        }

        if (elements is PlanElse other)
        {
            return Else(SetTest(set, other.Value, test), SetTest(set, other.Otherwise, test));
        }

        return Share(
            $"settest {test.Kind} {Key(set)} {Key(elements)} {test.IgnoreCase}",
            id => new PlanSetTest(id, test.Kind, set, elements, test.IgnoreCase));
    }

    private PlanValue LowerTextTest(BoundTextTest test, Scope scope)
    {
        PlanValue left = Lower(test.Left, scope);
        PlanValue right = Lower(test.Right, scope);
        return Share(
            $"texttest {test.Test} {Key(left)} {Key(right)} {test.IgnoreCase}",
            id => new PlanTextTest(id, test.Test, left, right, test.IgnoreCase));
    }

    private PlanValue LowerMatches(BoundMatches matches, Scope scope)
    {
        PlanValue text = Lower(matches.Text, scope);
        int index = patterns.FindIndex(p => p.Text == matches.Pattern.Text);
        if (index < 0)
        {
            index = patterns.Count;
            patterns.Add(matches.Pattern);
        }

        return Share($"matches {Key(text)} {index}", id => new PlanMatches(id, text, matches.Pattern, index));
    }

    private PlanValue Else(PlanValue value, PlanValue otherwise) => value.MayBeUnknown
        ? Share($"else {Key(value)} {Key(otherwise)}", id => new PlanElse(id, value, otherwise))
        : value;

    private PlanValue IsKnown(PlanValue value) => value.MayBeUnknown
        ? Share($"known {Key(value)}", id => new PlanIsKnown(id, value))
        : Constant(SegType.Bool, true);

    private PlanValue Conversion(PlanValue value, SegType type)
    {
        if (Equals(value.Type, type))
        {
            return value;
        }

        // Only a larger scale and a date's first instant can leave what fits.
        bool fits = type is ScalarType { Kind: ScalarKind.Number } || value.Type.Scale == type.Scale && type.IsExact;
        return Share(
            $"convert {Key(value)} {Key(type)}",
            id => new PlanConversion(id, value, type, value.MayBeUnknown || !fits));
    }

    private PlanValue LowerCall(BoundCall call, Scope scope)
    {
        ImmutableArray<PlanValue> arguments = [.. call.Arguments.Select(a => Lower(a, scope))];
        if (call.Function == FunctionKind.Size)
        {
            return Size(arguments[0]);
        }

        PlanInstant? instant = call.Function == FunctionKind.Anniversary ? scope.Instant : null;
        PlanValue? key = call.Function == FunctionKind.Sample && rules.Profile.Key is { } field ? ProfileField(field) : null;
        return Share(
            $"call {call.Function} {Key(arguments)} {instant?.Number} {Key(call.Type)}",
            id => new PlanCall(id, call.Function, arguments, instant, key, call.Type));
    }

    private PlanValue Size(PlanValue of) => of is PlanElse choice
        ? Else(Size(choice.Value), Size(choice.Otherwise))
        : Share($"size {Key(of)}", id => new PlanCall(id, FunctionKind.Size, [of], null, null, SegType.Int));

    private PlanValue Part(PlanValue value, DatePart part, SegType type) =>
        Share($"part {part} {Key(value)}", id => new PlanPart(id, value, part, type));

    private PlanNow Now(PlanInstant instant) => Share($"now {instant.Number}", id => new PlanNow(id, instant));

    private PlanValue LowerUnits(BoundUnits units, Scope scope)
    {
        PlanValue value = Lower(units.Operand, scope);
        PlanInstant instant = scope.Instant;
        return Share(
            $"units {units.Unit} {units.IsSince} {instant.Number} {Key(value)}",
            id => new PlanUnits(id, instant, units.Unit, units.IsSince, value));
    }

    private PlanValue LowerAsOf(BoundAsOf asOf, Scope scope)
    {
        PlanValue at = Lower(asOf.Instant, scope);
        PlanInstant? instant = instants.Find(i => i.Parent == scope.Instant && i.Value?.Id == at.Id);
        if (instant is null)
        {
            instant = new(instants.Count, scope.Instant, at);
            instants.Add(instant);
        }

        PlanValue value = Lower(asOf.Value, scope with { Instant = instant });
        return Share($"asof {instant.Number} {Key(value)}", id => new PlanAsOf(id, instant, value));
    }
}
