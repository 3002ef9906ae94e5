namespace SegLang.Diagnostics;

public static partial class Rules
{
    // SEG9xxx: what is allowed, but probably not meant.

    /// <summary>A negated condition leaves out those for whom a value is unknown.</summary>
    public static readonly Rule<string, string> UnknownLeftOut =
        new("SEG9001", Severity.Warning, (whose, what) => $"{whose} whose `{what}` is unknown are silently left out");

    /// <summary>A segment without members, whatever the data.</summary>
    public static readonly Rule<string> NeverTrue =
        new("SEG9002", Severity.Warning, name => $"nobody can ever be in `{name}`");

    /// <summary>A segment of everybody, whatever the data.</summary>
    public static readonly Rule<string> AlwaysTrue =
        new("SEG9003", Severity.Warning, name => $"everybody is always in `{name}`");

    /// <summary>An entry that no profile can have.</summary>
    public static readonly Rule<string, string> UnreachableEntry =
        new("SEG9004", Severity.Warning, (name, why) => $"`{name}` can never be reached: {why}");

    /// <summary>Two segments with one condition.</summary>
    public static readonly Rule<string, string> SameMembers =
        new("SEG9005", Severity.Warning, (name, other) => $"`{name}` has the same members as `{other}`");

    /// <summary>An alternative that another one covers.</summary>
    public static readonly Rule<string, string> AddsNothing =
        new("SEG9006", Severity.Warning, (part, other) => $"`{part}` adds nothing: `{other}` holds whenever it does");

    /// <summary>A param that nothing uses.</summary>
    public static readonly Rule<string> UnusedParam =
        new("SEG9007", Severity.Warning, name => $"the param `{name}` is never used");

    /// <summary>An event that nothing uses.</summary>
    public static readonly Rule<string> UnusedEvent =
        new("SEG9008", Severity.Warning, name => $"the event `{name}` is never used");

    /// <summary>A use of what is marked as deprecated.</summary>
    public static readonly Rule<string> DeprecatedUse =
        new("SEG9009", Severity.Warning, name => $"`{name}` is deprecated");

    /// <summary>A test for equality of floating-point numbers.</summary>
    public static readonly PlainRule EqualityOfNumbers =
        new("SEG9010", Severity.Warning, "equality of inexact numbers depends on the last bit");

    /// <summary>Time travel over fields that have no history.</summary>
    public static readonly Rule<string> NoHistory =
        new("SEG9011", Severity.Warning, name => $"`{name}` has no history: `as of` takes it as it is now");

    /// <summary>A silenced warning without a reason.</summary>
    public static readonly Rule<string> IgnoredWithoutReason =
        new("SEG9012", Severity.Warning, code => $"`seg-ignore {code}` gives no reason");

    /// <summary>A silenced warning that is none.</summary>
    public static readonly Rule<string> IgnoredWithoutEffect =
        new("SEG9013", Severity.Warning, code => $"`seg-ignore {code}` silences nothing");

    /// <summary>A stage that nothing leads to.</summary>
    public static readonly Rule<string> StageNeverEntered =
        new("SEG9014", Severity.Warning, name => $"nobody ever enters the stage `{name}`");

    /// <summary>A stage that is not final and that nothing leads out of.</summary>
    public static readonly Rule<string> StageNeverLeft =
        new("SEG9015", Severity.Warning, name => $"nobody ever leaves the stage `{name}`");

    /// <summary>A line of a journey that another one hides, or that asks for the impossible.</summary>
    public static readonly Rule<string> LineNeverFires =
        new("SEG9016", Severity.Warning, why => $"this line never fires: {why}");

    /// <summary>An action that no journey asks for.</summary>
    public static readonly Rule<string> UnusedAction =
        new("SEG9017", Severity.Warning, name => $"no journey asks for the action `{name}`");

    /// <summary>A limit without a cap or without actions.</summary>
    public static readonly Rule<string> EmptyLimit =
        new("SEG9018", Severity.Warning, name => $"the limit `{name}` limits nothing");
}
