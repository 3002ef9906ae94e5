using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// The calendar of a zone. Instants are microseconds since 1970-01-01T00:00Z, dates days since 1970-01-01; both from year 1 to
/// 9999. Methods named Try… say false where the result lies outside, which the language takes as unknown.
/// </summary>
public sealed partial class Calendar(ZoneTable zone, bool weekStartsSunday)
{
    /// <summary>A second in microseconds.</summary>
    public const long Second = 1_000_000;

    /// <summary>A minute in microseconds.</summary>
    public const long Minute = 60 * Second;

    /// <summary>An hour in microseconds.</summary>
    public const long Hour = 60 * Minute;

    /// <summary>24 hours in microseconds.</summary>
    public const long Day = 24 * Hour;

    /// <summary>0001-01-01T00:00Z.</summary>
    public const long FirstInstant = FirstDate * Day;

    /// <summary>9999-12-31T23:59:59.999999Z.</summary>
    public const long LastInstant = ((LastDate + 1) * Day) - 1;

    /// <summary>0001-01-01.</summary>
    public const int FirstDate = -719_162;

    /// <summary>9999-12-31.</summary>
    public const int LastDate = 2_932_896;

    /// <summary>The zone.</summary>
    public ZoneTable Zone { get; } = zone;

    /// <summary>Whether weeks start on Sunday, otherwise on Monday.</summary>
    public bool WeekStartsSunday { get; } = weekStartsSunday;

    /// <summary>The local time of an instant, in microseconds since 1970-01-01T00:00 local; at the outermost hours of the calendar the nearest one inside it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ToLocal(long instant) => Math.Clamp(instant + Zone.OffsetAt(instant), FirstInstant, LastInstant);

    /// <summary>The local date of an instant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int DateOf(long instant) => DateOfLocal(ToLocal(instant));

    /// <summary>The first instant of a local date.</summary>
    public long StartOfDay(int date) => Zone.FirstAt(date * Day);

    /// <summary>The first instant of a date, where it lies in the calendar.</summary>
    public bool TryStartOfDay(int date, out long instant) => InRange(instant = StartOfDay(date));

    /// <summary>Whether an instant lies in the calendar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool InRange(long instant) => instant is >= FirstInstant and <= LastInstant;

    /// <summary>Whether a date lies in the calendar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool DateInRange(long date) => date is >= FirstDate and <= LastDate;

    /// <summary>An instant plus units: exact below the day, otherwise local time with lenient resolution; no units leave it as it is.</summary>
    public bool TryAdd(long instant, long count, CalendarUnit unit, out long result)
    {
        if (count == 0)
        {
            result = instant; // Even in the second of two equal hours, which local time would take for the first.
            return InRange(result);
        }

        if (unit <= CalendarUnit.Hour)
        {
            Int128 exact = instant + ((Int128)count * UnitLength(unit));
            result = exact < FirstInstant ? FirstInstant - 1 : exact > LastInstant ? LastInstant + 1 : (long)exact;
            return InRange(result);
        }

        if (TryShift(Step.Add, instant, count, unit, out result))
        {
            return true;
        }

        long local = ToLocal(instant);
        int date = DateOfLocal(local);
        if (!TryAddDate(date, count, unit, out int moved))
        {
            result = 0;
            return false;
        }

        result = Zone.FromLocal(local + ((moved - (long)date) * Day));
        if (!InRange(result))
        {
            return false;
        }

        _ = Learn(Step.Add, instant, count, unit, result);
        return true;
    }

    /// <summary>A date plus units of a day or longer; a day of month beyond the month's end is its last.</summary>
    public static bool TryAddDate(int date, long count, CalendarUnit unit, out int result)
    {
        result = 0;
        if (count is < -10_000_000 or > 10_000_000)
        {
            return false;
        }

        long moved = unit switch
        {
            CalendarUnit.Day => date + count,
            CalendarUnit.Week => date + (7 * count),
            CalendarUnit.Month => AddMonths(date, count),
            CalendarUnit.Quarter => AddMonths(date, 3 * count),
            CalendarUnit.Year => AddMonths(date, 12 * count),
            _ => throw new ArgumentOutOfRangeException(nameof(unit)),
        };
        result = (int)Math.Clamp(moved, int.MinValue, int.MaxValue);
        return DateInRange(moved);
    }

    /// <summary>An instant plus elapsed time.</summary>
    public static bool TryAddDuration(long instant, long duration, out long result)
    {
        result = unchecked(instant + duration);
        return InRange(result) && duration is > -2 * (LastInstant - FirstInstant) and < 2 * (LastInstant - FirstInstant);
    }

    /// <summary>The start of the calendar unit that an instant lies in: exact below the day.</summary>
    public long StartOf(long instant, CalendarUnit unit)
    {
        long local = ToLocal(instant);
        return unit <= CalendarUnit.Hour
            ? instant - Modulo(local, UnitLength(unit))
            : StartOfDay(StartOfDate(DateOfLocal(local), unit));
    }

