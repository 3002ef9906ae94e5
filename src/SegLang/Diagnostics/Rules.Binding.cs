namespace SegLang.Diagnostics;

/// <summary>The table of diagnostics: codes are never renumbered or reused.</summary>
public static partial class Rules
{
#pragma warning disable CS1591 // The message beside each of them says what it means.
    // SEG2xxx: names, types, cycles and patterns.
    public static readonly Rule<string, string> UnknownField =
        new("SEG2001", Severity.Error, (name, owner) => $"`{owner}` has no field `{name}`") { Owner = (_, owner) => owner };

    public static readonly Rule<string> UnknownEvent =
        new("SEG2002", Severity.Error, name => $"there is no event `{name}`");

    public static readonly Rule<string> UnknownType =
        new("SEG2003", Severity.Error, name => $"there is no type `{name}`");

    public static readonly Rule<string, string> UnknownMember =
        new("SEG2004", Severity.Error, (name, owner) => $"`{owner}` has no member `{name}`") { Owner = (_, owner) => owner };

    public static readonly Rule<string> DuplicateName =
        new("SEG2005", Severity.Error, name => $"`{name}` is declared twice");

    public static readonly Rule<string> Cycle =
        new("SEG2006", Severity.Error, path => $"this depends on itself: {path}");

    public static readonly Rule<string> NotACondition =
        new("SEG2007", Severity.Error, type => $"a condition is true or false, but this is {Article(type)}");

    public static readonly Rule<string, string> CannotCompare =
        new("SEG2008", Severity.Error, (left, right) => $"{Article(left)} cannot be compared with {Article(right)}");

    public static readonly Rule<string, string> DifferentCurrencies =
        new("SEG2009", Severity.Error, (left, right) => $"`{left}` and `{right}` are different currencies");

    public static readonly Rule<string> MoneyAndNumber =
        new("SEG2010", Severity.Error, currency => $"an amount of `{currency}` and a plain number do not mix");

    public static readonly Rule<string, string, string> NoSuchOperation =
        new("SEG2011", Severity.Error, (op, left, right) => $"`{op}` has no meaning for {Article(left)} and {Article(right)}");

    public static readonly Rule<string, string> WrongType =
        new("SEG2012", Severity.Error, (wanted, given) => $"{Article(wanted)} is wanted here, but this is {Article(given)}");

    public static readonly Rule<int, int> FinerScale =
        new("SEG2013", Severity.Error, (wanted, given) => $"{Digits(given)} after the point {(given == 1 ? "does" : "do")} not fit where {Digits(wanted)} are declared");

    public static readonly Rule<string> AggregateNeedsField =
        new("SEG2014", Severity.Error, name => $"`{name}` needs a field of the event, such as `{name}(Event.field)`");

    public static readonly Rule<string, string> AggregateOverType =
        new("SEG2015", Severity.Error, (name, type) => $"`{name}` cannot be taken of {Article(type)}");

    public static readonly Rule<string> UnknownFunction =
        new("SEG2016", Severity.Error, name => $"there is no function `{name}`");

    public static readonly Rule<string, string> ArgumentCount =
        new("SEG2017", Severity.Error, (name, wanted) => $"`{name}` takes {wanted}");

    public static readonly Rule<string, string> ArgumentType =
        new("SEG2018", Severity.Error, (name, given) => $"`{name}` cannot be used with {Article(given)}");

    public static readonly Rule<string> BadPattern =
        new("SEG2019", Severity.Error, why => $"this pattern cannot be read: {why}");

    public static readonly Rule<string> UnknownCurrency =
        new("SEG2020", Severity.Error, code => $"`{code}` is no currency of ISO 4217");

    public static readonly PlainRule BadScale =
        new("SEG2021", Severity.Error, "a decimal has 0 to 9 digits after the point");

    public static readonly PlainRule NoProfile =
        new("SEG2022", Severity.Error, "the rule set declares no profile");

    public static readonly Rule<string> OnlyOne =
        new("SEG2023", Severity.Error, what => $"a rule set has only one `{what}`");

    public static readonly Rule<string> UnknownZone =
        new("SEG2024", Severity.Error, zone => $"there is no time zone `{zone}`");

    public static readonly Rule<string> BadSetting =
        new("SEG2025", Severity.Error, why => why);

    public static readonly Rule<string> BadKey =
        new("SEG2026", Severity.Error, why => why);

    public static readonly PlainRule NotAConstant =
        new("SEG2027", Severity.Error, "only a fixed value can stand here");

    public static readonly Rule<string> ReservedField =
        new("SEG2028", Severity.Error, name => $"every event has a `{name}` of its own");

