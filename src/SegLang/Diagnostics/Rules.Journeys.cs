namespace SegLang.Diagnostics;

// SEG4xxx: journeys and their actions.
public static partial class Rules
{
    /// <summary>A journey that nothing starts.</summary>
    public static readonly Rule<string> NoStart =
        new("SEG4001", Severity.Error, name => $"the journey `{name}` has no `start`");

    /// <summary>A stage that the journey has not.</summary>
    public static readonly Rule<string, string> UnknownStage =
        new("SEG4002", Severity.Error, (name, journey) => $"`{journey}` has no stage `{name}`") { Owner = (_, journey) => journey };

    /// <summary>Two stages of one name.</summary>
    public static readonly Rule<string, string> DuplicateStage =
        new("SEG4003", Severity.Error, (name, journey) => $"`{journey}` has two stages `{name}`");

    /// <summary>A line in a final stage.</summary>
    public static readonly Rule<string> LineInFinalStage =
        new("SEG4004", Severity.Error, name => $"nothing happens in the final stage `{name}`");

    /// <summary>A line with neither `->` nor `do`.</summary>
    public static readonly PlainRule LineWithoutEffect =
        new("SEG4005", Severity.Error, "this line does nothing");

    /// <summary>Shares that do not add up to 100%.</summary>
    public static readonly Rule<string> SplitNotWhole =
        new("SEG4006", Severity.Error, total => $"the shares of a `split` add up to 100%, but these are {total}%");

    /// <summary>`split` in `anywhere`.</summary>
    public static readonly PlainRule SplitAnywhere =
        new("SEG4007", Severity.Error, "a `split` belongs to one stage");

    /// <summary>A second `reenter` or `anywhere`.</summary>
    public static readonly Rule<string> OncePerJourney =
        new("SEG4008", Severity.Error, word => $"a journey has only one `{word}`");

    /// <summary>`reenter` where no stage is final.</summary>
    public static readonly Rule<string> ReenterWithoutEnd =
        new("SEG4009", Severity.Error, name => $"`{name}` has no final stage to start again after");

    /// <summary>A delay, a cap's span or a cap of zero.</summary>
    public static readonly Rule<string> AtLeastOne =
        new("SEG4010", Severity.Error, what => $"{what} is at least 1");

    /// <summary>`at` with an instant that is never reached, because it moves with now.</summary>
    public static readonly PlainRule MovingInstant =
        new("SEG4011", Severity.Error, "`at` waits for an instant that stands still, and this one moves with now");

    /// <summary>A parameter that an action has not.</summary>
    public static readonly Rule<string, string> UnknownParameter =
        new("SEG4012", Severity.Error, (name, action) => $"the action `{action}` has no parameter `{name}`") { Owner = (_, action) => action };

    /// <summary>An argument that is left out though its type is not optional.</summary>
    public static readonly Rule<string, string> MissingArgument =
        new("SEG4013", Severity.Error, (name, action) => $"the action `{action}` needs `{name}`") { Owner = (_, action) => action };

    /// <summary>An argument given twice.</summary>
    public static readonly Rule<string> ArgumentTwice =
        new("SEG4014", Severity.Error, name => $"the argument `{name}` is given twice");

    /// <summary>Hours that end as they begin.</summary>
    public static readonly PlainRule EmptyHours =
        new("SEG4015", Severity.Error, "these hours end when they begin, so the action could never leave");
}
