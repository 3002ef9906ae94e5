namespace SegLang.Diagnostics;

/// <summary>The table of everything that can be found wrong with a rule set.</summary>
public static partial class Rules
{
    /// <summary>Something else should stand here.</summary>
    public static readonly Rule<string, string> Expected =
        new("SEG1001", Severity.Error, (expected, found) => $"expected {expected}, found {found}");

    /// <summary>A character that begins no word, number or sign.</summary>
    public static readonly Rule<string> UnexpectedCharacter =
        new("SEG1002", Severity.Error, text => $"`{text}` means nothing here");

    /// <summary>A text that does not end on its line.</summary>
    public static readonly PlainRule UnterminatedText =
        new("SEG1003", Severity.Error, "this text has no closing quote on its line");

    /// <summary>A backslash before something else than the language knows.</summary>
    public static readonly Rule<string> UnknownEscape =
        new("SEG1004", Severity.Error, text => $"`{text}` is no escape");

    /// <summary>A control character that makes text look like other text.</summary>
    public static readonly Rule<string> InvisibleCharacter =
        new("SEG1005", Severity.Error, text => $"the invisible character {text} is not allowed");

    /// <summary>A block comment without an end.</summary>
    public static readonly PlainRule UnterminatedComment =
        new("SEG1006", Severity.Error, "this comment has no closing `*/`");

    /// <summary>A name in backticks that is empty or does not end.</summary>
    public static readonly PlainRule MalformedQuotedName =
        new("SEG1007", Severity.Error, "a name in backticks is not empty and ends on its line");

    /// <summary>A number that does not fit 64 bits.</summary>
    public static readonly Rule<string> NumberTooLarge =
        new("SEG1008", Severity.Error, text => $"the number `{text}` does not fit 64 bits");

    /// <summary>A number with more than nine decimals.</summary>
    public static readonly Rule<string> TooManyDecimals =
        new("SEG1009", Severity.Error, text => $"the number `{text}` has more than 9 decimals");

    /// <summary>Digits and dashes that are almost a date.</summary>
    public static readonly Rule<string> MalformedDate =
        new("SEG1010", Severity.Error, text => $"`{text}` is not written as a date or date-time");

    /// <summary>A date that the calendar does not have.</summary>
    public static readonly Rule<string> NoSuchDate =
        new("SEG1011", Severity.Error, text => $"there is no date `{text}`");

    /// <summary>A time of day that the clock does not have.</summary>
    public static readonly Rule<string> NoSuchTime =
        new("SEG1012", Severity.Error, text => $"there is no time of day `{text}`");

    /// <summary>Half of a UTF-16 pair, which is no character.</summary>
    public static readonly PlainRule LoneSurrogate =
        new("SEG1013", Severity.Error, "half of a surrogate pair is no character");

    /// <summary>A control character in a text.</summary>
    public static readonly Rule<string> ControlCharacter =
        new("SEG1014", Severity.Error, text => $"the control character {text} cannot stand in a text as it is");

    /// <summary>A file that is not UTF-8.</summary>
    public static readonly PlainRule NotUtf8 = new("SEG1015", Severity.Error, "the file is not UTF-8");

    /// <summary>A file with a NUL.</summary>
    public static readonly PlainRule BinaryFile = new("SEG1016", Severity.Error, "this is a binary file, not a rule file");

    /// <summary>Text in quotes that are not the language's.</summary>
    public static readonly PlainRule ForeignQuotes =
        new("SEG1017", Severity.Error, "text stands between straight double quotes");

    /// <summary>A comment that begins with a hash.</summary>
    public static readonly PlainRule HashComment = new("SEG1018", Severity.Error, "a comment begins with `//`, not `#`");

    /// <summary>`=` where two values are compared.</summary>
    public static readonly PlainRule SingleEquals =
        new("SEG1020", Severity.Error, "`=` does not compare");

    /// <summary>An operator of another language.</summary>
    public static readonly Rule<string> ForeignOperator =
        new("SEG1021", Severity.Error, found => $"`{found}` is no operator of the language");

    /// <summary>A comparison of a comparison.</summary>
    public static readonly PlainRule ChainedComparison =
        new("SEG1022", Severity.Error, "comparisons do not chain");

    /// <summary>A word where a unit of time should stand.</summary>
    public static readonly Rule<string> UnknownUnit =
        new("SEG1023", Severity.Error, word => $"`{word}` is no unit of time");

    /// <summary>`in last week`: neither a number of units nor a calendar unit.</summary>
    public static readonly Rule<string> WindowWithoutNumber =
        new("SEG1024", Severity.Error, unit => $"`in last {unit}` does not say how many");

    /// <summary>A number and its unit or currency on two lines.</summary>
    public static readonly PlainRule UnitOnNextLine =
        new("SEG1025", Severity.Error, "a number and its unit stand on one line");

    /// <summary>A word that begins no declaration.</summary>
    public static readonly Rule<string> UnknownDeclaration =
        new("SEG1026", Severity.Error, found => $"expected a declaration, found {found}");

    /// <summary>Something that may be said once is said again.</summary>
    public static readonly Rule<string> SaidTwice =
        new("SEG1027", Severity.Error, what => $"{what} is given twice");

    /// <summary>A word that is not one of those that may stand here.</summary>
    public static readonly Rule<string, string> UnknownWord =
        new("SEG1028", Severity.Error, (found, owner) => $"{found} is not part of {owner}");

    /// <summary>Something else where a whole number should stand.</summary>
    public static readonly Rule<string, string> WholeNumberExpected =
        new("SEG1029", Severity.Error, (what, found) => $"{what} is a whole number, found {found}");

    /// <summary>Something computed where a literal should stand.</summary>
    public static readonly PlainRule AnnotationLiteral =
        new("SEG1030", Severity.Error, "an annotation takes literals only");

    /// <summary>A currency in small letters.</summary>
    public static readonly Rule<string> CurrencyCase =
        new("SEG1031", Severity.Error, word => $"`{word}` is no currency");

    /// <summary>`x is null` and the like.</summary>
    public static readonly PlainRule IsWithoutKnown =
        new("SEG1032", Severity.Error, "`is` asks whether a value is known or unknown");

    /// <summary>A list in parentheses.</summary>
    public static readonly PlainRule ListInParentheses =
        new("SEG1033", Severity.Error, "a list stands in square brackets");

    /// <summary>`not` where a value should stand.</summary>
    public static readonly PlainRule NotAsOperand =
        new("SEG1034", Severity.Error, "`not` cannot stand here without parentheses");

    /// <summary>A file above the size limit.</summary>
    public static readonly PlainRule FileTooLarge =
        new("SEG8001", Severity.Error, "the file is larger than 2 MiB");

    /// <summary>Nesting beyond the limit.</summary>
    public static readonly PlainRule NestedTooDeep =
        new("SEG8002", Severity.Error, "this is nested more than 128 deep");

    /// <summary>A text beyond the limit.</summary>
    public static readonly PlainRule TextTooLong =
        new("SEG8003", Severity.Error, "this text is longer than 64 KiB");

    /// <summary>A list beyond the limit.</summary>
    public static readonly PlainRule ListTooLong =
        new("SEG8004", Severity.Error, "this list has more than 10 000 elements");

    /// <summary>A pattern beyond the limit.</summary>
    public static readonly PlainRule PatternTooLong =
        new("SEG8005", Severity.Error, "this pattern has more than 512 characters");

    /// <summary>A file with more declarations than the limit.</summary>
    public static readonly PlainRule TooManyDeclarations =
        new("SEG8006", Severity.Error, "there are more than 50 000 declarations");
}