    /// <summary>The first day of the calendar unit (a day or longer) that a date lies in.</summary>
    public int StartOfDate(int date, CalendarUnit unit)
    {
        if (unit == CalendarUnit.Day)
        {
            return date;
        }

        if (unit == CalendarUnit.Week)
        {
            return date - (WeekStartsSunday ? (Weekday(date) + 1) % 7 : Weekday(date));
        }

        (int year, int month, _) = Civil(date);
        month = unit switch
        {
            CalendarUnit.Month => month,
            CalendarUnit.Quarter => month - ((month - 1) % 3),
            _ => 1,
        };
        return DateFrom(year, month, 1);
    }

    /// <summary>The greatest n with X + n units ≤ now; false (unknown) where X is later.</summary>
    public bool TryUnitsSince(long x, long now, CalendarUnit unit, out long count) => TryUnitsBetween(x, now, unit, out count);

    /// <summary>The greatest n with now + n units ≤ X; false (unknown) where X is earlier.</summary>
    public bool TryUnitsUntil(long x, long now, CalendarUnit unit, out long count) => TryUnitsBetween(now, x, unit, out count);

    /// <summary>Of a date: the greatest n with X + n units ≤ today; a unit below the day counts from the date's start to now.</summary>
    public bool TryUnitsSinceDate(int x, long now, CalendarUnit unit, out long count)
    {
        if (unit >= CalendarUnit.Day)
        {
            return TryUnitsBetweenDates(x, DateOf(now), unit, out count);
        }

        count = 0;
        return TryStartOfDay(x, out long start) && TryUnitsBetween(start, now, unit, out count);
    }

    /// <summary>Of a date: the greatest n with today + n units ≤ X; a unit below the day counts from now to the date's start.</summary>
    public bool TryUnitsUntilDate(int x, long now, CalendarUnit unit, out long count)
    {
        if (unit >= CalendarUnit.Day)
        {
            return TryUnitsBetweenDates(DateOf(now), x, unit, out count);
        }

        count = 0;
        return TryStartOfDay(x, out long start) && TryUnitsBetween(now, start, unit, out count);
    }

    /// <summary>The next return of a day, today included; 29 February falls on the 28th in common years.</summary>
    public static bool TryAnniversary(int date, int today, out int result)
    {
        (_, int month, int day) = Civil(date);
        int year = Civil(today).Year;
        result = DateFrom(year, month, Math.Min(day, DaysInMonth(year, month)));
        if (result < today)
        {
            year++;
            result = DateFrom(year, month, Math.Min(day, DaysInMonth(year, month)));
        }

        return DateInRange(result);
    }

    private bool TryUnitsBetween(long from, long to, CalendarUnit unit, out long count)
    {
        count = 0;
        if (from > to)
        {
            return false;
        }

        if (unit <= CalendarUnit.Hour)
        {
            count = (to - from) / UnitLength(unit);
            return true;
        }

        // The dates give the answer up to one unit; days with a gap or an overlap may move it.
        count = Math.Max(0, Estimate(DateOf(from), DateOf(to), unit) + 1);
        while (count > 0 && !(TryAdd(from, count, unit, out long reached) && reached <= to))
        {
            count--;
        }

        while (TryAdd(from, count + 1, unit, out long next) && next <= to)
        {
            count++;
        }

        return true;
    }

    private static bool TryUnitsBetweenDates(int from, int to, CalendarUnit unit, out long count)
    {
        count = 0;
        if (from > to)
        {
            return false;
        }

        count = Estimate(from, to, unit);
        while (count > 0 && !(TryAddDate(from, count, unit, out int reached) && reached <= to))
        {
            count--;
        }

        while (TryAddDate(from, count + 1, unit, out int next) && next <= to)
        {
            count++;
        }

        return true;
    }

    private static long Estimate(int from, int to, CalendarUnit unit)
    {
        if (unit <= CalendarUnit.Week)
        {
            return ((long)to - from) / (unit == CalendarUnit.Day ? 1 : 7);
        }

        (int fromYear, int fromMonth, _) = Civil(from);
        (int toYear, int toMonth, _) = Civil(to);
        int months = ((toYear - fromYear) * 12) + toMonth - fromMonth;
        return months / (unit == CalendarUnit.Month ? 1 : unit == CalendarUnit.Quarter ? 3 : 12);
    }

    private static long AddMonths(int date, long months)
    {
        (int year, int month, int day) = Civil(date);
        long index = (year * 12L) + month - 1 + months;
        long newYear = Math.DivRem(index, 12, out long newMonth);
        return newYear is < 1 or > 9999
            ? long.MinValue
            : DateFrom((int)newYear, (int)newMonth + 1, Math.Min(day, DaysInMonth((int)newYear, (int)newMonth + 1)));
    }

    /// <summary>The length of an exact unit in microseconds.</summary>
    internal static long UnitLength(CalendarUnit unit) => unit switch
    {
        CalendarUnit.Second => Second,
        CalendarUnit.Minute => Minute,
        CalendarUnit.Hour => Hour,
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int DateOfLocal(long local) => (int)((local - Modulo(local, Day)) / Day);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Modulo(long value, long length)
    {
        long rest = value % length;
        return rest < 0 ? rest + length : rest;
    }
}
