using System.Globalization;
using System.Runtime.CompilerServices;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Data;

/// <summary>Reads scalars from UTF-8 as cli.md says: strict, without a culture, never rounding.</summary>
public static class Scalars
{
    private static readonly System.Buffers.SearchValues<byte> NumberBytes = System.Buffers.SearchValues.Create("0123456789."u8);

    /// <summary>
    /// An exact number, unscaled: `-12.50`, also with an exponent as JSON may write it. Decimals beyond the scale must be zeros.
    /// </summary>
    public static Outcome Exact(ReadOnlySpan<byte> text, int scale, out long value)
    {
        text = text.Trim((byte)' ');
        return ShortExact(text, scale, out value) ? Outcome.Ok : AnyExact(text, scale, out value);
    }

    // Nearly every number has few digits, no sign but `-` and not more decimals than the scale; the rest goes the long way.
    private static bool ShortExact(ReadOnlySpan<byte> text, int scale, out long value)
    {
        value = 0;
        int at = text.Length > 0 && text[0] == '-' ? 1 : 0, decimals = -1;
        if (text.Length == at || text.Length > 9 || text[at] == '.' || text[^1] == '.')
        {
            return false;
        }

        for (int i = at; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                value = (value * 10) + digit;
                decimals += decimals >= 0 ? 1 : 0;
            }
            else if (text[i] == '.' && decimals < 0)
            {
                decimals = 0;
            }
            else
            {
                return false;
            }
        }

        int missing = scale - Math.Max(0, decimals);
        if (missing < 0)
        {
            return false;
        }

        for (; missing > 0; missing--)
        {
            value *= 10;
        }

