using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

/// <summary>A definition with its meaning.</summary>
public abstract record BoundDefinition(Symbol Symbol);

/// <summary>A trait.</summary>
public sealed record BoundTrait(TraitSymbol Trait, BoundExpression Expression) : BoundDefinition(Trait);

/// <summary>A segment; members are the profiles for which the condition is true.</summary>
public sealed record BoundSegment(SegmentSymbol Segment, BoundExpression Condition) : BoundDefinition(Segment);

/// <summary>
/// A class. When <see cref="IsByFit"/> is false the first entry whose condition is true, `otherwise` last.
/// When true the entry with the highest known value (ties to the earlier); where that is below the floor, or nothing is known,
/// `otherwise`, and without one unknown.
/// </summary>
public sealed record BoundClass(ClassSymbol Class, bool IsByFit, ImmutableArray<BoundClassEntry> Entries)
    : BoundDefinition(Class);

/// <summary>An entry: condition, value (all of one class have one type) or null for `otherwise`, then perhaps with a floor of that type.</summary>
public sealed record BoundClassEntry(MemberSymbol Entry, BoundExpression? Expression, BoundExpression? Floor);

/// <summary>
/// A score: the sum of its lines, clamped to the range (inclusive). Without halving lines in 64-bit integers (overflow is unknown);
/// with one, lines are added in written order as doubles.
/// </summary>
public sealed record BoundScore(ScoreSymbol Score, ImmutableArray<BoundScoreLine> Lines, long? From, long? To)
    : BoundDefinition(Score);

/// <summary>A line; <see cref="Points"/> is negative for `subtract`.</summary>
public abstract record BoundScoreLine(long Points);

/// <summary>Points when the condition is true.</summary>
public sealed record BoundScoreWhen(long Points, BoundExpression Condition) : BoundScoreLine(Points);

/// <summary>
/// Points for each matching event (or match of a sequence); <see cref="Max"/> caps the line's magnitude. With
/// <see cref="HalvingMicroseconds"/>: over the events up to now in order, S = S · 2^(−Δt/span) + Points, then faded to now, then
/// capped, with Math.Pow(2.0, -(double)Δt / span); a sum that is not finite is unknown.
/// </summary>
public sealed record BoundScorePer(long Points, BoundQuery Query, long? Max, long? HalvingMicroseconds)
    : BoundScoreLine(Points);

/// <summary>
/// A test: what is given of the profile, the instant of each `at`, also of those without steps (the first is the profile's begin), and the steps in
/// order of time.
/// </summary>
public sealed record BoundTest(
    TestSyntax Syntax, Text.SourceText Source, string Name, ImmutableArray<object?> Given, ImmutableArray<long> Instants, ImmutableArray<BoundTestStep> Steps);

/// <summary>One step of a test at an instant (microseconds since 1970-01-01T00:00Z).</summary>
public abstract record BoundTestStep(long At, TestStepSyntax Syntax);

/// <summary>An event happens.</summary>
public sealed record BoundEventStep(long At, TestStepSyntax Syntax, EventFacts Facts) : BoundTestStep(At, Syntax);

/// <summary>Fields change; the others stay.</summary>
public sealed record BoundSetStep(long At, TestStepSyntax Syntax, ImmutableArray<(FieldSymbol Field, object? Value)> Values)
    : BoundTestStep(At, Syntax);

/// <summary>A condition must be true; it sees what happened up to its own `at`, steps written later in that one included.</summary>
public sealed record BoundExpectStep(long At, TestStepSyntax Syntax, BoundExpression Condition)
    : BoundTestStep(At, Syntax);

/// <summary>An action must have been asked for (or not) since the previous different instant. Arguments left out match anything.</summary>
public sealed record BoundExpectActionStep(
    long At, TestStepSyntax Syntax, ActionSymbol Action, bool IsNo, ImmutableArray<(string Name, object? Value)> Arguments)
    : BoundTestStep(At, Syntax);

/// <summary>
/// A rule set with its meaning. <see cref="Definitions"/> come in order of dependency, then of declaration (file by name, then place).
/// </summary>
public sealed record BoundRuleSet(
    RuleSetSettings Settings,
    ProfileSymbol Profile,
    ImmutableArray<EventSymbol> Events,
    ImmutableArray<RecordSymbol> Records,
    ImmutableArray<EnumSymbol> Enums,
    ImmutableArray<ParamSymbol> Params,
    ImmutableArray<JourneySymbol> Journeys,
    ImmutableArray<BoundAction> Actions,
    ImmutableArray<BoundLimit> Limits,
    ImmutableArray<BoundDefinition> Definitions,
    ImmutableDictionary<FieldSymbol, BoundExpression> ComputedFields,
    ImmutableArray<BoundTest> Tests)
{
    private ImmutableDictionary<Symbol, BoundDefinition>? bySymbol;

    /// <summary>The journeys' definitions in the order in which they are processed.</summary>
    public IEnumerable<BoundJourney> JourneyDefinitions => Definitions.OfType<BoundJourney>();

    /// <summary>The definition of a trait, segment, class, score or journey.</summary>
    public BoundDefinition Definition(Symbol symbol) =>
        (bySymbol ??= Definitions.ToImmutableDictionary(d => d.Symbol))[symbol];
}
