using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>Values as source text.</summary>
internal static class Literals
{
    /// <summary>The literals that a shrunk expression may become.</summary>
    public static ImmutableArray<string> Simplest(Sort sort) => sort switch
    {
        Sort.Bool => ["true", "false"],
        Sort.Text => ["\"\"", "\"a\""],
        Sort.Int => ["0", "1"],
        Sort.Decimal => ["0.0", "1.5"],
        Sort.Money => ["0 EUR", "1 EUR"],
        Sort.Number => ["(1 / 2)"],
        Sort.Date => ["2024-02-29"],
        Sort.DateTime => ["2024-02-29T00:00Z"],
        Sort.Span => ["1 day"],
        Sort.Channel => ["Channel.store"],
        Sort.Tier => ["Tier.low"],
        Sort.Weekday => ["Weekday.monday"],
        _ => [],
    };

    /// <summary>A value of a profile, event or record as a test writes it.</summary>
    public static string Of(object value, SegType type) => type switch
    {
        ScalarType { Kind: ScalarKind.Bool } => (bool)value ? "true" : "false",
        ScalarType { Kind: ScalarKind.Text } => Text((string)value),
        ScalarType { Kind: ScalarKind.Int } => Int((long)value),
        ScalarType { Kind: ScalarKind.Number } => Number((double)value),
        ScalarType { Kind: ScalarKind.Date } => Date((int)value),
        ScalarType { Kind: ScalarKind.DateTime } => Instant((long)value),
        ScalarType { Kind: ScalarKind.Duration } => Duration((long)value),
        DecimalType exact => Decimal((long)value, exact.Digits),
        MoneyType money => Decimal((long)value, money.Digits) + " " + money.Currency,
        EnumType named => named.Symbol.Members[(int)value].Name,
        SetType set => "[" + string.Join(", ", ((SetValue)value).Items.Select(i => Of(i, set.Element))) + "]",
        ListType list => "[" + string.Join(", ", ((ImmutableArray<RecordValue>)value).Select(r => Record(list.Element.Fields, r.Fields))) + "]",
        _ => throw new System.Diagnostics.UnreachableException(type.Name),
    };

    /// <summary>The known fields of a profile, event or record: `{ name: value }`.</summary>
    public static string Record(ImmutableArray<FieldSymbol> symbols, ImmutableArray<object?> values)
    {
        IEnumerable<string> known = symbols.Where(s => !s.IsComputed && values[s.Ordinal] is not null)
            .Select(s => $"{s.Name}: {Of(values[s.Ordinal] ?? "", s.Type)}");
        return "{ " + string.Join(", ", known) + " }";
    }

    public static string Int(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Decimal(long unscaled, int scale)
    {
        string digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string text = scale == 0 ? digits : digits[..^scale] + "." + digits[^scale..];
        return unscaled < 0 ? "-" + text : text;
    }

    // The language writes a number as an int or a decimal; the pools hold only such.
    public static string Number(double value) =>
        value == Math.Floor(value) ? value.ToString("F0", CultureInfo.InvariantCulture) : value.ToString("0.0########", CultureInfo.InvariantCulture);

    public static string Date(int days) => LocalDatePattern.Iso.Format(new LocalDate(1970, 1, 1).PlusDays(days));

    public static string Instant(long microseconds) =>
        InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.ffffff'Z'").Format(Times.ToInstant(microseconds));

    public static string Duration(long microseconds) =>
        microseconds % 1_000_000 == 0
            ? $"{Int(microseconds / 1_000_000)} seconds"
            : throw new InvalidOperationException("a span literal has whole seconds");

    public static string Text(string value)
    {
        StringBuilder text = new("\"");
        foreach (Rune rune in value.EnumerateRunes())
        {
            text.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                _ when Rune.IsLetterOrDigit(rune) || rune.Value == ' ' || Rune.IsPunctuation(rune) => rune.ToString(),
                _ => $"\\u{{{rune.Value:X}}}",
            });
        }

        return text.Append('"').ToString();
    }
}