    public static readonly Rule<string> BadElement =
        new("SEG2029", Severity.Error, why => why);

    public static readonly Rule<string> NotAValue =
        new("SEG2030", Severity.Error, what => $"{what} is no value");

    public static readonly Rule<string> UnknownStep =
        new("SEG2031", Severity.Error, name => $"no earlier step is named `{name}`");

    public static readonly Rule<string> SequenceNotHere =
        new("SEG2032", Severity.Error, name => $"`{name}` does not take a sequence");

    public static readonly Rule<string> BadSequence =
        new("SEG2033", Severity.Error, why => why);

    public static readonly Rule<string> BadClass =
        new("SEG2034", Severity.Error, why => why);

    public static readonly Rule<string> BadScore =
        new("SEG2035", Severity.Error, why => why);

    public static readonly Rule<string> NotYet =
        new("SEG2036", Severity.Error, what => $"{what} are reserved and come later");

    public static readonly Rule<string> NoOrder =
        new("SEG2037", Severity.Error, type => $"the values of {Article(type)} have no order");

    public static readonly Rule<string, string> NoSuchPart =
        new("SEG2038", Severity.Error, (type, name) => $"{Article(type)} has no part `{name}`");

    public static readonly Rule<string> IgnoringCaseNotHere =
        new("SEG2039", Severity.Error, what => $"`ignoring case` has no meaning for {what}");

    public static readonly Rule<string> UnknownAnnotation =
        new("SEG2040", Severity.Error, name => $"there is no annotation `@{name}`");

    public static readonly Rule<string> ComputedField =
        new("SEG2041", Severity.Error, name => $"a computed field is made of its own declaration's fields only, not of `{name}`");

    public static readonly Rule<string> UnknownTarget =
        new("SEG2042", Severity.Error, name => $"there is no action `{name}`");

    public static readonly Rule<string> BuiltInName =
        new("SEG2043", Severity.Error, name => $"`{name}` is the name of a built-in type");

    // SEG3xxx: windows, units and spans.
    public static readonly Rule<string> NoFixedLength =
        new("SEG3001", Severity.Error, unit => $"a {unit} has no fixed length, so it is no elapsed time");

    public static readonly Rule<string> FinerThanADay =
        new("SEG3002", Severity.Error, unit => $"a date has no {unit}s");

    public static readonly PlainRule ArithmeticWithNow =
        new("SEG3003", Severity.Error, "when this changes with time cannot be computed");

    public static readonly PlainRule AsOfInstant =
        new("SEG3004", Severity.Error, "`as of` takes a date, a param or `N units ago`");

    public static readonly PlainRule CountNotFixed =
        new("SEG3005", Severity.Error, "the number of a window or span is a whole number or an int param");

    public static readonly PlainRule NextNotHere =
        new("SEG3006", Severity.Error, "events of the future are never seen, so `in next` has no meaning here");

    public static readonly Rule<string> SpanTooLong =
        new("SEG3007", Severity.Error, limit => $"a span is at most {limit} units long");

    public static readonly PlainRule FirstStepWithin =
        new("SEG3008", Severity.Error, "`within` counts from an earlier step, and the first step has none");

    // SEG5xxx: tests.
    public static readonly Rule<string> MissingValue =
        new("SEG5001", Severity.Error, names => $"{names} must be given");

    public static readonly PlainRule TimeGoesBack =
        new("SEG5002", Severity.Error, "the time of a test never goes back");

    public static readonly Rule<string> GivenTwice =
        new("SEG5003", Severity.Error, name => $"`{name}` is given twice");

    public static readonly Rule<string> CannotBeGiven =
        new("SEG5004", Severity.Error, name => $"`{name}` is computed and cannot be given");

    public static readonly PlainRule InstantNotFixed =
        new("SEG5005", Severity.Error, "a test's `at` takes a date or a date and time");

    public static readonly Rule<string> CannotBeUnknown =
        new("SEG5006", Severity.Error, name => $"`{name}` cannot be unknown");

    public static readonly PlainRule KeyCannotChange =
        new("SEG5007", Severity.Error, "the key of a profile never changes");

    // SEG8xxx: limits.
    public static readonly Rule<string> TooDeep =
        new("SEG8010", Severity.Error, limit => $"rules build on rules more than {limit} deep here");

    private static string Digits(int count) => count switch
    {
        0 => "no digits",
        1 => "1 digit",
        _ => $"{count} digits",
    };

    /// <summary>A type with its article, as a message needs it: `an int`, `a text`.</summary>
    public static string Article(string type) =>
        (type.Length > 0 && "aeiou".Contains(type[0], StringComparison.Ordinal) ? "an `" : "a `") + type + "`";
}
