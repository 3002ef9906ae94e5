using NodaTime;
using SegLang.Symbols;

namespace SegLang.Reference;

/// <summary>
/// Calendar arithmetic in a rule set's zone. Instants are microseconds, dates days, both since 1970-01-01 (UTC); both lie in the
/// years 1 … 9999, and what leaves them is null.
/// </summary>
internal sealed partial class ReferenceCalendar
{
    public const long MicrosecondsPerDay = 86_400_000_000;
    private const int DriftDays = 8; // No later instant gives an earlier bound: months clamp by 3 days, zones shift by one.

    private static readonly LocalDate Epoch = new(1970, 1, 1);
    private readonly DateTimeZone zone;
    private readonly bool weekStartsSunday;

    public ReferenceCalendar(string timeZone, bool weekStartsSunday)
    {
        zone = DateTimeZoneProviders.Tzdb[timeZone];
        this.weekStartsSunday = weekStartsSunday;
    }

    public static int FirstDate { get; } = DaysOf(new LocalDate(1, 1, 1));

    public static int LastDate { get; } = DaysOf(new LocalDate(9999, 12, 31));

    public static long FirstInstant { get; } = FirstDate * MicrosecondsPerDay;

    public static long LastInstant { get; } = ((LastDate + 1L) * MicrosecondsPerDay) - 1;

    /// <summary>The exact length of a unit up to a week, in microseconds.</summary>
    public static long Length(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 1_000_000,
        TimeUnit.Minute => 60_000_000,
        TimeUnit.Hour => 3_600_000_000,
        TimeUnit.Day => MicrosecondsPerDay,
        TimeUnit.Week => 7 * MicrosecondsPerDay,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
    };

    public static LocalDate DateOf(int date) => Epoch.PlusDays(date);

    public static int DaysOf(LocalDate date) => Period.DaysBetween(Epoch, date);

    /// <summary>The local date and time of day; at the outermost hours of the calendar the nearest one inside it.</summary>
    public (int Date, long TimeOfDay) Local(long instant)
    {
        Offset offset = zone.GetUtcOffset(ToInstant(instant));
        long local = Math.Clamp(instant + Microseconds(offset), FirstInstant, LastInstant);
        long date = Math.DivRem(local, MicrosecondsPerDay, out long timeOfDay);
        return timeOfDay < 0 ? ((int)date - 1, timeOfDay + MicrosecondsPerDay) : ((int)date, timeOfDay);
    }

    /// <summary>The instant of a local time: in a gap later by its length, in an overlap the earlier one.</summary>
    public long? Resolve(int date, long timeOfDay)
    {
        // In all three cases the offset that held before is the one to use.
        long instant = (date * MicrosecondsPerDay) + timeOfDay - Microseconds(Map(date, timeOfDay).EarlyInterval.WallOffset);
        return InRange(instant);
    }

    /// <summary>The first instant of a local date.</summary>
    public long? StartOfDay(int date)
    {
        var mapping = Map(date, 0);
        return mapping.Count == 0 ? InRange(Microseconds(mapping.LateInterval.Start)) : Resolve(date, 0);
    }

    /// <summary>A date a number of units (day or longer) later; months clamp to the last day.</summary>
    public static int? AddToDate(int date, Int128 count, TimeUnit unit)
    {
        switch (unit)
        {
            case TimeUnit.Day: return DateInRange(date + count);
            case TimeUnit.Week: return DateInRange(date + (7 * count));
            case TimeUnit.Month: return AddMonths(date, count);
            case TimeUnit.Quarter: return AddMonths(date, 3 * count);
            case TimeUnit.Year: return AddMonths(date, 12 * count);
            default: throw new ArgumentOutOfRangeException(nameof(unit), unit, null);
        }
    }

    /// <summary>An instant plus a span: exact up to the hour, by the local calendar from the day on; no units leave it as it is.</summary>
    public long? Add(long instant, Int128 count, TimeUnit unit)
    {
        if (count == 0)
        {
            return InRange(instant);
        }

        if (unit < TimeUnit.Day)
        {
            return InRange(instant + (count * Length(unit)));
        }

        var (date, timeOfDay) = Local(instant);
        return AddToDate(date, count, unit) is { } later ? Resolve(later, timeOfDay) : null;
    }

    /// <summary>
    /// The bound that many units before an instant, which never moves back: the least that this or any later instant gives.
    /// A bound falls only where a month clamps (at a midnight), where the local time repeats (at a transition), and where
    /// the bound itself leaves a gap.
    /// </summary>
    public long? Ago(long now, long count, TimeUnit unit)
    {
        long? least = Add(now, -(Int128)count, unit);
        if (unit < TimeUnit.Day || (least is { } plain && NothingFalls(now, plain, unit)))
        {
            return least;
        }

        foreach (long later in PlacesToFall(now, count, unit))
        {
            if (later > now && later <= LastInstant && least is not null)
            {
                long? bound = Add(later, -(Int128)count, unit);
                least = bound is null ? null : Math.Min(least.Value, bound.Value);
            }
        }

        return least;
    }

    /// <summary>The first day of the calendar unit (day or longer) that a date lies in.</summary>
    public int StartOfUnit(int date, TimeUnit unit)
    {
        var day = DateOf(date);
        return unit switch
        {
            TimeUnit.Day => date,
            TimeUnit.Week => date - (weekStartsSunday ? (int)day.DayOfWeek % 7 : (int)day.DayOfWeek - 1),
            TimeUnit.Month => DaysOf(new LocalDate(day.Year, day.Month, 1)),
            TimeUnit.Quarter => DaysOf(new LocalDate(day.Year, day.Month - ((day.Month - 1) % 3), 1)),
            TimeUnit.Year => DaysOf(new LocalDate(day.Year, 1, 1)),
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
        };
    }

