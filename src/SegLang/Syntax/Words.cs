using System.Collections.Frozen;
using System.Collections.Immutable;
using SegLang.Diagnostics;

namespace SegLang.Syntax;

/// <summary>The words of the language. They are keywords only where the grammar expects them.</summary>
public static class Words
{
    /// <summary>What begins a declaration.</summary>
    public static ImmutableArray<string> Declarations { get; } =
    [
        "ruleset", "enum", "record", "profile", "event", "param", "trait", "segment", "classify", "score",
        "action", "limit", "journey", "test", "list",
    ];

    /// <summary>What belongs to the language where an operand is expected.</summary>
    public static FrozenSet<string> BeforeOperand { get; } =
        new[] { "not", "true", "false", "now", "today" }.ToFrozenSet();

    /// <summary>What belongs to the language after an operand.</summary>
    public static FrozenSet<string> AfterOperand { get; } = new[]
    {
        "and", "or", "not", "in", "is", "between", "contains", "starts", "ends", "matches", "else", "as", "then",
        "within", "until", "where",
    }.ToFrozenSet();

    /// <summary>The units of time, singular, from finest to coarsest.</summary>
    public static ImmutableArray<string> Units { get; } =
        ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];

    /// <summary>The aggregates over events.</summary>
    public static FrozenSet<string> Aggregates { get; } = new[]
    {
        "any", "none", "count", "sum", "avg", "min", "max", "median", "distinct", "mode", "first", "last",
    }.ToFrozenSet();

    /// <summary>All other words that the grammar knows in their places.</summary>
    public static ImmutableArray<string> InPlace { get; } =
    [
        "timezone", "week", "starts", "monday", "sunday", "edition", "key", "default", "from", "once", "by", "for",
        "set", "of", "when", "otherwise", "below", "add", "subtract", "per", "halving", "every", "max", "range", "to",
        "requires", "at", "most", "hours", "start", "on", "reenter", "never", "always", "after", "anywhere", "final",
        "stage", "enter", "do", "without", "split", "given", "expect", "no", "last", "next", "this", "previous",
        "since", "before", "ago", "top", "bottom", "known", "unknown", "ignoring", "case", "with", "all",
    ];

    private static readonly FrozenSet<string> UnitForms =
        Units.Concat(Units.Select(u => u + "s")).ToFrozenSet();

    /// <summary>Whether this is a unit of time, singular or plural.</summary>
    public static bool IsUnit(string word) => UnitForms.Contains(word);

    /// <summary>The unit that a mistyped word was meant to be, rather plural than singular; null where none is close.</summary>
    public static string? MeantUnit(string word) =>
        Suggestions.Closest(word, Units.Select(u => u + "s")) ?? Suggestions.Closest(word, Units);
}
