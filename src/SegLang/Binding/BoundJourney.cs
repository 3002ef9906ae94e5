using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

/// <summary>A journey: a profile is in at most one of its stages.</summary>
public sealed record BoundJourney(
    JourneySymbol Journey,
    ImmutableArray<BoundStart> Starts,
    BoundReentry Reentry,
    ImmutableArray<BoundLine> Anywhere,
    ImmutableArray<BoundStage> Stages)
    : BoundDefinition(Journey);

/// <summary>
/// `start Stage on Event [where c]` (<see cref="Variable"/> is the event that <see cref="Condition"/> is about) or
/// `start Stage when condition` (no variable).
/// </summary>
public sealed record BoundStart(StartSyntax Syntax, MemberSymbol Stage, EventVariable? Variable, BoundExpression? Condition);

/// <summary>Whether a profile may start again after a final stage: never, always, or from `ended` + <see cref="After"/> on.</summary>
public sealed record BoundReentry(bool IsAllowed, BoundAmount? After);

/// <summary>A stage, in declared order, with its lines in written order; a final one has none.</summary>
public sealed record BoundStage(MemberSymbol Stage, ImmutableArray<BoundLine> Lines);

/// <summary>A line of a stage or of `anywhere`: <see cref="Target"/> is the stage after `->`, if any.</summary>
public abstract record BoundLine(StageLineSyntax Syntax, MemberSymbol? Target, ImmutableArray<BoundActionCall> Actions);

/// <summary>`enter do …`: asked for on every entry, after the actions of the line that led here.</summary>
public sealed record BoundEnterLine(StageLineSyntax Syntax, ImmutableArray<BoundActionCall> Actions)
    : BoundLine(Syntax, null, Actions);

/// <summary>`on Event [where c]`: <see cref="Where"/> and the arguments of the actions may be about <see cref="Variable"/>.</summary>
public sealed record BoundOnLine(
    StageLineSyntax Syntax, EventVariable Variable, BoundExpression? Where, MemberSymbol? Target, ImmutableArray<BoundActionCall> Actions)
    : BoundLine(Syntax, Target, Actions);

/// <summary>`when condition`</summary>
public sealed record BoundWhenLine(
    StageLineSyntax Syntax, BoundExpression Condition, MemberSymbol? Target, ImmutableArray<BoundActionCall> Actions)
    : BoundLine(Syntax, Target, Actions);

/// <summary>
/// `after 30 days [without Event [where c]] [at 09:00]`. <see cref="LastSeen"/> is the time of the last such event as a datetime expression
/// (`max(Event.time where c)`), unknown where there is none; <see cref="AtTime"/> the local time of day in minutes.
/// </summary>
public sealed record BoundAfterLine(
    StageLineSyntax Syntax, BoundAmount Delay, BoundExpression? LastSeen, int? AtTime, MemberSymbol? Target,
    ImmutableArray<BoundActionCall> Actions)
    : BoundLine(Syntax, Target, Actions);

/// <summary>`at T`: a datetime expression that does not move with now.</summary>
public sealed record BoundAtLine(
    StageLineSyntax Syntax, BoundExpression Instant, MemberSymbol? Target, ImmutableArray<BoundActionCall> Actions)
    : BoundLine(Syntax, Target, Actions);

/// <summary>`split { … }`: the first branch whose <see cref="BoundBranch.UpTo"/> lies above the profile's fraction for `journey.stage`.</summary>
public sealed record BoundSplitLine(StageLineSyntax Syntax, ImmutableArray<BoundBranch> Branches) : BoundLine(Syntax, null, []);

/// <summary>A branch: the shares up to and including its own, 0 … 1, exactly.</summary>
public sealed record BoundBranch(decimal UpTo, MemberSymbol Target);

/// <summary>An action that is asked for; an argument per parameter, converted to its type, null where an optional one was left out.</summary>
public sealed record BoundActionCall(ActionCallSyntax Syntax, ActionSymbol Action, ImmutableArray<BoundExpression?> Arguments);

/// <summary>What must hold when an action leaves, and when it may.</summary>
public sealed record BoundAction(ActionSymbol Action, BoundExpression? Requires, ImmutableArray<BoundCap> Caps, BoundHours? Hours);

/// <summary>`at most N per span`: fewer than <see cref="Most"/> were asked for in (now − span, now].</summary>
public sealed record BoundCap(long Most, BoundAmount Per);

/// <summary>`hours 08:00 to 20:00`: local minutes of the day, [From, Until); over midnight where From is the greater.</summary>
public sealed record BoundHours(int From, int Until);

/// <summary>Caps over several actions together.</summary>
public sealed record BoundLimit(LimitSymbol Limit, ImmutableArray<BoundCap> Caps, ImmutableArray<ActionSymbol> Actions);
