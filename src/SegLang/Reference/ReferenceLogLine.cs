using System.Collections.Immutable;
using SegLang.Symbols;

namespace SegLang.Reference;

/// <summary>What a line of the log tells.</summary>
public enum ReferenceLogKind
{
    /// <summary>A journey enters a stage.</summary>
    Stage,

    /// <summary>Something happens to an action.</summary>
    Action,

    /// <summary>The profile becomes a member of a segment.</summary>
    Enter,

    /// <summary>It is no longer a member.</summary>
    Leave,

    /// <summary>It has another entry of a class.</summary>
    Class,
}

/// <summary>What became of an action; the log has the word in small letters.</summary>
public enum ReferenceOutcome
{
    /// <summary>The host is asked.</summary>
    Asked,

    /// <summary>It waits for its hours.</summary>
    Waits,

    /// <summary>The stay ended while it waited.</summary>
    Dropped,

    /// <summary>What it requires is not true.</summary>
    Refused,

    /// <summary>A cap is reached.</summary>
    Capped,
}

/// <summary>An action with a value per parameter, in the form of Symbols/Values.cs; null is unknown or left out.</summary>
public sealed record ReferenceCall(ActionSymbol Action, ImmutableArray<object?> Arguments);

/// <summary>
/// A line of the log, at an instant in microseconds. <see cref="Subject"/> is the journey, action, segment or class. From and To are stages
/// of a journey (From is null at its first start) or entries of a class (null: none). Of an action <see cref="Journey"/> asked and
/// <see cref="Outcome"/> says what came of it. <see cref="Cause"/> is the line of the journey as written, as one line of text;
/// <see cref="Calls"/> are the actions that fell due with a move, or the one that an action's line is about.
/// </summary>
public sealed record ReferenceLogLine(long Time, ReferenceLogKind Kind, Symbol Subject)
{
    /// <summary>What was left.</summary>
    public MemberSymbol? From { get; init; }

    /// <summary>What was entered.</summary>
    public MemberSymbol? To { get; init; }

    /// <summary>The journey that asked for an action.</summary>
    public JourneySymbol? Journey { get; init; }

    /// <summary>What came of an action.</summary>
    public ReferenceOutcome? Outcome { get; init; }

    /// <summary>The line of the journey that did it.</summary>
    public string? Cause { get; init; }

    /// <summary>The actions with their arguments.</summary>
    public ImmutableArray<ReferenceCall> Calls { get; init; } = [];
}
