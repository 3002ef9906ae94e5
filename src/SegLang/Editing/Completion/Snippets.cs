using SegLang.Symbols;

namespace SegLang.Editing;

/// <summary>The forms that words are proposed with; gaps are `${1:name}`, the cursor ends at `$0`.</summary>
internal static class Snippets
{
    /// <summary>The form of a declaration, or null where it has none.</summary>
    public static string? Declaration(string word) => word switch
    {
        "ruleset" => "ruleset ${1:Name} {\n  timezone \"${2:Europe/Berlin}\"\n}$0",
        "enum" => "enum ${1:Name} { ${2:first}, ${3:second} }$0",
        "record" => "record ${1:Name} {\n  ${2:name}: ${3:text}\n}$0",
        "profile" => "profile ${1:Customer} {\n  ${2:id}: text key\n  $0\n}",
        "event" => "event ${1:Name} {\n  ${2:name}: ${3:text}\n}$0",
        "param" => "param ${1:name}: ${2:int} = ${3:30}$0",
        "trait" => "trait ${1:Name} = $0",
        "segment" => "segment ${1:Name} {\n  $0\n}",
        "classify" => "classify ${1:Name} {\n  ${2:First} when $0\n  ${3:Other} otherwise\n}",
        "score" => "score ${1:Name} {\n  add ${2:10} when $0\n}",
        "action" => "action ${1:Name}(${2:template}: ${3:text})$0",
        "limit" => "limit ${1:Name} {\n  at most ${2:3} per ${3:7} days\n  $0\n}",
        "journey" => "journey ${1:Name} {\n  start ${2:First} <begin>\n  stage ${2:First} {\n    $0\n  }\n}",
        "test" => "test \"${1:name}\" {\n  given { <key> }\n  at ${3:2026-03-09T15:00} expect $0\n}",
        _ => null,
    };

    /// <summary>The form of a word in a production, or null where the word stands alone.</summary>
    public static string? Form(string production, string word) => (production, word) switch
    {
        ("Setting", "timezone") => "timezone \"${1:Europe/Berlin}\"",
        ("Setting", "week") => "week starts ${1|monday,sunday|}",
        ("Setting", "edition") => "edition 2026",
        ("Column", _) => word + " from \"$1\"",
        ("Once", "once") => "once by $1",
        ("Attribute", "from") => "from \"$1\"",
        ("CollectionType", _) => word + " of $1",
        ("ScoreLine", "add" or "subtract") => word + " ${1:10} when $0",
        ("ScoreOption", "halving") => "halving every ${1:7} days",
        ("ScoreOption", "max") => "max ${1:50}",
        ("ScoreRange", "range") => "range ${1:0} to ${2:100}",
        ("Cap", "at") => "at most ${1:2} per ${2:7} days",
        ("Hours", "hours") => "hours ${1:08:00} to ${2:20:00}",
        ("Start", "start") => "start ${1} on $0",
        ("Reenter", "reenter") => "reenter ${1|never,always,after 30 days|}",
        ("Anywhere", "anywhere") => "anywhere {\n  $0\n}",
        ("Stage", "stage") => "stage ${1:Name} {\n  $0\n}",
        ("Stage", "final") => "final stage ${1:Name}",
        ("EnterLine", "enter") => "enter do $0",
        ("SplitLine", "split") => "split { 50% -> $1  50% -> $2 }",
        ("AfterLine", "after") => "after ${1:30} days ",
        ("TestPart", "given") => "given { $1 }",
        ("SetStep", "set") => "set { $1 }",
        ("At", "at") => "at ${1:2026-03-09T15:00} $0",
        ("Step", "within") => "within ${1:2} days",
        _ => null,
    };

    /// <summary>Whether nothing has to follow a word.</summary>
    public static bool EndsAlone(string word) =>
        word is "key" or "never" or "always" or "ago" or "known" or "unknown" or "otherwise" or "monday" or "sunday" or "case" or "anywhere" or "split";

    /// <summary>The forms of an operator after a value of a type, with their rank.</summary>
    public static IEnumerable<(string Label, string Insert, int Rank)> Operator(string production, string word, SegType type)
    {
        bool isInstant = type == SegType.Date || type == SegType.DateTime;
        switch (production)
        {
            case "Relation":
                return [(word, word + " ", word == "==" ? 1 : 2)];
            case "In" when isInstant:
                return Windows(true).Select(w => ("in " + w.Label, "in " + w.Insert, 2));
            case "In":
                return [("in", "in [$1]", 2), ("not in", "not in [$1]", 4)];
            case "Between":
                return [("between", "between $1 and $2", 3)];
            case "Contains" when type is SetType:
                return [("contains", "contains ", 1), ("contains any", "contains any [$1]", 2), ("contains all", "contains all [$1]", 3), ("contains none", "contains none [$1]", 3)];
            case "Contains":
                return [("contains", "contains \"$1\"", 2)];
            case "Affix":
                return [($"{word} with", $"{word} with \"$1\"", 2)];
            case "Matches":
                return [("matches", "matches \"$1\"", 3)];
            case "Is":
                return [("is known", "is known", 3), ("is unknown", "is unknown", 3)];
            case "AsOf":
                return [("as of", "as of ${1:90} days ago", 5)];
            case "IgnoringCase":
                return [("ignoring case", "ignoring case", 3)];
            default:
                return [(word, word + " ", type == SegType.Bool ? 0 : 4)];
        }
    }

    /// <summary>The windows after `in`, most used first; those of the future in comparisons only.</summary>
    public static IEnumerable<(string Label, string Insert)> Windows(bool isComparison)
    {
        (string, string)[] past =
        [
            ("last 30 days", "last ${1:30} days"), ("last 12 months", "last ${1:12} months"), ("previous month", "previous month"),
            ("previous week", "previous week"), ("previous quarter", "previous quarter"), ("previous year", "previous year"),
            ("this week", "this week"), ("this month", "this month"), ("this quarter", "this quarter"), ("this year", "this year"),
        ];
        return isComparison ? [.. past, ("next 14 days", "next ${1:14} days"), ("next month", "next month"), ("next week", "next week")] : past;
    }
}
