using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

/// <summary>
/// An expression with its meaning: fully typed, every coercion a <see cref="BoundConversion"/>.
/// <see cref="MayBeUnknown"/> is false only where the value is certainly known.
/// An operator or function with an unknown operand is unknown, `else`, the connectives and <see cref="BoundIsKnown"/> apart.
/// </summary>
public abstract record BoundExpression(SyntaxNode Syntax, SegType Type, bool MayBeUnknown);

/// <summary>What could not be bound; reported. Never reaches planning or evaluation.</summary>
public sealed record BoundError(SyntaxNode Syntax) : BoundExpression(Syntax, SegType.Error, false);

/// <summary>A value, in the form of Symbols/Values.cs; never null.</summary>
public sealed record BoundConstant(SyntaxNode Syntax, SegType Type, object Value)
    : BoundExpression(Syntax, Type, false);

/// <summary>A param.</summary>
public sealed record BoundParam(SyntaxNode Syntax, ParamSymbol Param) : BoundExpression(Syntax, Param.Type, false);

/// <summary>A field of the profile, perhaps a computed one.</summary>
public sealed record BoundProfileField(SyntaxNode Syntax, FieldSymbol Field)
    : BoundExpression(Syntax, Field.Type, Field.IsOptional);

/// <summary>A field of the event that a query ranges over, perhaps computed, or its `time` or `order`.</summary>
public sealed record BoundEventField(SyntaxNode Syntax, EventVariable Variable, FieldSymbol Field)
    : BoundExpression(Syntax, Field.Type, Field.IsOptional);

/// <summary>A field of the record that a quantifier ranges over, perhaps computed.</summary>
public sealed record BoundRecordField(SyntaxNode Syntax, ListVariable Variable, FieldSymbol Field)
    : BoundExpression(Syntax, Field.Type, Field.IsOptional);

/// <summary>
/// Inside a computed field's expression: another field of the same profile, event or record.
/// Engines read it from whatever value the computed field is asked of.
/// </summary>
public sealed record BoundOwnField(SyntaxNode Syntax, FieldSymbol Field)
    : BoundExpression(Syntax, Field.Type, Field.IsOptional);

/// <summary>`last(Purchase).total`: a field of an event value. Unknown where there is no event, but a set is then empty.</summary>
public sealed record BoundEventMember(SyntaxNode Syntax, BoundExpression Event, FieldSymbol Field)
    : BoundExpression(Syntax, Field.Type, Field.Type is not (SetType or ListType));

/// <summary>A trait's value.</summary>
public sealed record BoundTraitRef(SyntaxNode Syntax, TraitSymbol Trait, SegType Type, bool MayBeUnknown)
    : BoundExpression(Syntax, Type, MayBeUnknown);

/// <summary>Membership: true or false, never unknown.</summary>
public sealed record BoundSegmentRef(SyntaxNode Syntax, SegmentSymbol Segment)
    : BoundExpression(Syntax, SegType.Bool, false);

/// <summary>A class's entry.</summary>
public sealed record BoundClassRef(SyntaxNode Syntax, ClassSymbol Class, bool MayBeUnknown)
    : BoundExpression(Syntax, new ClassType(Class), MayBeUnknown);

/// <summary>A score's value.</summary>
public sealed record BoundScoreRef(SyntaxNode Syntax, ScoreSymbol Score)
    : BoundExpression(Syntax, Score.Type, true);

/// <summary>What is asked of a journey.</summary>
public enum JourneyPart
{
    /// <summary>The stage.</summary>
    Stage,

    /// <summary>`.since`</summary>
    Since,

    /// <summary>`.entered`</summary>
    Entered,
}

/// <summary>A journey's stage, `.since` or `.entered`.</summary>
public sealed record BoundJourneyRef(SyntaxNode Syntax, JourneySymbol Journey, JourneyPart Part, SegType Type)
    : BoundExpression(Syntax, Type, true);

/// <summary>Three-valued `not`.</summary>
public sealed record BoundNot(SyntaxNode Syntax, BoundExpression Operand)
    : BoundExpression(Syntax, SegType.Bool, Operand.MayBeUnknown);

