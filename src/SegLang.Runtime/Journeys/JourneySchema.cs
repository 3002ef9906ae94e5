using System.Collections.Immutable;

namespace SegLang.Runtime;

// Journeys as tables: what a compiled rule set carries of them. Conditions, instants and arguments are values of the program, named by
// their place in RuleProgram.Outputs (−1: none); those of `on` lines, their starts and arguments are about the event that was chosen by
// RowEvaluator.SelectEvent.

/// <summary>What is asked of a journey's state.</summary>
public enum JourneyFact : byte
{
    /// <summary>The stage's ordinal.</summary>
    Stage,

    /// <summary>When it was entered, microseconds since 1970-01-01T00:00Z.</summary>
    Since,

    /// <summary>How often it was entered.</summary>
    Entered,
}

/// <summary>The kinds of lines of a stage.</summary>
public enum LineKind : byte
{
    /// <summary>`enter do …`</summary>
    Enter,

    /// <summary>`on Event`</summary>
    On,

    /// <summary>`when condition`</summary>
    When,

    /// <summary>`after span`</summary>
    After,

    /// <summary>`at instant`</summary>
    At,

    /// <summary>`split { … }`</summary>
    Split,
}

/// <summary>A journey.</summary>
/// <param name="Name">Its name in the rules.</param>
/// <param name="Title">The title for people, or null.</param>
/// <param name="Starts">The `start` lines in written order.</param>
/// <param name="Reentry">When a profile may start again.</param>
/// <param name="Anywhere">The lines of `anywhere` in written order.</param>
/// <param name="Stages">The stages in declared order.</param>
/// <param name="Was">Earlier names (`@was`): stored state of theirs is this one's.</param>
/// <param name="KeepsHistory">Whether some rule asks for its state at an earlier instant (`as of`), so that past stays must be kept.</param>
/// <param name="CountsEntries">Whether some rule asks how often stages were entered.</param>
public sealed record JourneySchema(
    string Name,
    string? Title,
    ImmutableArray<StartSchema> Starts,
    ReentrySchema Reentry,
    ImmutableArray<LineSchema> Anywhere,
    ImmutableArray<StageSchema> Stages,
    ImmutableArray<string> Was,
    bool KeepsHistory,
    bool CountsEntries);

/// <summary>A `start` line.</summary>
/// <param name="Stage">The stage's ordinal.</param>
/// <param name="Event">The event type's ordinal, or −1 for `start … when`.</param>
/// <param name="Condition">The `where` (about the event; −1: none) or the `when`.</param>
/// <param name="Text">The line as written, on one line.</param>
public sealed record StartSchema(int Stage, int Event, int Condition, string Text);

/// <summary>Whether and when a profile may start again after a final stage.</summary>
/// <param name="IsAllowed">False for `never`.</param>
/// <param name="Count">The value that counts the units of `after`, −1 for `always`.</param>
/// <param name="Unit">The unit of `after`.</param>
public sealed record ReentrySchema(bool IsAllowed, int Count, CalendarUnit Unit);

/// <summary>A stage.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">The title for people, or null.</param>
/// <param name="IsFinal">Whether it ends the journey.</param>
/// <param name="Was">Earlier names (`@was`).</param>
/// <param name="Lines">Its lines in written order.</param>
public sealed record StageSchema(string Name, string? Title, bool IsFinal, ImmutableArray<string> Was, ImmutableArray<LineSchema> Lines);

/// <summary>A line of a stage or of `anywhere`.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">The line as written, on one line.</param>
/// <param name="Target">The stage after `->`, or −1.</param>
/// <param name="Calls">The actions after `do`.</param>
public sealed record LineSchema(LineKind Kind, string Text, int Target, ImmutableArray<CallSchema> Calls)
{
    /// <summary>On: the event type's ordinal; −1 otherwise.</summary>
    public int Event { get; init; } = -1;

    /// <summary>On: the `where` (−1: none). When: the condition.</summary>
    public int Condition { get; init; } = -1;

    /// <summary>After: the value that counts the units.</summary>
    public int Count { get; init; } = -1;

    /// <summary>After: the unit.</summary>
    public CalendarUnit Unit { get; init; }

    /// <summary>After … without: the time of the last such event; −1 without it.</summary>
    public int LastSeen { get; init; } = -1;

    /// <summary>After … at: the local minute of the day, −1 without it.</summary>
    public int AtMinute { get; init; } = -1;

    /// <summary>At: the instant.</summary>
    public int Instant { get; init; } = -1;

    /// <summary>Split: the branches in written order.</summary>
    public ImmutableArray<BranchSchema> Branches { get; init; } = [];
}

/// <summary>A branch of a `split`: taken by fractions below <paramref name="UpTo"/> that no earlier branch took.</summary>
/// <param name="UpTo">The shares up to and including its own, 0 … 1.</param>
/// <param name="Target">The stage's ordinal.</param>
public sealed record BranchSchema(decimal UpTo, int Target);

/// <summary>An action that a line asks for.</summary>
/// <param name="Action">Its place in <see cref="JourneySet.Actions"/>.</param>
/// <param name="Arguments">A value per parameter; −1 where it was left out.</param>
public sealed record CallSchema(int Action, ImmutableArray<int> Arguments);

/// <summary>An action.</summary>
/// <param name="Name">Its name in the rules.</param>
/// <param name="Parameters">Names and kinds.</param>
/// <param name="Requires">The condition that must hold when it leaves; −1: none.</param>
/// <param name="FromMinute">The first local minute of its hours; −1: always.</param>
/// <param name="UntilMinute">The local minute after its hours; less than the first where they go over midnight.</param>
public sealed record ActionSchema(string Name, ImmutableArray<FieldSchema> Parameters, int Requires, int FromMinute, int UntilMinute);

/// <summary>A cap: of these actions together fewer than <paramref name="Most"/> were asked for in (now − span, now].</summary>
/// <param name="Name">The action or limit that it belongs to.</param>
/// <param name="Most">The most.</param>
/// <param name="Count">The value that counts the units.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Actions">The actions' places.</param>
public sealed record CapSchema(string Name, long Most, int Count, CalendarUnit Unit, ImmutableArray<int> Actions);

/// <summary>The journeys of a rule set in the order in which they are processed, and what they may ask for.</summary>
/// <param name="Journeys">The journeys.</param>
/// <param name="Actions">The actions in order of declaration.</param>
/// <param name="Caps">The caps of actions and limits.</param>
public sealed partial record JourneySet(
    ImmutableArray<JourneySchema> Journeys, ImmutableArray<ActionSchema> Actions, ImmutableArray<CapSchema> Caps)
{
    /// <summary>No journeys.</summary>
    public static JourneySet Empty { get; } = new([], [], []);
}
