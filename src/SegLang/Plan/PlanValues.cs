using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Plan;

/// <summary>A constant.</summary>
public sealed record PlanConstant(int Id, SegType Type, object Value) : PlanValue(Id, Type, false);

/// <summary>A param, by its place in <see cref="RulePlan.Params"/>; known when the program is loaded, not when it is compiled.</summary>
public sealed record PlanParam(int Id, ParamSymbol Param, int Index) : PlanValue(Id, Param.Type, false);

/// <summary>A stored field of the profile; computed ones are planned as their expressions.</summary>
public sealed record PlanProfileField(int Id, FieldSymbol Field) : PlanValue(Id, Field.Type, Field.IsOptional);

/// <summary>A stored field of an event, or its `time` or `order`.</summary>
public sealed record PlanEventField(int Id, PlanVariable Variable, EventSymbol Event, FieldSymbol Field)
    : PlanValue(Id, Field.Type, Field.IsOptional);

/// <summary>A stored field of a record.</summary>
public sealed record PlanRecordField(int Id, PlanVariable Variable, RecordSymbol Record, FieldSymbol Field)
    : PlanValue(Id, Field.Type, Field.IsOptional);

/// <summary>A stored field of an event value, or its `time` or `order`. Unknown where there is no event, but a set or list is then empty.</summary>
public sealed record PlanEventMember(int Id, PlanValue Event, EventSymbol Symbol, FieldSymbol Field)
    : PlanValue(Id, Field.Type, Field.Type is not (SetType or ListType))
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Event];
}

/// <summary>The instant itself.</summary>
public sealed record PlanNow(int Id, PlanInstant Instant) : PlanValue(Id, SegType.DateTime, false);

/// <summary>
/// <see cref="Count"/> units before the instant, as moving bounds go: the earliest that this or any later instant gives. Unknown
/// beyond the calendar (with <see cref="Saturates"/> ±<see cref="Calendars.Never"/>), and for a negative count.
/// </summary>
public sealed record PlanAgo(int Id, PlanInstant Instant, PlanValue Count, TimeUnit Unit, bool Saturates)
    : PlanValue(Id, SegType.DateTime, !(Saturates && Count is PlanConstant { Value: long and >= 0 }))
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Count];
}

/// <summary>
/// A moving instant (`7 days ago`) moved by a span: back, the earliest that this or any later <see cref="From"/> gives; forward, by the
/// calendar. Unknown beyond it, or with <see cref="Saturates"/> ±<see cref="Calendars.Never"/>, which stays what it is.
/// </summary>
public sealed record PlanMove(int Id, PlanValue From, PlanValue Span, bool IsBack, bool Saturates)
    : PlanValue(Id, SegType.DateTime, From.MayBeUnknown || Span.MayBeUnknown || !Saturates)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [From, Span];
}

/// <summary>
/// The start of the calendar unit that holds the instant, shifted by <see cref="Count"/> whole units (none when null; negative is earlier);
/// of type date the first day of it. Beyond the calendar the least or greatest number.
/// </summary>
public sealed record PlanUnitStart(int Id, PlanInstant Instant, TimeUnit Unit, PlanValue? Count, bool Negated, SegType Type)
    : PlanValue(Id, Type, false)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => Count is null ? [] : [Count];
}

/// <summary>
/// An edge of a stretch of time, in whole microseconds (of dates: days): with <see cref="IsUpper"/> the first that lies after the
/// stretch, otherwise the first in it. It is <see cref="Value"/>, plus one with <see cref="IsAfter"/>, and for an upper one never above
/// <see cref="Cap"/>. Unknown gives an empty stretch: the greatest (lower) or least (upper) number.
/// </summary>
public sealed record PlanEdge(int Id, PlanValue Value, bool IsUpper, bool IsAfter, PlanValue? Cap)
    : PlanValue(Id, Value.Type, false)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => Cap is null ? [Value] : [Value, Cap];
}

