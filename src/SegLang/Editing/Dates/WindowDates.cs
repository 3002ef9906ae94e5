using System.Globalization;
using SegLang.Reference;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Editing;

/// <summary>Says which dates a window or span of time covers at an instant, in the rule set's zone.</summary>
internal sealed class WindowDates
{
    private readonly SymbolTable symbols;
    private readonly ReferenceCalendar calendar;
    private readonly long now;

    /// <summary>For an instant in microseconds since 1970-01-01T00:00Z.</summary>
    public WindowDates(RuleSnapshot snapshot, long now)
    {
        symbols = snapshot.Symbols;
        calendar = new(symbols.Settings.TimeZone, symbols.Settings.WeekStartsSunday);
        this.now = now;
    }

    /// <summary>The zone that the dates are in.</summary>
    public string Zone => symbols.Settings.TimeZone;

    /// <summary>`after 23 Oct 2026 14:05, until 22 Nov 2026 14:05`; null where it hangs on a profile's values or leaves the calendar.</summary>
    public string? Words(WindowSyntax window) => window switch
    {
        LastWindowSyntax s => Span(s.Amount) is { } span && calendar.Ago(now, span.Count, span.Unit) is { } from
            ? $"after {Text(from)}, until {Text(now)}"
            : null,
        ThisWindowSyntax s => UnitOf(s.Unit) is { } unit && calendar.StartOfUnit(now, 0, unit) is { } from && calendar.StartOfUnit(now, 1, unit) is { } end
            ? $"from {Text(from)}, until before {Text(end)}"
            : null,
        PreviousWindowSyntax s => UnitOf(s.Unit) is { } unit && Count(s.Count) is { } count
            && calendar.StartOfUnit(now, -count, unit) is { } from && calendar.StartOfUnit(now, 0, unit) is { } end
            ? $"from {Text(from)}, until before {Text(end)}"
            : null,
        NextWindowSyntax s => Next(s),
        SinceWindowSyntax s => Bound(s.From) is { } bound ? $"{From(bound)}, until {Text(now)}" : null,
        BeforeWindowSyntax s => Bound(s.Until) is { } bound ? Until(bound) : null,
        FromUntilWindowSyntax s => Bound(s.From) is { } from && Bound(s.Until) is { } until ? $"{From(from)}, {Until(until)}" : null,
        _ => null,
    };

    /// <summary>The same, short enough to stand in a line of code: `23 Oct – 22 Nov 2026`.</summary>
    public string? Short(WindowSyntax window)
    {
        (long From, long Until)? dates = window switch
        {
            LastWindowSyntax s => Span(s.Amount) is { } span && calendar.Ago(now, span.Count, span.Unit) is { } from ? (from, now) : null,
            ThisWindowSyntax s => UnitOf(s.Unit) is { } unit && calendar.StartOfUnit(now, 0, unit) is { } from ? (from, now) : null,
            PreviousWindowSyntax s => UnitOf(s.Unit) is { } unit && Count(s.Count) is { } count
                && calendar.StartOfUnit(now, -count, unit) is { } from && calendar.StartOfUnit(now, 0, unit) is { } end ? (from, end - 1) : null,
            _ => null,
        };
        return dates is { } found ? Range(found.From, found.Until) : null;
    }

    /// <summary>The instant of `30 days ago` in words; null where it leaves the calendar.</summary>
    public string? Words(AgoSyntax ago) => Bound(ago) is { } bound ? Text(bound.At) : null;

    private string? Next(NextWindowSyntax window)
    {
        if (UnitOf(window.Unit) is not { } unit)
        {
            return null;
        }

        if (window.Count is null)
        {
            return calendar.StartOfUnit(now, 1, unit) is { } from && calendar.StartOfUnit(now, 2, unit) is { } end
                ? $"from {Text(from)}, until before {Text(end)}"
                : null;
        }

        return Count(window.Count) is { } count && calendar.Add(now, count, unit) is { } until
            ? $"from {Text(now)}, until before {Text(until)}"
            : null;
    }

    // Bounds that move include their older side, fixed ones their own instant.
    private static string From((string Text, bool Moves, long At) bound) => bound.Moves ? $"after {bound.Text}" : $"from {bound.Text}";

    private static string Until((string Text, bool Moves, long At) bound) => bound.Moves ? $"until {bound.Text}" : $"until before {bound.Text}";

    private (string Text, bool Moves, long At)? Bound(ExpressionSyntax syntax) => syntax switch
    {
        AgoSyntax s => Span(s.Amount) is { } span && calendar.Ago(now, span.Count, span.Unit) is { } at ? (Text(at), true, at) : null,
        NowSyntax { Token.Text: "now" } => (Text(now), true, now),
        NowSyntax => calendar.StartOfDay(calendar.Local(now).Date) is { } at ? (Text(at), false, at) : null,
        LiteralSyntax { Token.Value: DateOnly date } => calendar.StartOfDay(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) is { } at
            ? (Text(at), false, at)
            : null,
        _ => null,
    };

    private (long Count, TimeUnit Unit)? Span(SpanSyntax syntax) =>
        Count(syntax.Count) is { } count && UnitOf(syntax.Unit) is { } unit ? (count, unit) : null;

    private long? Count(Token? token) => token switch
    {
        null => 1,
        { Value: long count } => count,
        _ => symbols.Find<ParamSymbol>(token.Text)?.Default as long?,
    } is { } found and >= 0 and <= 1_000_000 ? found : null;

    private static TimeUnit? UnitOf(Token token)
    {
        int index = IndexOfUnit(token.Text);
        return index < 0 ? null : (TimeUnit)index;
    }

    private static int IndexOfUnit(string text)
    {
        int index = SegLang.Syntax.Words.Units.IndexOf(text);
        return index >= 0 ? index : text.EndsWith('s') ? SegLang.Syntax.Words.Units.IndexOf(text[..^1]) : -1;
    }

    private string Range(long from, long until)
    {
        var (first, last) = (DateOf(from), DateOf(until));
        string left = first.Year == last.Year ? first.ToString("d MMM", CultureInfo.InvariantCulture) : first.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        return first == last
            ? last.ToString("d MMM yyyy", CultureInfo.InvariantCulture)
            : $"{left} – {last.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}";
    }

    private DateOnly DateOf(long instant) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(calendar.Local(instant).Date);

    private string Text(long instant)
    {
        var (_, timeOfDay) = calendar.Local(instant);
        TimeSpan time = TimeSpan.FromMicroseconds(timeOfDay);
        string clock = time.ToString(time.Seconds == 0 ? @"hh\:mm" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);
        return $"{DateOf(instant).ToString("d MMM yyyy", CultureInfo.InvariantCulture)} {clock}";
    }
}
