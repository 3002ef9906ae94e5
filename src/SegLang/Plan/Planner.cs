using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Plan;

/// <summary>
/// From the bound tree to the shared plan. Values are built bottom up through <see cref="Share"/>, which gives the one that
/// is there already when kind, operands and properties are the same. What no engine can run yet is refused (SEG7xxx) and planned as unknown.
/// </summary>
internal sealed partial class Planner
{
    private readonly BoundRuleSet rules;
    private readonly Dictionary<string, PlanValue> shared = new(StringComparer.Ordinal);
    private readonly List<PlanValue> values = [];
    private readonly List<PlanInstant> instants = [new(0, null, null)];
    private readonly Dictionary<Symbol, int> symbolNumbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(Symbol, int), PlanValue> definitions = [];
    private readonly Dictionary<(Symbol, int, bool), PlanValue> truths = [];
    private readonly Dictionary<(FieldSymbol, string), PlanValue> computed = [];
    private readonly List<Pattern> patterns = [];
    private readonly DiagnosticBag refusals = new();
    private Symbol? current;

    private Planner(BoundRuleSet rules) => this.rules = rules;

    /// <summary>The plan, and what back ends refuse; the plan must not run where there is a refusal.</summary>
    public static (RulePlan Plan, ImmutableArray<Diagnostic> Refusals) Plan(BoundRuleSet rules, ImmutableArray<BoundExpression> extra, RuleUse use)
    {
        Planner planner = new(rules) { journeys = [.. rules.JourneyDefinitions.Select(j => j.Journey)] };
        ImmutableArray<PlanOutput> outputs = [.. rules.Definitions.Select(planner.LowerDefinition)];
        planner.current = null;
        ImmutableArray<PlanValue> conditions = [.. extra.Select(e => planner.Lower(e, planner.Root))];
        JourneySet journeys = planner.LowerJourneys(outputs.Length + conditions.Length);
        ImmutableArray<ImmutableArray<PlanValue>> horizons =
        [
            .. outputs.Select(o => o.Value).Concat(conditions).Select(v => use == RuleUse.Stream ? planner.Clocks(v) : []),
            .. planner.asked.Select(v => v.Free.IsEmpty ? planner.Clocks(v) : []),
        ];
        RulePlan plan = new(
            use, rules, [.. planner.values], [.. planner.instants], outputs, conditions, journeys, [.. planner.asked], horizons, rules.Params,
            [.. planner.patterns], ZoneTable.Of(rules.Settings.TimeZone));
        return (plan, planner.refusals.ToImmutable());
    }

    private Scope Root => new(
        instants[0],
        ImmutableDictionary<EventVariable, PlanVariable>.Empty,
        ImmutableDictionary<ListVariable, PlanVariable>.Empty,
        0,
        null);

    private PlanOutput LowerDefinition(BoundDefinition definition)
    {
        current = definition.Symbol;
        return new(definition.Symbol, LowerDefinition(definition.Symbol, instants[0]));
    }

    private PlanValue LowerDefinition(Symbol symbol, PlanInstant instant)
    {
        if (definitions.TryGetValue((symbol, instant.Number), out PlanValue? known))
        {
            return known;
        }

        Scope scope = Root with { Instant = instant };
        PlanValue value = rules.Definition(symbol) switch
        {
            BoundTrait trait => Lower(trait.Expression, scope),
            BoundSegment segment => LowerTruth(segment.Condition, scope, wanted: true),
            BoundClass classification => LowerClass(classification, scope),
            BoundScore score => LowerScore(score, scope),
            BoundJourney journey => JourneyFact(journey.Journey, JourneyPart.Stage, new JourneyType(journey.Journey), instant),
            BoundDefinition other => throw new UnreachableException(other.GetType().Name),
        };
        definitions.Add((symbol, instant.Number), value);
        return value;
    }

    /// <summary>Where an expression stands: the instant, what its variables are in the plan, the next free slot, and how a computed field's own fields are read.</summary>
    private sealed record Scope(
        PlanInstant Instant,
        ImmutableDictionary<EventVariable, PlanVariable> Events,
        ImmutableDictionary<ListVariable, PlanVariable> Records,
        int NextSlot,
        Owner? Owner);