/// <summary>Three-valued `not`; two-valued where its operand is known.</summary>
public sealed record PlanNot(int Id, PlanValue Operand) : PlanValue(Id, SegType.Bool, Operand.MayBeUnknown)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Operand];
}

/// <summary>Kleene's `and` (or `or`) of two operands or more, without duplicates; two-valued where all are known.</summary>
public sealed record PlanLogical(int Id, bool IsAnd, ImmutableArray<PlanValue> Parts)
    : PlanValue(Id, SegType.Bool, Parts.Any(p => p.MayBeUnknown))
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => Parts;
}

/// <summary>Whether a bool is known and equal to <see cref="Wanted"/>: what remains of a condition of which only truth is asked.</summary>
public sealed record PlanIsTrue(int Id, PlanValue Value, bool Wanted) : PlanValue(Id, SegType.Bool, false)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Value];
}

/// <summary>`is known`.</summary>
public sealed record PlanIsKnown(int Id, PlanValue Value) : PlanValue(Id, SegType.Bool, false)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Value];
}

/// <summary>Unary minus; overflow is unknown.</summary>
public sealed record PlanNegate(int Id, PlanValue Value) : PlanValue(Id, Value.Type, true)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Value];
}

/// <summary>Arithmetic as <see cref="BoundArithmetic"/> says.</summary>
public sealed record PlanArithmetic(int Id, ArithmeticOperator Operator, PlanValue Left, PlanValue Right, SegType Type)
    : PlanValue(Id, Type, true)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Left, Right];
}

/// <summary>A comparison as <see cref="BoundComparison"/> says. A constant stands on the right.</summary>
public sealed record PlanComparison(int Id, ComparisonOperator Operator, PlanValue Left, PlanValue Right, bool IgnoreCase)
    : PlanValue(Id, SegType.Bool, Left.MayBeUnknown || Right.MayBeUnknown)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Left, Right];
}

/// <summary>A set of constants and params.</summary>
public sealed record PlanSet(int Id, SegType Type, ImmutableArray<PlanValue> Elements) : PlanValue(Id, Type, false)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => Elements;
}

/// <summary>Whether a value is in a set.</summary>
public sealed record PlanIn(int Id, PlanValue Value, PlanValue Set, bool IgnoreCase)
    : PlanValue(Id, SegType.Bool, Value.MayBeUnknown || Set.MayBeUnknown)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Value, Set];
}

/// <summary>Whether any, all or none of <see cref="Elements"/> are in <see cref="Set"/>.</summary>
public sealed record PlanSetTest(int Id, Syntax.ContainsKind Kind, PlanValue Set, PlanValue Elements, bool IgnoreCase)
    : PlanValue(Id, SegType.Bool, Set.MayBeUnknown || Elements.MayBeUnknown)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Set, Elements];
}

/// <summary>`contains`, `starts with`, `ends with` between texts.</summary>
public sealed record PlanTextTest(int Id, TextTest Test, PlanValue Left, PlanValue Right, bool IgnoreCase)
    : PlanValue(Id, SegType.Bool, Left.MayBeUnknown || Right.MayBeUnknown)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Left, Right];
}

/// <summary>`matches`; <see cref="Index"/> is the pattern's place in <see cref="RulePlan.Patterns"/>.</summary>
public sealed record PlanMatches(int Id, PlanValue Text, Pattern Pattern, int Index)
    : PlanValue(Id, SegType.Bool, Text.MayBeUnknown)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Text];
}

/// <summary>`else`.</summary>
public sealed record PlanElse(int Id, PlanValue Value, PlanValue Otherwise) : PlanValue(Id, Value.Type, Otherwise.MayBeUnknown)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Value, Otherwise];
}

/// <summary>A widening as <see cref="BoundConversion"/> says.</summary>
public sealed record PlanConversion(int Id, PlanValue Value, SegType Type, bool MayBeUnknown)
    : PlanValue(Id, Type, MayBeUnknown)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Value];
}

