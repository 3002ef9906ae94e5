using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Plan;

/// <summary>
/// An aggregate over the events of one type of the profile: those with From ≤ time &lt; Until (From may be missing; Until never
/// exceeds the instant) for which <see cref="Where"/> (of which only truth is asked; may be missing) holds. <see cref="Value"/> is
/// per event, missing where events themselves are counted or given. `none` is planned as the `not` of `any`.
/// Of type event the value is the event's row in its table.
/// </summary>
public sealed record PlanAggregate(
    int Id, AggregateKind Kind, PlanInstant Instant, EventSymbol Event, PlanVariable Variable,
    PlanEdge? From, PlanEdge Until, PlanValue? Where, PlanValue? Value, SegType Type)
    : PlanValue(Id, Type, Plans.MayBeUnknown(Kind))
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [.. Plans.Present(From, Until)];

    /// <inheritdoc />
    public override ImmutableArray<PlanValue> InnerValues => [.. Plans.Present(Where, Value)];

    /// <inheritdoc />
    public override ImmutableArray<PlanVariable> Bound => [Variable];
}

/// <summary>
/// A step of a sequence. Events as in <see cref="PlanAggregate"/>; <see cref="Where"/> and the window may use the variables of earlier steps.
/// <see cref="Within"/> units since the step at index <see cref="WithinOf"/> (for a `no`: the step before it), which is never a `no`.
/// </summary>
public sealed record PlanStep(
    bool IsNo, EventSymbol Event, PlanVariable Variable, PlanEdge? From, PlanEdge Until, PlanValue? Where,
    PlanValue? Within, TimeUnit Unit, int WithinOf);

/// <summary>
/// A sequence: any → bool, count → int (matches that do not overlap, each ending as early as possible), first and last → the event of the
/// last step that is not a `no`, of the first or last such match. `none` is planned as the `not` of `any`.
/// </summary>
public sealed record PlanSequence(int Id, AggregateKind Kind, PlanInstant Instant, ImmutableArray<PlanStep> Steps, SegType Type)
    : PlanValue(Id, Type, Plans.MayBeUnknown(Kind))
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> InnerValues =>
        [.. Steps.SelectMany(s => Plans.Present(s.From, s.Until, s.Where, s.Within))];

    /// <inheritdoc />
    public override ImmutableArray<PlanVariable> Bound => [.. Steps.Select(s => s.Variable)];

    /// <summary>Whether a step's condition or window refers to an earlier step, so that a match cannot be found in one pass.</summary>
    public bool IsCorrelated => Steps.Any(s =>
        Plans.Present(s.From, s.Until, s.Where).Any(p => p.Free.Any(v => v != s.Variable && Bound.Contains(v))));
}

/// <summary>
/// A score's fading line: over the events up to the instant in event order S := S · 2^(−Δt ÷ halving) + points, faded to the instant, then
/// capped; Math.Pow(2.0, -(double)Δt / halving).
/// A sum that is not finite is unknown.
/// </summary>
public sealed record PlanFade(
    int Id, PlanInstant Instant, EventSymbol Event, PlanVariable Variable, PlanEdge Until, PlanValue? Where,
    long Points, long? Max, long HalvingMicroseconds) : PlanValue(Id, SegType.Number, true)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Until];

    /// <inheritdoc />
    public override ImmutableArray<PlanValue> InnerValues => [.. Plans.Present(Where)];

    /// <inheritdoc />
    public override ImmutableArray<PlanVariable> Bound => [Variable];
}

/// <summary>
/// A question about the records of a list: any → bool, count → int, sum → the value's type (known values only). `none` and `all` are
/// planned as the `not` of `any`.
/// </summary>
public sealed record PlanQuantifier(
    int Id, QuantifierKind Kind, RecordSymbol Record, PlanVariable Variable, PlanValue List, PlanValue? Where, PlanValue? Value, SegType Type)
    : PlanValue(Id, Type, List.MayBeUnknown || Kind == QuantifierKind.Sum)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [List];

    /// <inheritdoc />
    public override ImmutableArray<PlanValue> InnerValues => [.. Plans.Present(Where, Value)];

    /// <inheritdoc />
    public override ImmutableArray<PlanVariable> Bound => [Variable];
}

internal static class Plans
{
    /// <summary>Those that are there.</summary>
    public static IEnumerable<PlanValue> Present(params PlanValue?[] values) => values.OfType<PlanValue>();

    /// <summary>Whether the aggregate may have no answer.</summary>
    public static bool MayBeUnknown(AggregateKind kind) =>
        kind is not (AggregateKind.Any or AggregateKind.None or AggregateKind.Count or AggregateKind.Distinct);
}