/// <summary>Three-valued `and` (or `or`) of two operands or more.</summary>
public sealed record BoundLogical(SyntaxNode Syntax, bool IsAnd, ImmutableArray<BoundExpression> Operands)
    : BoundExpression(Syntax, SegType.Bool, Operands.Any(o => o.MayBeUnknown));

/// <summary>Unary minus of int, decimal, money, number, duration or span; overflow is unknown.</summary>
public sealed record BoundNegate(SyntaxNode Syntax, BoundExpression Operand)
    : BoundExpression(Syntax, Operand.Type, true);

/// <summary>`+ - * /`</summary>
public enum ArithmeticOperator
{
    /// <summary>`+`</summary>
    Add,

    /// <summary>`-`</summary>
    Subtract,

    /// <summary>`*`</summary>
    Multiply,

    /// <summary>`/`</summary>
    Divide,
}

/// <summary>
/// Arithmetic; the operand types tell which, <see cref="BoundExpression.Type"/> is the result's:
/// exact ± exact (scales may differ, the result has the larger) · exact × exact (scales add, at most 9, half away from zero) ·
/// money ÷ int or decimal (Type's scale, half away from zero) · plain ÷ plain and money ÷ money → number ·
/// number op number (both converted) · date or datetime ± span · date − date and datetime − datetime → duration ·
/// datetime ± duration · duration ± duration, × int, ÷ int (half away from zero), ÷ duration → number · span × int, span ± none.
/// No answer (overflow, ÷ 0, not finite) is unknown.
/// </summary>
public sealed record BoundArithmetic(
    SyntaxNode Syntax, ArithmeticOperator Operator, BoundExpression Left, BoundExpression Right, SegType Type)
    : BoundExpression(Syntax, Type, true);

/// <summary>`== != &lt; &lt;= &gt; &gt;=`</summary>
public enum ComparisonOperator
{
    /// <summary>`==`</summary>
    Equal,

    /// <summary>`!=`</summary>
    NotEqual,

    /// <summary>`&lt;`</summary>
    Less,

    /// <summary>`&lt;=`</summary>
    LessOrEqual,

    /// <summary>`&gt;`</summary>
    Greater,

    /// <summary>`&gt;=`</summary>
    GreaterOrEqual,
}

/// <summary>
/// A comparison of two values of one type; exact types may differ in scale and are compared exactly (128 bits), never rounded.
/// With <see cref="IgnoreCase"/> both texts are compared by NFC(full case fold(x)), by code point.
/// </summary>
public sealed record BoundComparison(
    SyntaxNode Syntax, ComparisonOperator Operator, BoundExpression Left, BoundExpression Right, bool IgnoreCase)
    : BoundExpression(Syntax, SegType.Bool, Left.MayBeUnknown || Right.MayBeUnknown);

/// <summary>`[a, b]` of constants and params: a set; its elements have the type of the set's element.</summary>
public sealed record BoundSetLiteral(SyntaxNode Syntax, SegType Type, ImmutableArray<BoundExpression> Elements)
    : BoundExpression(Syntax, Type, false);

/// <summary>Whether a value is in a set; unknown where the value is.</summary>
public sealed record BoundIn(SyntaxNode Syntax, BoundExpression Value, BoundExpression Set, bool IgnoreCase)
    : BoundExpression(Syntax, SegType.Bool, Value.MayBeUnknown);

/// <summary>`set contains any|all|none otherSet`: whether any, all or none of the right's elements are in the left.</summary>
public sealed record BoundSetTest(
    SyntaxNode Syntax, ContainsKind Kind, BoundExpression Set, BoundExpression Elements, bool IgnoreCase)
    : BoundExpression(Syntax, SegType.Bool, Set.MayBeUnknown || Elements.MayBeUnknown);

/// <summary>How a text is looked for in another.</summary>
public enum TextTest
{
    /// <summary>`contains`</summary>
    Contains,

