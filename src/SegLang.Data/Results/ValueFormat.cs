using System.Globalization;
using SegLang.Runtime;

namespace SegLang.Data;

/// <summary>Values as files carry them: culture-free, exact, the same bytes every time.</summary>
public static class ValueFormat
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>The text of a known scalar: decimals with their scale, numbers shortest round-trip, instants with Z, durations ISO 8601.</summary>
    public static string Scalar(FieldSchema field, object value) => (field.Kind, value) switch
    {
        (FieldKind.Bool, bool bit) => bit ? "true" : "false",
        (FieldKind.Enum, int member) => member >= 0 && member < field.Members.Length ? field.Members[member] : "",
        (FieldKind.Date, int date) => Date(date),
        (FieldKind.DateTime, long instant) => Instant(instant),
        (FieldKind.Duration, long duration) => Duration(duration),
        (FieldKind.Int or FieldKind.Decimal or FieldKind.Money, long exact) => Exact(exact, field.Scale),
        (FieldKind.Number, double number) => Number(number),
        _ => Convert.ToString(value, Invariant) ?? "",
    };

    /// <summary>An unscaled integer with its decimals.</summary>
    public static string Exact(long unscaled, int scale)
    {
        if (scale == 0)
        {
            return unscaled.ToString(Invariant);
        }

        string digits = UInt128.CreateChecked(Int128.Abs(unscaled)).ToString(Invariant).PadLeft(scale + 1, '0');
        return $"{(unscaled < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}";
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Number(double number) => number.ToString("R", Invariant);

    /// <summary>A date: days since 1970-01-01.</summary>
    public static string Date(int date)
    {
        (int year, int month, int day) = Runtime.Calendar.Civil(date);
        return string.Create(Invariant, $"{year:D4}-{month:D2}-{day:D2}");
    }

    /// <summary>An instant (µs since 1970-01-01T00:00Z) in UTC, with as many decimals of a second as it needs.</summary>
    public static string Instant(long instant)
    {
        long day = Math.DivRem(instant, Runtime.Calendar.Day, out long rest);
        if (rest < 0)
        {
            (day, rest) = (day - 1, rest + Runtime.Calendar.Day);
        }

        long seconds = rest / 1_000_000, fraction = rest % 1_000_000;
        string decimals = fraction == 0 ? "" : "." + fraction.ToString("D6", Invariant).TrimEnd('0');
        return string.Create(
            Invariant, $"{Date((int)day)}T{seconds / 3600:D2}:{seconds / 60 % 60:D2}:{seconds % 60:D2}{decimals}Z");
    }

    /// <summary>An elapsed time in µs as days, hours, minutes and seconds.</summary>
    public static string Duration(long duration)
    {
        UInt128 left = UInt128.CreateChecked(Int128.Abs(duration));
        UInt128 days = left / 86_400_000_000, seconds = left / 1_000_000 % 86_400;
        ulong fraction = (ulong)(left % 1_000_000);
        (ulong hours, ulong minutes, ulong rest) = ((ulong)(seconds / 3600), (ulong)(seconds / 60 % 60), (ulong)(seconds % 60));
        string second = fraction == 0
            ? rest.ToString(Invariant)
            : $"{rest.ToString(Invariant)}.{fraction.ToString("D6", Invariant).TrimEnd('0')}";
        string time = (hours > 0 ? $"{hours.ToString(Invariant)}H" : "")
            + (minutes > 0 ? $"{minutes.ToString(Invariant)}M" : "")
            + (rest > 0 || fraction > 0 ? $"{second}S" : "");
        string date = days > 0 ? $"{days.ToString(Invariant)}D" : "";
        return $"{(duration < 0 ? "-" : "")}P{date}{(time.Length > 0 ? "T" + time : date.Length > 0 ? "" : "T0S")}";
    }
}