    /// <summary>What a computed field belongs to: how to read its fields, and a key that tells it from other owners.</summary>
    private sealed record Owner(string Key, Func<FieldSymbol, PlanValue> Read);

    private PlanVariable Variable(SchemaSymbol schema, int slot)
    {
        (SchemaSymbol, int) key = (schema, slot);
        if (!variables.TryGetValue(key, out PlanVariable? variable))
        {
            variables.Add(key, variable = new(schema, slot));
        }

        return variable;
    }

    private readonly Dictionary<(SchemaSymbol, int), PlanVariable> variables = [];

    private T Share<T>(string key, Func<int, T> make)
        where T : PlanValue
    {
        if (shared.TryGetValue(key, out PlanValue? known))
        {
            return (T)known;
        }

        T made = make(values.Count);
        ImmutableArray<PlanVariable> free = Free(made);
        T value = made with { Free = free, Level = Level(made, free) };
        values.Add(value);
        shared.Add(key, value);
        return value;
    }

    private static ImmutableArray<PlanVariable> Free(PlanValue value)
    {
        if (value is PlanEventField field)
        {
            return [field.Variable];
        }

        if (value is PlanRecordField record)
        {
            return [record.Variable];
        }

        if (value.Operands.All(o => o.Free.IsEmpty) && value.InnerValues.IsEmpty)
        {
            return [];
        }

        ImmutableArray<PlanVariable> bound = value.Bound;
        return
        [
            .. value.Operands.SelectMany(o => o.Free)
                .Concat(value.InnerValues.SelectMany(i => i.Free).Where(v => !bound.Contains(v)))
                .Distinct().OrderBy(v => v.Slot),
        ];
    }

    private static PlanLevel Level(PlanValue value, ImmutableArray<PlanVariable> free)
    {
        PlanLevel least = value switch
        {
            PlanProfileField or PlanAggregate or PlanSequence or PlanFade or PlanEventMember or PlanQuantifier or PlanJourneyFact or PlanClock =>
                PlanLevel.Profile,
            PlanNow or PlanAgo or PlanMove or PlanUnitStart or PlanUnits or PlanAsOf => PlanLevel.Instant,
            PlanCall { Instant: not null } => PlanLevel.Instant,
            PlanCall { Key: not null } => PlanLevel.Profile,
            _ => PlanLevel.Program,
        };
        PlanLevel level = free.IsEmpty ? least : PlanLevel.Inner;
        foreach (PlanValue operand in value.Operands)
        {
            level = operand.Level > level ? operand.Level : level;
        }

        // What depends on the instant is held as numbers; the rare text, span or set of it is computed with each profile.
        bool isPlain = value.Type is not (ScalarType { Kind: ScalarKind.Text } or SpanType or SetType or ListType or EventType);
        return (level == PlanLevel.Inner && free.IsEmpty) || (level == PlanLevel.Instant && !isPlain) ? PlanLevel.Profile : level;
    }

    private string Number(Symbol symbol)
    {
        if (!symbolNumbers.TryGetValue(symbol, out int number))
        {
            symbolNumbers.Add(symbol, number = symbolNumbers.Count);
        }

        return number.ToString(CultureInfo.InvariantCulture);
    }

    private static string Key(PlanVariable variable) => $"{variable.Schema.Name}@{variable.Slot}";

    private static string Key(PlanValue? value) => value is null ? "-" : value.Id.ToString(CultureInfo.InvariantCulture);

    private static string Key(IEnumerable<PlanValue> list) => string.Join(',', list.Select(Key));

    private string Key(SegType type) => type switch
    {
        EnumType t => "enum" + Number(t.Symbol),
        ClassType t => "class" + Number(t.Symbol),
        JourneyType t => "journey" + Number(t.Symbol),
        EventType t => "event" + Number(t.Symbol),
        SetType t => "set of " + Key(t.Element),
        MoneyType t => $"money({t.Currency},{t.Digits})",
        _ => type.Name,
    };
}
