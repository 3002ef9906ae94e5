using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

/// <summary>
/// One profile at one instant. Values have the form of Symbols/Values.cs, null is unknown; a definition is evaluated once.
/// Not safe for use by several threads at once.
/// </summary>
public sealed partial class ReferenceProfile
{
    private const int StackOfDeepDefinitions = 64 * 1024 * 1024;

    private readonly ReferenceEvaluator evaluator;
    private readonly ReferenceCalendar calendar;
    private readonly ProfileFacts facts;
    private readonly ImmutableArray<EventFacts> events; // Up to now, in event order, without repetitions.
    private readonly ReferenceHistory? history; // Null where nothing is known of what was before: journeys are refused.
    private readonly long now;
    private readonly Dictionary<Symbol, object?> values = new(ReferenceEqualityComparer.Instance);
    private Dictionary<long, ReferenceProfile>? past;
    private Dictionary<(long Count, TimeUnit Unit), long?>? bounds;
    private int? localDate;

    private ReferenceProfile(
        ReferenceEvaluator evaluator, ProfileFacts facts, ImmutableArray<EventFacts> events, ReferenceHistory? history, long now)
    {
        this.evaluator = evaluator;
        this.facts = facts;
        this.history = history;
        this.now = now;
        calendar = evaluator.Calendar;
        this.events = events.IsEmpty || events[^1].Time <= now ? events : [.. events.Where(e => e.Time <= now)];
    }

    private int Today => localDate ??= calendar.Local(now).Date;

    /// <summary>The value of a condition or expression of the rule set that stands outside any query; null is unknown.</summary>
    public object? Value(BoundExpression expression) => Evaluate(expression, null);

    /// <summary>
    /// The value of a trait, of a segment (true or false), of a class (the entry's ordinal or null), of a score; null is unknown.
    /// </summary>
    public object? Value(Symbol symbol)
    {
        if (!values.TryGetValue(symbol, out object? value))
        {
            value = OnEnoughStack(() => Define(evaluator.Rules.Definition(symbol)));
            values.Add(symbol, value);
        }

        return value;
    }

    internal static ReferenceProfile Create(ReferenceEvaluator evaluator, ProfileFacts facts, long now)
    {
        var all = new ReferenceProfile(evaluator, facts, [], null, now);
        return new(evaluator, facts, all.WithoutRepetitions(InOrder(facts.Events)), null, now);
    }

    /// <summary>A profile with its events in order, repetitions left out, and the history of its journeys.</summary>
    internal static ReferenceProfile Create(
        ReferenceEvaluator evaluator, ImmutableArray<object?> fields, ImmutableArray<EventFacts> events, ReferenceHistory history, long now) =>
        new(evaluator, new(fields, events), events, history, now);

    /// <summary>The same profile at the same instant, asked anew: a journey has moved.</summary>
    internal ReferenceProfile Again() => At(now);

    /// <summary>Whether a condition is true, perhaps about an event.</summary>
    internal bool Holds(BoundExpression? condition, ReferenceScope? scope = null) => IsTrue(condition, scope);

    /// <summary>The value of an expression that may be about an event.</summary>
    internal object? Value(BoundExpression expression, ReferenceScope? scope) => Evaluate(expression, scope);

    // The same profile at another instant, if nothing happens in between.
    private ReferenceProfile At(long instant) => new(evaluator, facts, events, history, instant);

    // Definitions may build on one another in long chains.
    private static object? OnEnoughStack(Func<object?> evaluate)
    {
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return evaluate();
        }