/// <summary>
/// A function of the table <see cref="Functions"/>. <see cref="Instant"/> only where it asks for today (`anniversary`).
/// <see cref="Key"/>, the profile's key, only where the choice hangs on it (`sample`).
/// </summary>
public sealed record PlanCall(
    int Id, FunctionKind Function, ImmutableArray<PlanValue> Arguments, PlanInstant? Instant, PlanValue? Key, SegType Type)
    : PlanValue(Id, Type, true)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => Key is null ? Arguments : Arguments.Add(Key);
}

/// <summary>A part of a date or instant in the rule set's zone.</summary>
public sealed record PlanPart(int Id, PlanValue Value, DatePart Part, SegType Type)
    : PlanValue(Id, Type, Value.MayBeUnknown)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Value];
}

/// <summary>`units since`, `units until`.</summary>
public sealed record PlanUnits(int Id, PlanInstant Instant, TimeUnit Unit, bool IsSince, PlanValue Value)
    : PlanValue(Id, SegType.Int, true)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Value];
}

/// <summary>Whether a date or instant lies in [From, Until) (a missing edge leaves it open).</summary>
public sealed record PlanInRange(int Id, PlanValue Value, PlanEdge? From, PlanEdge? Until)
    : PlanValue(Id, SegType.Bool, Value.MayBeUnknown)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Value, .. Plans.Present(From, Until)];
}

/// <summary>A value asked at another instant: unknown where that is not valid. <see cref="Value"/> is planned at it.</summary>
public sealed record PlanAsOf(int Id, PlanInstant Instant, PlanValue Value) : PlanValue(Id, Value.Type, true)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [Value];
}

/// <summary>
/// The first entry whose condition (of which only truth is asked) holds; then <see cref="Otherwise"/>, or unknown. The value is
/// the entry's ordinal.
/// </summary>
public sealed record PlanFirstTrue(int Id, SegType Type, ImmutableArray<PlanValue> Conditions, ImmutableArray<int> Ordinals, int? Otherwise)
    : PlanValue(Id, Type, Otherwise is null)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => Conditions;
}

/// <summary>
/// The entry with the highest known value, ties to the earlier; <see cref="Otherwise"/> (or unknown) where nothing is known or that value is
/// below <see cref="Floor"/>.
/// </summary>
public sealed record PlanBestFit(
    int Id, SegType Type, ImmutableArray<PlanValue> Fits, ImmutableArray<int> Ordinals, int? Otherwise, PlanValue? Floor)
    : PlanValue(Id, Type, Otherwise is null)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => Floor is null ? Fits : Fits.Add(Floor);
}

/// <summary>
/// A line of a score: <see cref="Points"/> where <see cref="Value"/> (bool, never unknown) is true; <see cref="Points"/> times
/// <see cref="Value"/> (int); or with type number <see cref="Value"/> itself. <see cref="Max"/> caps its magnitude.
/// </summary>
public sealed record PlanScoreLine(long Points, PlanValue Value, long? Max);

/// <summary>The sum of lines, clamped to [From, To]; in 64-bit integers, or with a halving line in doubles in written order.</summary>
public sealed record PlanScore(int Id, SegType Type, ImmutableArray<PlanScoreLine> Lines, long? From, long? To)
    : PlanValue(Id, Type, true)
{
    /// <inheritdoc />
    public override ImmutableArray<PlanValue> Operands => [.. Lines.Select(l => l.Value)];
}

/// <summary>
/// What is asked of a journey's state at an instant: the stage's ordinal, when it was entered, how often. <see cref="Journey"/> counts the
/// journeys in the order in which they are processed. Unknown while it has not begun.
/// </summary>
public sealed record PlanJourneyFact(int Id, int Journey, Runtime.JourneyFact Fact, PlanInstant Instant, SegType Type)
    : PlanValue(Id, Type, true);