    /// <summary>`starts with`</summary>
    StartsWith,

    /// <summary>`ends with`</summary>
    EndsWith,
}

/// <summary>`contains`, `starts with`, `ends with` between texts, by code point.</summary>
public sealed record BoundTextTest(
    SyntaxNode Syntax, TextTest Test, BoundExpression Left, BoundExpression Right, bool IgnoreCase)
    : BoundExpression(Syntax, SegType.Bool, Left.MayBeUnknown || Right.MayBeUnknown);

/// <summary>`matches`: searches the text for the pattern.</summary>
public sealed record BoundMatches(SyntaxNode Syntax, BoundExpression Text, Pattern Pattern)
    : BoundExpression(Syntax, SegType.Bool, Text.MayBeUnknown);

/// <summary>`x else y`: x where known, otherwise y. Both have the type.</summary>
public sealed record BoundElse(SyntaxNode Syntax, BoundExpression Value, BoundExpression Otherwise)
    : BoundExpression(Syntax, Value.Type, Otherwise.MayBeUnknown);

/// <summary>`x is known`: never unknown. `is unknown` is its <see cref="BoundNot"/>.</summary>
public sealed record BoundIsKnown(SyntaxNode Syntax, BoundExpression Value)
    : BoundExpression(Syntax, SegType.Bool, false);

/// <summary>
/// A widening: int → decimal or number, decimal → larger scale or number, money → larger scale, date → datetime
/// (start of that day in the rule set's zone), span → duration (a day is 24 hours; month and longer were refused).
/// Decimal to number is (double)unscaled / 10^scale. What does not fit is unknown.
/// </summary>
public sealed record BoundConversion(SyntaxNode Syntax, BoundExpression Value, SegType Type)
    : BoundExpression(Syntax, Type, true);

/// <summary>A call of a function of the table <see cref="Functions"/>; arguments have the types that its row says.</summary>
public sealed record BoundCall(
    SyntaxNode Syntax, FunctionKind Function, ImmutableArray<BoundExpression> Arguments, SegType Type, bool MayBeUnknown)
    : BoundExpression(Syntax, Type, MayBeUnknown);

/// <summary>A part of a date or instant.</summary>
public enum DatePart
{
    /// <summary>`.year`, 1 … 9999</summary>
    Year,

    /// <summary>`.quarter`, 1 … 4</summary>
    Quarter,

    /// <summary>`.month`, 1 … 12</summary>
    Month,

    /// <summary>`.day`, 1 … 31</summary>
    Day,

    /// <summary>`.weekday`, a <c>Weekday</c></summary>
    Weekday,

    /// <summary>`.hour`, 0 … 23</summary>
    Hour,

    /// <summary>`.minute`, 0 … 59</summary>
    Minute,

    /// <summary>`.date`</summary>
    Date,
}

/// <summary>`x.year` …: a part in the rule set's zone; int, but `.weekday` is a Weekday and `.date` a date.</summary>
public sealed record BoundPart(SyntaxNode Syntax, BoundExpression Value, DatePart Part, SegType Type)
    : BoundExpression(Syntax, Type, Value.MayBeUnknown);

/// <summary>`now`: the evaluation instant (inside `as of`, the instant asked for).</summary>
public sealed record BoundNow(SyntaxNode Syntax) : BoundExpression(Syntax, SegType.DateTime, false);

/// <summary>`today`: its local date.</summary>
public sealed record BoundToday(SyntaxNode Syntax) : BoundExpression(Syntax, SegType.Date, false);

/// <summary>`30 days`: a count (int constant or int param) of a unit. A negative count is an empty window's.</summary>
public sealed record BoundAmount(BoundExpression Count, TimeUnit Unit);

/// <summary>`30 days ago`, also `now - 30 days`: moves, and never back. An `ago` beyond the calendar is unknown as a value.</summary>
public sealed record BoundAgo(SyntaxNode Syntax, BoundAmount Amount) : BoundExpression(Syntax, SegType.DateTime, true);