        object? value = null;
        var thread = new Thread(() => value = evaluate(), StackOfDeepDefinitions);
        thread.Start();
        thread.Join();
        return value;
    }

    private object? Define(BoundDefinition definition) => definition switch
    {
        BoundTrait trait => Evaluate(trait.Expression, null),
        BoundSegment segment => IsTrue(segment.Condition, null),
        BoundClass { IsByFit: false } byCondition => FirstEntry(byCondition),
        BoundClass byFit => BestEntry(byFit),
        BoundScore score => Total(score),
        BoundJourney journey => Journey(journey.Journey, JourneyPart.Stage),
        _ => throw new UnreachableException(definition.GetType().Name),
    };

    private bool IsTrue(BoundExpression? condition, ReferenceScope? scope) =>
        condition is null || Evaluate(condition, scope) is true;

    private object? Evaluate(BoundExpression expression, ReferenceScope? scope) => expression switch
    {
        BoundConstant constant => constant.Value,
        BoundParam param => evaluator.Parameter(param.Param),
        BoundProfileField field => Field(facts, field.Field),
        BoundEventField field => Field(ReferenceScope.Find(scope, field.Variable), field.Field),
        BoundRecordField field => Field(ReferenceScope.Find(scope, field.Variable), field.Field),
        BoundOwnField field => Field(ReferenceScope.Find(scope, ReferenceScope.Owner), field.Field),
        BoundEventMember member => EventMember(member, scope),
        BoundTraitRef trait => Value(trait.Trait),
        BoundSegmentRef segment => Value(segment.Segment),
        BoundClassRef reference => Value(reference.Class),
        BoundScoreRef score => Value(score.Score),
        BoundNot not => Evaluate(not.Operand, scope) is bool operand ? !operand : null,
        BoundLogical logical => Logical(logical, scope),
        BoundElse choice => Evaluate(choice.Value, scope) ?? Evaluate(choice.Otherwise, scope),
        BoundIsKnown known => Evaluate(known.Value, scope) is not null,
        BoundComparison or BoundIn or BoundSetTest or BoundTextTest or BoundMatches => Compare(expression, scope),
        BoundSetLiteral set => SetOf(set, scope),
        BoundNegate or BoundArithmetic or BoundConversion or BoundCall => Compute(expression, scope),
        BoundPart or BoundNow or BoundToday or BoundAgo or BoundUnits or BoundInWindow => Time(expression, scope),
        BoundAsOf past => AsOf(past, scope),
        BoundAggregate aggregate => Aggregate(aggregate, scope),
        BoundQuantifier quantifier => Quantify(quantifier, scope),
        BoundJourneyRef { Journey: var journey, Part: var part } => Journey(journey, part),
        BoundPopulation => throw new ReferenceRefusalException("the population"),
        _ => throw new UnreachableException(expression.GetType().Name),
    };

    private object? Field(object owner, FieldSymbol symbol)
    {
        if (symbol.IsComputed)
        {
            return Evaluate(evaluator.Rules.ComputedFields[symbol], new(ReferenceScope.Owner, owner, null));
        }

        object? value = owner switch
        {
            ProfileFacts profile => profile.Fields[symbol.Ordinal],
            EventFacts happened when ReferenceEquals(symbol, happened.Event.Time) => happened.Time,
            EventFacts happened when ReferenceEquals(symbol, happened.Event.Order) => happened.Order,
            EventFacts happened => happened.Fields[symbol.Ordinal],
            RecordValue record => record.Fields[symbol.Ordinal],
            _ => throw new UnreachableException(owner.GetType().Name),
        };
        return value ?? Nothing(symbol.Type);
    }

    private object? Journey(JourneySymbol journey, JourneyPart part)
    {
        var state = (history ?? throw new ReferenceRefusalException("journeys")).At(journey, now);
        return part switch
        {
            JourneyPart.Stage => (object?)state.Stage, // An int; the others are long.
            JourneyPart.Since => state.Since,
            JourneyPart.Entered => state.Entered,
            _ => throw new UnreachableException(part.ToString()),
        };
    }

    private object? EventMember(BoundEventMember member, ReferenceScope? scope) =>
        Evaluate(member.Event, scope) is { } happened ? Field(happened, member.Field) : Nothing(member.Type);

    // What is not given: an empty set or list, otherwise unknown.
    private static object? Nothing(SegType type) => type switch
    {
        SetType => SetValue.Empty,
        ListType => ImmutableArray<RecordValue>.Empty,
        _ => null,
    };

    // Kleene: a decisive operand decides, whatever the others are.
    private bool? Logical(BoundLogical logical, ReferenceScope? scope)
    {
        bool decisive = !logical.IsAnd;
        bool isUnknown = false;
        foreach (var operand in logical.Operands)
        {
            object? value = Evaluate(operand, scope);
            if (value is bool known && known == decisive)
            {
                return decisive;
            }

            isUnknown |= value is null;
        }

        return isUnknown ? null : !decisive;
    }

    private object? AsOf(BoundAsOf asOf, ReferenceScope? scope)
    {
        if (Evaluate(asOf.Instant, scope) is not long instant || instant > now)
        {
            return null;
        }

        return Past(instant).Evaluate(asOf.Value, scope);
    }

    private ReferenceProfile Past(long instant)
    {
        past ??= [];
        if (!past.TryGetValue(instant, out var then))
        {
            then = instant == now ? this : At(instant);
            past.Add(instant, then);
        }

        return then;
    }
}
