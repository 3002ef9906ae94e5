using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Plan;

/// <summary>
/// The next instant after <see cref="Instant"/> at which time alone may change some value, as long as no event happens and no field
/// or journey changes: never too late. The greatest number where there is none.
/// </summary>
public sealed record PlanClock(int Id, PlanInstant Instant, PlanSignal Signal) : PlanValue(Id, SegType.DateTime, false)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => Signal.Operands;

    /// <inheritdoc />
    public override ImmutableArray<PlanValue> InnerValues => Signal.InnerValues;

    /// <inheritdoc />
    public override ImmutableArray<PlanVariable> Bound => Signal.Bound;
}

/// <summary>What a clock waits for.</summary>
public abstract record PlanSignal
{
    /// <summary>The values that it is computed from.</summary>
    public virtual ImmutableArray<PlanValue> Operands => [];

    /// <summary>The values that it computes per event or record.</summary>
    public virtual ImmutableArray<PlanValue> InnerValues => [];

    /// <summary>The variables that it binds for these.</summary>
    public virtual ImmutableArray<PlanVariable> Bound => [];
}

/// <summary>The very next instant: of values that change with every one.</summary>
public sealed record PlanTick : PlanSignal;

/// <summary>The next start of a calendar unit.</summary>
public sealed record PlanNextStart(TimeUnit Unit) : PlanSignal;

/// <summary>When a moving instant or date passes a threshold.</summary>
public sealed record PlanPassing(PlanMotion Motion, PlanThreshold Threshold) : PlanSignal
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [.. Motion.Operands, .. Threshold.Operands];
}

/// <summary>When the first event from a moving instant on is passed by it (<see cref="After"/>: 1 where the instant itself is left out).</summary>
public sealed record PlanLeaving(PlanMotion Motion, PlanValue Edge, int After, EventSymbol Event) : PlanSignal
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [.. Motion.Operands, Edge];
}

/// <summary>
/// When a moving instant passes the last of the newest matching events, <see cref="Count"/> + <see cref="More"/> of them (no Count: 0): until then so
/// many are left. Never, where there are fewer.
/// </summary>
public sealed record PlanOutliving(
    PlanMotion Motion, PlanValue Edge, int After, PlanVariable Variable, EventSymbol Event, PlanValue Until, PlanValue? Where, PlanValue? Count, int More)
    : PlanSignal
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [.. Motion.Operands, Edge, Until, .. Plans.Present(Count)];

    /// <inheritdoc />
    public override ImmutableArray<PlanValue> InnerValues => [.. Plans.Present(Where)];

    /// <inheritdoc />
    public override ImmutableArray<PlanVariable> Bound => [Variable];
}

/// <summary>When a moving instant lies in another calendar unit.</summary>
public sealed record PlanOtherPart(PlanMotion Motion, TimeUnit Unit) : PlanSignal
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => Motion.Operands;
}

/// <summary>When `units since` or `units until` reach or leave a count; without one, when they change.</summary>
public sealed record PlanCounting(bool IsSince, TimeUnit Unit, PlanValue Value, PlanThreshold? Count) : PlanSignal
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Value, .. Count?.Operands ?? []];
}

/// <summary>When the next return of a day is another one.</summary>
public sealed record PlanReturning(PlanValue Date) : PlanSignal
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Date];
}

/// <summary>The first of clocks that are computed per event: of those with From ≤ time &lt; Until.</summary>
public sealed record PlanPerEvent(PlanVariable Variable, EventSymbol Event, PlanValue? From, PlanValue Until, ImmutableArray<PlanValue> Clocks)
    : PlanSignal
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [.. Plans.Present(From, Until)];

    /// <inheritdoc />
    public override ImmutableArray<PlanValue> InnerValues => Clocks;

    /// <inheritdoc />
    public override ImmutableArray<PlanVariable> Bound => [Variable];
}