    /// <summary>The start of the calendar unit that is <paramref name="offset"/> units after the one that holds an instant.</summary>
    public long? StartOfUnit(long now, Int128 offset, TimeUnit unit)
    {
        var (date, timeOfDay) = Local(now);
        if (unit < TimeUnit.Day)
        {
            return Add(now - (timeOfDay % Length(unit)), offset, unit);
        }

        return AddToDate(StartOfUnit(date, unit), offset, unit) is { } day ? StartOfDay(day) : null;
    }

    /// <summary>The next return of a day, not before today; 29 February falls on the 28th in common years.</summary>
    public static int? Anniversary(int day, int today)
    {
        for (int year = DateOf(today).Year; year <= 9999; year++)
        {
            if (InYear(day, year) is var date && date >= today)
            {
                return date;
            }
        }

        return null;
    }

    private static int InYear(int day, int year)
    {
        var born = DateOf(day);
        return DaysOf(new LocalDate(year, born.Month, Math.Min(born.Day, CalendarSystem.Iso.GetDaysInMonth(year, born.Month))));
    }

    private static int? AddMonths(int date, Int128 months)
    {
        var day = DateOf(date);
        Int128 month = (day.Year * 12) + day.Month - 1 + months;
        if (month < 12 || month >= 10_000 * 12)
        {
            return null;
        }

        int year = (int)(month / 12);
        int monthOfYear = (int)(month % 12) + 1;
        int dayOfMonth = Math.Min(day.Day, CalendarSystem.Iso.GetDaysInMonth(year, monthOfYear));
        return DaysOf(new LocalDate(year, monthOfYear, dayOfMonth));
    }

    // Far from clock changes and, where months are counted, from the end of the month.
    private bool NothingFalls(long now, long bound, TimeUnit unit) =>
        IsCalm(now) && IsCalm(bound) && (unit < TimeUnit.Month || DateOf(Local(now).Date).Day < 28 - DriftDays);

    private bool IsCalm(long instant)
    {
        var interval = zone.GetZoneInterval(ToInstant(instant));
        return interval.Contains(ToInstant(Math.Max(instant - (2 * MicrosecondsPerDay), FirstInstant)))
            && interval.Contains(ToInstant(Math.Min(instant + ((DriftDays + 2) * MicrosecondsPerDay), LastInstant)));
    }

    private IEnumerable<long> PlacesToFall(long now, long count, TimeUnit unit)
    {
        int today = Local(now).Date;
        for (int date = today; date <= Math.Min(today + DriftDays, LastDate); date++)
        {
            foreach (long instant in Instants(date, 0))
            {
                yield return instant;
            }

            if (AddToDate(date, -(Int128)count, unit) is { } target)
            {
                foreach (long instant in GapEnds(target).SelectMany(timeOfDay => Instants(date, timeOfDay)))
                {
                    yield return instant;
                }
            }
        }

        foreach (var interval in zone.GetZoneIntervals(new Interval(ToInstant(now), ToInstant(Math.Min(now + (DriftDays * MicrosecondsPerDay), LastInstant)))))
        {
            if (interval.HasStart)
            {
                yield return Microseconds(interval.Start);
            }
        }
    }

    // The times of day at which gaps of that local date end.
    private IEnumerable<long> GapEnds(int date)
    {
        var from = ToInstant(Math.Max((date - 2) * MicrosecondsPerDay, FirstInstant));
        var until = ToInstant(Math.Min((date + 2) * MicrosecondsPerDay, LastInstant));
        long midnight = date * MicrosecondsPerDay;
        foreach (var interval in zone.GetZoneIntervals(new Interval(from, until)))
        {
            long end = interval.HasStart ? Microseconds(interval.Start) + Microseconds(interval.WallOffset) : long.MinValue;
            if (end >= midnight && end - midnight < MicrosecondsPerDay)
            {
                yield return end - midnight;
            }
        }
    }

    // The instants (none in a gap, two in an overlap) that have that local time.
    private IEnumerable<long> Instants(int date, long timeOfDay)
    {
        var mapping = Map(date, timeOfDay);
        long local = (date * MicrosecondsPerDay) + timeOfDay;
        if (mapping.Count > 0)
        {
            yield return local - Microseconds(mapping.EarlyInterval.WallOffset);
            yield return local - Microseconds(mapping.LateInterval.WallOffset);
        }
    }

    private NodaTime.TimeZones.ZoneLocalMapping Map(int date, long timeOfDay) =>
        zone.MapLocal(DateOf(date).At(LocalTime.FromTicksSinceMidnight(timeOfDay * 10)));

    private static Instant ToInstant(long microseconds) => Instant.FromUnixTimeTicks(microseconds * 10);

    private static long Microseconds(Instant instant) => instant.ToUnixTimeTicks() / 10;

    private static long Microseconds(Offset offset) => offset.Seconds * 1_000_000L;

    private static long? InRange(Int128 instant) =>
        instant >= FirstInstant && instant <= LastInstant ? (long)instant : null;

    private static int? DateInRange(Int128 date) => date >= FirstDate && date <= LastDate ? (int)date : null;
}
