using System.Collections.Immutable;
using System.Text;
using NodaTime;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>
/// The values that conditions mention and data holds: few, so that comparisons come out both ways, with the awkward ones among them.
/// </summary>
internal sealed class Pools(Dice dice, Times times)
{
    private static readonly string[] Texts =
    [
        "", "a", "A", "ab", "b", "straße", "STRASSE", "Köln", "KÖLN", "ko\u0308ln", "/", "/product/1", " a b ", "a.b", "123",
        "\u0130stanbul", "istanbul", "I\u0131", "\u017Fi", "\u03A3\u03BF\u03C2", "\u03C3\u03BF\u03C3", "\uFB01ne", "x\u0323\u0307",
        "\U0001F600", "a\U0001F600b", "\uFF5E", "\u00A0a\u2003", "a\nb", "ÄÖÜ", "\u1E9E",
    ];

    private static readonly long[] Ints =
    [
        0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 7, 10, 17, 18, 19, 30, 100, -1, -2, 1_000_000, int.MaxValue,
        3_037_000_500, long.MaxValue, long.MaxValue / 2, -long.MaxValue,
    ];

    private static readonly double[] Numbers =
    [
        0, 0, 1, 0.5, 1.5, 2, 0.1, 0.3, -1, -0.5, 3, 1e6, 9007199254740993, 9.2e18,
    ];

    private readonly ImmutableArray<long> instants =
        [.. Enumerable.Range(0, 10).Select(_ => times.Edge(dice, dice.Pick(times.Nows))), .. times.Nows, dice.Pick(times.Anchors)];

    /// <summary>A literal of a sort as source text.</summary>
    public string Literal(Sort sort) => sort switch
    {
        Sort.Bool => dice.Of("true", "false"),
        Sort.Text => Literals.Text(Text()),
        Sort.Int => Literals.Int(Int()),
        Sort.Decimal => Exact(dice.Of(1, 1, 2, 2, 2, 3, 9), ""),
        Sort.Money => Exact(dice.Of(0, 0, 2, 2, 2, 4), " EUR"),
        Sort.Date => Literals.Date(Date()),
        Sort.DateTime => Instant(),
        Sort.Duration or Sort.Span => Span(),
        Sort.Channel => "Channel." + dice.Pick(Schema.Channels),
        Sort.Tier => "Tier." + dice.Pick(Schema.Tiers),
        Sort.Weekday => "Weekday." + dice.Pick(Schema.Weekdays),
        _ => throw new System.Diagnostics.UnreachableException(sort.ToString()),
    };

    public string Text() => dice.Chance(50) ? Texts[dice.Next(12)] : dice.Pick(Texts);

    public long Int() => dice.Chance(85) ? Ints[dice.Next(16)] : dice.Pick(Ints);

    /// <summary>A span that the data is aligned with: `30 days`.</summary>
    public string Span() => Text(dice.Pick(times.Amounts));

    /// <summary>A span that the data is aligned with and that is longer than nothing.</summary>
    public string Beat() => Text(dice.Pick(times.Beats));

    /// <summary>Such a span in a unit or a coarser one.</summary>
    public string Beat(TimeUnit unit) => Text(dice.Pick(times.Beats.Where(b => b.Unit >= unit).DefaultIfEmpty(new SpanValue(1, unit)).ToArray()));

    /// <summary>A span of fixed length, as comparison with a duration needs.</summary>
    public string ElapsedSpan()
    {
        for (; ; )
        {
            SpanValue span = dice.Pick(times.Amounts);
            if (span.Unit <= TimeUnit.Week)
            {
                return $"{span.Count} {Unit(span.Unit)}s";
            }

            if (dice.Chance(50))
            {
                return dice.Of("2 days", "1 hour", "90 minutes", "1 week", "30 seconds");
            }
        }
    }

    public static string Unit(TimeUnit unit) => unit.ToString().ToLowerInvariant();