/// <summary>
/// `years since X` (the greatest n with X + n units ≤ now; ≤ today for a date) or `days until X` (the greatest n with
/// now + n units ≤ X); unknown in the wrong direction. Of a date, with a unit below day, X is its start.
/// </summary>
public sealed record BoundUnits(SyntaxNode Syntax, TimeUnit Unit, bool IsSince, BoundExpression Operand)
    : BoundExpression(Syntax, SegType.Int, true);

/// <summary>`x in last 30 days` and its kin as a comparison; x is a date (against today) or a datetime (against now).</summary>
public sealed record BoundInWindow(SyntaxNode Syntax, BoundExpression Value, BoundWindow Window)
    : BoundExpression(Syntax, SegType.Bool, Value.MayBeUnknown);

/// <summary>`x as of T`: x at that instant; unknown where T is later than now.</summary>
public sealed record BoundAsOf(SyntaxNode Syntax, BoundExpression Value, BoundExpression Instant)
    : BoundExpression(Syntax, Value.Type, true);

/// <summary>The aggregates over events.</summary>
public enum AggregateKind
{
    /// <summary>Whether there is one.</summary>
    Any,

    /// <summary>Whether there is none.</summary>
    None,

    /// <summary>How many events, or known values.</summary>
    Count,

    /// <summary>The sum of known values; 0 of nothing.</summary>
    Sum,

    /// <summary>The mean of known values.</summary>
    Avg,

    /// <summary>The smallest known value.</summary>
    Min,

    /// <summary>The greatest known value.</summary>
    Max,

    /// <summary>The middle known value, the mean of two for an even count.</summary>
    Median,

    /// <summary>How many different known values.</summary>
    Distinct,

    /// <summary>The most frequent known value; ties go to the smaller.</summary>
    Mode,

    /// <summary>The first event, or first known value.</summary>
    First,

    /// <summary>The last event, or last known value.</summary>
    Last,
}

/// <summary>
/// An aggregate over a query. <see cref="Value"/> is the value per event in terms of the single step's variable, or null
/// where events themselves are counted or given. Type: any, none bool · count, distinct int · sum the value's type (int stays
/// int) · avg, median with four more digits (at most 9; int → decimal(4); duration stays) · others the value's type ·
/// first, last without a value an <see cref="EventType"/>.
/// </summary>
public sealed record BoundAggregate(
    SyntaxNode Syntax, AggregateKind Kind, BoundQuery Query, BoundExpression? Value, SegType Type, bool MayBeUnknown)
    : BoundExpression(Syntax, Type, MayBeUnknown);

/// <summary>What a quantifier over a list asks.</summary>
public enum QuantifierKind
{
    /// <summary>`any(i in items where …)`</summary>
    Any,

    /// <summary>`all(i in items where …)`: no record for which the condition is not true.</summary>
    All,

    /// <summary>`none(i in items where …)`</summary>
    None,

    /// <summary>`count(i in items where …)`</summary>
    Count,

    /// <summary>`sum(i.price in items where …)`: of known values; 0 of nothing.</summary>
    Sum,
}

/// <summary>`any(i in items where …)` over a list of records; an unknown `where` does not match.</summary>
public sealed record BoundQuantifier(
    SyntaxNode Syntax, QuantifierKind Kind, ListVariable Variable, BoundExpression List, BoundExpression? Where,
    BoundExpression? Value, SegType Type) : BoundExpression(Syntax, Type, Kind == QuantifierKind.Sum);

/// <summary>How a profile is compared with all.</summary>
public enum PopulationKind
{
    /// <summary>`in top p%`</summary>
    Top,

    /// <summary>`in bottom p%`</summary>
    Bottom,

    /// <summary>`ntile(k, x)`</summary>
    Ntile,
}

/// <summary>A population condition; back ends refuse it until it is built. Share is p/100 for top and bottom, k for ntile.</summary>
public sealed record BoundPopulation(
    SyntaxNode Syntax, PopulationKind Kind, BoundExpression Value, DecimalValue Share, SegType Type)
    : BoundExpression(Syntax, Type, true);