/// <summary>The first of clocks that are computed per record of a list.</summary>
public sealed record PlanPerRecord(PlanVariable Variable, PlanValue List, ImmutableArray<PlanValue> Clocks) : PlanSignal
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [List];

    /// <inheritdoc />
    public override ImmutableArray<PlanValue> InnerValues => Clocks;

    /// <inheritdoc />
    public override ImmutableArray<PlanVariable> Bound => [Variable];
}

/// <summary>The end of a last `no … within`, counted from an event of a type.</summary>
public sealed record PlanAbsenceEnd(EventSymbol Event, PlanValue Within, TimeUnit Unit) : PlanSignal
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Within];
}

/// <summary>When the past instant that `as of` asks for comes to where a clock there stands.</summary>
public sealed record PlanPast(PlanInstant Past, PlanMotion Motion, PlanValue Clock) : PlanSignal
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [.. Motion.Operands, Clock];
}

/// <summary>When a fixed instant that `as of` asks for is no longer in the future.</summary>
public sealed record PlanArrival(PlanInstant Past, PlanValue Value) : PlanSignal
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Value];
}

/// <summary>The next event of a type: only of use where the instant is a past one.</summary>
public sealed record PlanNextEvent(EventSymbol Event) : PlanSignal;

/// <summary>The next entry into a stage of a journey: only of use where the instant is a past one.</summary>
public sealed record PlanNextStay(int Journey) : PlanSignal;

/// <summary>When a comparison of a fading score with a number changes.</summary>
public sealed record PlanFading(PlanScore Score, ComparisonOperator Operator, PlanValue Number) : PlanSignal
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [.. Score.Operands, Number];
}

/// <summary>How a value moves with an instant.</summary>
public enum PlanMotionKind
{
    /// <summary>The instant, moved by the steps.</summary>
    Instant,

    /// <summary>Its date, moved by the steps.</summary>
    Date,

    /// <summary>The first instant of that date.</summary>
    StartOfDate,

    /// <summary>The start of its calendar unit, shifted by whole units.</summary>
    UnitStart,

    /// <summary>The first day of its calendar unit, shifted by whole units.</summary>
    UnitStartDate,
}

/// <summary>A step: an amount of a unit, or a span (no unit).</summary>
public sealed record PlanMotionStep(PlanValue Amount, TimeUnit? Unit, bool IsBack);

/// <summary>A value that moves with an instant, and with nothing else; <see cref="Unit"/>, <see cref="Count"/> and <see cref="Negated"/> of unit starts.</summary>
public sealed record PlanMotion(PlanMotionKind Kind, PlanInstant Instant, ImmutableArray<PlanMotionStep> Steps)
{
    /// <summary>The unit of a unit start.</summary>
    public TimeUnit Unit { get; init; }

    /// <summary>How many units it is shifted by.</summary>
    public PlanValue? Count { get; init; }

    /// <summary>Whether it is shifted back.</summary>
    public bool Negated { get; init; }

    /// <summary>What it is computed from.</summary>
    public ImmutableArray<PlanValue> Operands => [.. Steps.Select(s => s.Amount), .. Plans.Present(Count)];
}

/// <summary>A number to be reached: the sum of values, some of them taken negative, and of <see cref="Offset"/>.</summary>
public sealed record PlanThreshold(ImmutableArray<(PlanValue Value, bool IsNegative)> Terms, long Offset)
{
    /// <summary>The values.</summary>
    public ImmutableArray<PlanValue> Operands => [.. Terms.Select(t => t.Value)];

    /// <summary>This plus an offset.</summary>
    public PlanThreshold Plus(long offset) => this with { Offset = Offset + offset };

    /// <summary>This plus or minus a value.</summary>
    public PlanThreshold Plus(PlanValue value, bool isNegative) => this with { Terms = Terms.Add((value, isNegative)) };

    /// <summary>Its negative.</summary>
    public PlanThreshold Negated => new([.. Terms.Select(t => (t.Value, !t.IsNegative))], -Offset);
}