    /// <summary>A value of a type as an engine holds it.</summary>
    public object Value(SegType type) => type switch
    {
        ScalarType { Kind: ScalarKind.Bool } => dice.Chance(50),
        ScalarType { Kind: ScalarKind.Text } => Text().Normalize(NormalizationForm.FormC),
        ScalarType { Kind: ScalarKind.Int } => Int(),
        ScalarType { Kind: ScalarKind.Number } => dice.Pick(Numbers),
        ScalarType { Kind: ScalarKind.Date } => Date(),
        ScalarType { Kind: ScalarKind.DateTime } => dice.Pick(instants),
        ScalarType { Kind: ScalarKind.Duration } => Seconds() * 1_000_000,
        DecimalType exact => Unscaled(exact.Digits),
        MoneyType money => Unscaled(money.Digits),
        EnumType named => dice.Next(named.Symbol.Members.Length),
        SetType set => Set(set.Element),
        ListType list => List(list.Element),
        _ => throw new System.Diagnostics.UnreachableException(type.Name),
    };

    /// <summary>A value per field, unknown for some of the optional ones.</summary>
    public ImmutableArray<object?> Fields(ImmutableArray<FieldSymbol> symbols) =>
        [.. symbols.Select(s => s.IsComputed || (s.IsOptional && dice.Chance(22)) ? null : Value(s.Type))];

    private static string Text(SpanValue span) => $"{span.Count} {Unit(span.Unit)}{(span.Count == 1 ? "" : "s")}";

    private long Seconds() => dice.Of(0, 1, 30, 60, 3599, 3600, 86_399, 86_400, 86_401, 172_800, 604_800, 2_592_000);

    private string Exact(int scale, string tail) => Literals.Decimal(Unscaled(scale), scale) + tail;

    private long Unscaled(int scale)
    {
        if (scale > 1 && dice.Chance(4)) // As money with a unit of cents would not fit otherwise.
        {
            return dice.Of(long.MaxValue, -long.MaxValue, long.MaxValue / 10, 3_037_000_500);
        }

        long power = (long)Math.Pow(10, scale);
        long units = dice.Of(0, 0, 1, 1, 2, 3, 5, 10, -1, 100);
        long part = scale == 0 ? 0 : dice.Of(0, 0, power / 2, power / 10, power / 4, 1, power - 1);
        return units < 0 ? (units * power) - part : (units * power) + part;
    }

    private int Date() => dice.Next(10) switch
    {
        0 => times.DateOf(dice.Pick(times.Anchors)),
        1 => dice.Of(Day(2008, 2, 29), Day(2000, 2, 28), Day(1990, 12, 31), Day(2024, 2, 29)),
        2 => times.DateOf(dice.Pick(times.Nows)) + dice.Of(-365, -30, 30, 7, 90),
        3 when dice.Chance(15) => dice.Of(Day(1, 1, 1), Day(9999, 12, 31)),
        4 or 5 or 6 => times.DateOf(dice.Pick(instants)),
        _ => times.DateOf(dice.Pick(times.Nows)) + dice.Of(-1, 0, 0, 1, -7),
    };

    private string Instant()
    {
        string text = Literals.Instant(dice.Pick(instants));
        return dice.Next(6) switch
        {
            0 => text[..^1],
            1 => text[..16],
            2 => text[..16] + dice.Of("+01:00", "-05:30", "Z"),
            3 => text[..19] + "Z",
            _ => text,
        };
    }

    private SetValue Set(SegType element)
    {
        IEnumerable<object> items = Enumerable.Range(0, dice.Of(0, 0, 1, 2, 2, 3)).Select(_ => Value(element)).Distinct();
        return new SetValue([.. items.Order(Comparer<object>.Create(Compare))]);
    }

    private ImmutableArray<RecordValue> List(RecordSymbol record) =>
        [.. Enumerable.Range(0, dice.Of(0, 0, 1, 1, 2, 3)).Select(_ => new RecordValue(Fields(record.Fields)))];

    // By code point: surrogates must come after U+E000 … U+FFFF.
    private static int Compare(object x, object y) => x is string a && y is string b
        ? a.EnumerateRunes().Select(r => r.Value).Zip(b.EnumerateRunes().Select(r => r.Value), (l, r) => l.CompareTo(r))
            .FirstOrDefault(c => c != 0, a.Length.CompareTo(b.Length))
        : Comparer<object>.Default.Compare(x, y);

    private static int Day(int year, int month, int day) =>
        Period.DaysBetween(new LocalDate(1970, 1, 1), new LocalDate(year, month, day));
}
