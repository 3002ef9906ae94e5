using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using SegLang.Symbols;

namespace SegLang.Testing;

/// <summary>Values as a person reads them in a message, near to how the language writes them.</summary>
internal static class ValueText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A verdict.</summary>
    public static string Of(bool? value) => value switch { true => "true", false => "false", null => "unknown" };

    /// <summary>A value of a type; instants are shown in UTC.</summary>
    public static string Of(object? value, SegType type, RuleSetSettings settings) => (value, type) switch
    {
        (null, _) => "unknown",
        (bool known, _) => Of(known),
        (string text, _) => $"\"{text}\"",
        (double number, _) => number.ToString("R", Invariant),
        (int ordinal, EnumType members) => members.Symbol.Members[ordinal].Name,
        (int ordinal, ClassType entries) => entries.Symbol.Entries[ordinal].Name,
        (int ordinal, JourneyType stages) => stages.Symbol.Stages[ordinal].Name,
        (int date, _) => DateTime.UnixEpoch.AddDays(date).ToString("yyyy-MM-dd", Invariant),
        (long amount, MoneyType money) => $"{Exact(amount, money.Digits)} {money.Currency}",
        (long exact, _) when type.Scale is { } scale => Exact(exact, scale),
        (long instant, ScalarType { Kind: ScalarKind.DateTime }) =>
            DateTime.UnixEpoch.AddTicks(instant * 10).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", Invariant),
        (long elapsed, _) => XmlConvert.ToString(new TimeSpan(elapsed * 10)),
        (SpanValue span, _) => $"{span.Count.ToString(Invariant)} {Unit(span)}",
        (SetValue set, SetType sets) => $"[{string.Join(", ", set.Items.Select(i => Of(i, sets.Element, settings)))}]",
        (ImmutableArray<RecordValue> records, _) => $"a list of {records.Length.ToString(Invariant)}",
        (EventFacts happened, _) => $"{happened.Event.Name} at {Of(happened.Time, SegType.DateTime, settings)}",
        _ => Convert.ToString(value, Invariant) ?? "",
    };

    private static string Exact(long unscaled, int scale)
    {
        string digits = Int128.Abs(unscaled).ToString(Invariant).PadLeft(scale + 1, '0');
        string sign = unscaled < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }

    private static string Unit(SpanValue span)
    {
        string unit = span.Unit.ToString();
        return char.ToLowerInvariant(unit[0]) + unit[1..] + (span.Count == 1 ? "" : "s");
    }
}