        value = at == 1 ? -value : value;
        return true;
    }

    private static Outcome AnyExact(ReadOnlySpan<byte> text, int scale, out long value)
    {
        value = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        ReadOnlySpan<byte> rest = negative || (text.Length > 0 && text[0] == '+') ? text[1..] : text;
        int decimals = 0, digits = 0, zeros = 0;
        bool afterPoint = false;
        UInt128 magnitude = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            int digit = rest[i] - '0';
            if ((uint)digit > 9)
            {
                if (rest[i] == '.' && !afterPoint && digits > 0)
                {
                    afterPoint = true;
                    continue;
                }

                return (rest[i] | 0x20) == 'e' && digits > 0
                    ? WithExponent(negative, magnitude, decimals, rest[(i + 1)..], scale, out value)
                    : Outcome.Malformed;
            }

            digits++;
            decimals += afterPoint ? 1 : 0;
            zeros = digit == 0 ? zeros + 1 : 0;
            if (magnitude > ulong.MaxValue)
            {
                // Beyond 64 bits only zeros after the point can still be dropped.
                if (afterPoint && digit == 0)
                {
                    decimals--;
                    continue;
                }

                return OnlyNumber(rest[i..], afterPoint) ? (afterPoint ? Outcome.TooPrecise : Outcome.OutOfRange) : Outcome.Malformed;
            }

            magnitude = (magnitude * 10) + (uint)digit;
        }

        return digits == 0 || (afterPoint && decimals == 0 && rest[^1] == '.')
            ? Outcome.Malformed
            : Scaled(negative, magnitude, decimals, scale, out value);
    }

    /// <summary>A number of 64 bits, finite.</summary>
    public static Outcome Number(ReadOnlySpan<byte> text, out double value)
    {
        text = text.Trim((byte)' ');
        bool hasDigits = text.ContainsAnyInRange((byte)'0', (byte)'9');
        if (!hasDigits || !double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value))
        {
            value = 0;
            return Outcome.Malformed;
        }

        if (value == 0)
        {
            value = 0; // −0 equals 0 in the language, so it is not told apart here either.
        }

        return double.IsFinite(value) ? Outcome.Ok : Outcome.OutOfRange;
    }

    /// <summary>`true` or `1`, `false` or `0`, ignoring case.</summary>
    public static Outcome Bool(ReadOnlySpan<byte> text, out bool value)
    {
        text = text.Trim((byte)' ');
        value = text.Length == 1 ? text[0] == '1' : System.Text.Ascii.EqualsIgnoreCase(text, "true"u8);
        return value || (text.Length == 1 ? text[0] == '0' : System.Text.Ascii.EqualsIgnoreCase(text, "false"u8))
            ? Outcome.Ok
            : Outcome.Malformed;
    }

    /// <summary>A date, days since 1970-01-01.</summary>
    public static Outcome Date(ReadOnlySpan<byte> text, out int value)
    {
        text = text.Trim((byte)' ');
        value = 0;
        return text.Length == 10 ? DateAt(text, out value) : Outcome.Malformed;
    }

    /// <summary>
    /// An instant, µs since 1970-01-01T00:00Z: `2026-03-09`, `2026-03-09T15:00[:30[.123456]]`, with a space for the T, with Z or an
    /// offset or else local to the calendar's zone. Digits beyond the microsecond are dropped.
    /// </summary>
    public static Outcome DateTime(ReadOnlySpan<byte> text, Calendar calendar, out long value)
    {
        text = text.Trim((byte)' ');
        value = 0;
        if (text.Length < 10)
        {
            return Outcome.Malformed;
        }

        Outcome outcome = DateAt(text[..10], out int date);
        if (outcome != Outcome.Ok)
        {
            return outcome;
        }

        if (text.Length == 10)
        {
            value = calendar.StartOfDay(date);
            return InCalendar(value);
        }

        if (text[10] is not ((byte)'T' or (byte)'t' or (byte)' '))
        {
            return Outcome.Malformed;
        }

        outcome = TimeAt(text[11..], out long time, out int? offset);
        if (outcome == Outcome.Ok)
        {
            long local = (date * 86_400_000_000L) + time;
            value = offset is { } minutes ? local - (minutes * 60_000_000L) : calendar.Zone.FromLocal(local);
            outcome = InCalendar(value);
        }

        return outcome;
    }

    /// <summary>An elapsed time in µs, ISO 8601 of weeks, days, hours, minutes and seconds: `P1DT2H`, `-PT0.5S`; a day has 24 hours.</summary>
    public static Outcome Duration(ReadOnlySpan<byte> text, out long value)
    {
        text = text.Trim((byte)' ');
        value = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        text = negative ? text[1..] : text;
        if (text.Length < 3 || (text[0] | 0x20) != 'p')
        {
            return Outcome.Malformed;
        }

        Int128 total = 0;
        bool inTime = false, any = false;
        int last = 0;
        text = text[1..];
        while (!text.IsEmpty)
        {
            if ((text[0] | 0x20) == 't' && !inTime)
            {
                (inTime, any) = (true, false);
                text = text[1..];
                continue;
            }

            int length = text.IndexOfAnyExcept(NumberBytes);
            if (length <= 0 || length == text.Length)
            {
                return Outcome.Malformed;
            }

            (int rank, long unit) = UnitOf((char)(text[length] | 0x20), inTime);
            Outcome outcome = Exact(text[..length], unit == 1_000_000 ? 6 : 0, out long count);
            if (unit == 0 || rank <= last || outcome != Outcome.Ok)
            {
                return outcome == Outcome.Ok ? Outcome.Malformed : outcome;
            }

            total += (Int128)count * (unit == 1_000_000 ? 1 : unit);
            (last, any) = (rank, true);
            text = text[(length + 1)..];
        }

        return any ? Fit(negative ? -total : total, out value) : Outcome.Malformed;
    }

    private static (int Rank, long Microseconds) UnitOf(char unit, bool inTime) => (unit, inTime) switch
    {
        ('w', false) => (1, 7 * 86_400_000_000),
        ('d', false) => (2, 86_400_000_000),
        ('h', true) => (3, 3_600_000_000),
        ('m', true) => (4, 60_000_000),
        ('s', true) => (5, 1_000_000),
        _ => (0, 0),
    };

    private static bool OnlyNumber(ReadOnlySpan<byte> rest, bool afterPoint)
    {
        foreach (byte b in rest)
        {
            if (b == '.' && !afterPoint)
            {
                afterPoint = true;
            }
            else if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }
        }

        return true;
    }

    private static Outcome WithExponent(
        bool negative, UInt128 magnitude, int decimals, ReadOnlySpan<byte> exponent, int scale, out long value)
    {
        value = 0;
        if (!int.TryParse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int power))
        {
            return Outcome.Malformed;
        }

        if (magnitude == 0)
        {
            return Outcome.Ok;
        }

        long places = (long)decimals - power;
        for (; places < 0 && magnitude <= ulong.MaxValue; places++)
        {
            magnitude *= 10;
        }

        return places < 0 ? Outcome.OutOfRange : Scaled(negative, magnitude, places, scale, out value);
    }

    private static Outcome Scaled(bool negative, UInt128 magnitude, long decimals, int scale, out long value)
    {
        value = 0;
        for (; decimals > scale; decimals--)
        {
            (UInt128 quotient, UInt128 digit) = UInt128.DivRem(magnitude, 10);
            if (digit != 0)
            {
                return Outcome.TooPrecise;
            }

            magnitude = quotient;
            if (magnitude == 0)
            {
                return Outcome.Ok;
            }
        }

        for (; decimals < scale; decimals++)
        {
            magnitude *= 10;
            if (magnitude > ulong.MaxValue)
            {
                return Outcome.OutOfRange;
            }
        }

        return Fit(negative ? -(Int128)magnitude : (Int128)magnitude, out value);
    }

    private static Outcome Fit(Int128 wide, out long value)
    {
        bool fits = wide >= long.MinValue && wide <= long.MaxValue;
        value = fits ? (long)wide : 0;
        return fits ? Outcome.Ok : Outcome.OutOfRange;
    }

    private static Outcome InCalendar(long instant) =>
        Calendar.InRange(instant) ? Outcome.Ok : Outcome.OutOfRange;

    private static Outcome DateAt(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text[4] != '-' || text[7] != '-')
        {
            return Outcome.Malformed;
        }

        int year = (Two(text, 0) * 100) + Two(text, 2), month = Two(text, 5), day = Two(text, 8);
        if (Two(text, 0) < 0 || Two(text, 2) < 0 || month < 0 || day < 0)
        {
            return Outcome.Malformed;
        }

        if (year is < 1 || month is < 1 or > 12 || day < 1 || day > Calendar.DaysInMonth(year, month))
        {
            return Outcome.NoSuchDate;
        }

        value = Calendar.DateFrom(year, month, day);
        return Outcome.Ok;
    }

    // `15:00[:30[.123456]]` and then nothing, Z or an offset in minutes.
    private static Outcome TimeAt(ReadOnlySpan<byte> text, out long time, out int? offset)
    {
        time = 0;
        offset = null;
        if (text.Length < 5 || text[2] != ':')
        {
            return Outcome.Malformed;
        }

        int hour = Two(text, 0), minute = Two(text, 3), second = 0, at = 5;
        long fraction = 0;
        if (text.Length >= 8 && text[5] == ':')
        {
            second = Two(text, 6);
            at = 8;
            if (at < text.Length && text[at] == '.' && !Fraction(text, ref at, out fraction))
            {
                return Outcome.Malformed;
            }
        }

        if (hour < 0 || minute < 0 || second < 0 || !Offset(text[at..], out offset))
        {
            return Outcome.Malformed;
        }

        if (hour > 23 || minute > 59 || second > 59)
        {
            return Outcome.NoSuchDate;
        }

        time = (((((hour * 60L) + minute) * 60) + second) * 1_000_000) + fraction;
        return Outcome.Ok;
    }

    private static bool Fraction(ReadOnlySpan<byte> text, ref int at, out long microseconds)
    {
        microseconds = 0;
        int first = ++at;
        long unit = 100_000;
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            microseconds += (text[at] - '0') * unit;
            unit /= 10;
        }

        return at > first;
    }

    private static bool Offset(ReadOnlySpan<byte> text, out int? minutes)
    {
        minutes = null;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text.Length == 1 && (text[0] | 0x20) == 'z')
        {
            minutes = 0;
            return true;
        }

        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length is not (3 or 5 or 6) || (text.Length == 6 && text[3] != ':'))
        {
            return false;
        }

        int hours = Two(text, 1), rest = text.Length == 3 ? 0 : Two(text, text.Length - 2);
        if (hours is < 0 or > 18 || rest is < 0 or > 59)
        {
            return false;
        }

        minutes = ((hours * 60) + rest) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        uint tens = (uint)(text[at] - '0'), ones = (uint)(text[at + 1] - '0');
        return tens > 9 || ones > 9 ? -1 : (int)((tens * 10) + ones);
    }
}
