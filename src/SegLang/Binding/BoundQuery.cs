using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

/// <summary>The events that an aggregate is about: one step, or a sequence of several (`then`). The first step is never a `no`.</summary>
public sealed record BoundQuery(QuerySyntax Syntax, ImmutableArray<BoundStep> Steps)
{
    /// <summary>Whether it is a sequence.</summary>
    public bool IsSequence => Steps.Length > 1;
}

/// <summary>
/// A step. <see cref="Where"/> is about <see cref="Variable"/> and the steps before it; unknown does not match.
/// <see cref="Within"/> bounds the time since <see cref="WithinOf"/>, or since the previous step that is not a `no` (null),
/// inclusively; for a `no` step it is how long the absence must last (exclusively at its end). Nested steps of `no` never follow each other.
/// </summary>
public sealed record BoundStep(
    bool IsNo,
    EventVariable Variable,
    BoundWindow? Window,
    BoundExpression? Where,
    BoundAmount? Within,
    EventVariable? WithinOf);

/// <summary>A stretch of time relative to the evaluation instant. Events later than now are never seen.</summary>
public abstract record BoundWindow(WindowSyntax Syntax);

/// <summary>(now − N units, now]; of a date (today − N units, today].</summary>
public sealed record BoundLastWindow(WindowSyntax Syntax, BoundAmount Amount) : BoundWindow(Syntax);

/// <summary>[now, now + N units); of a date [today, today + N units). In comparisons only.</summary>
public sealed record BoundNextWindow(WindowSyntax Syntax, BoundAmount Amount) : BoundWindow(Syntax);

/// <summary>The next whole calendar unit. In comparisons only.</summary>
public sealed record BoundNextUnitWindow(WindowSyntax Syntax, TimeUnit Unit) : BoundWindow(Syntax);

/// <summary>The current calendar unit: for events from its start to now, in a comparison the whole of it.</summary>
public sealed record BoundThisWindow(WindowSyntax Syntax, TimeUnit Unit) : BoundWindow(Syntax);

/// <summary>The last N complete calendar units.</summary>
public sealed record BoundPreviousWindow(WindowSyntax Syntax, BoundAmount Amount) : BoundWindow(Syntax);

/// <summary>
/// Between two bounds, either of which may be missing. A fixed bound is [from, until), a moving one (from, until];
/// an unknown bound matches nothing; a moving bound beyond the calendar is taken as its end.
/// `since 7 days ago` is a <see cref="BoundLastWindow"/>.
/// </summary>
public sealed record BoundRangeWindow(WindowSyntax Syntax, BoundEdge? From, BoundEdge? Until) : BoundWindow(Syntax);

/// <summary>A bound: a datetime expression, and whether it moves with now.</summary>
public sealed record BoundEdge(BoundExpression Value, bool Moves);
