using SegLang.Symbols;

namespace SegLang.Reference;

// Where clocks turn: the instants at which local units begin, and times of day.
internal sealed partial class ReferenceCalendar
{
    /// <summary>Later than every instant.</summary>
    public const long Never = long.MaxValue - 1;

    private const long MicrosecondsPerMinute = 60_000_000;

    /// <summary>The first instant after that one at which the zone's offset changes.</summary>
    public long NextTransition(long instant)
    {
        var interval = zone.GetZoneInterval(ToInstant(Math.Clamp(instant, FirstInstant, LastInstant)));
        return interval.HasEnd ? Microseconds(interval.End) : Never;
    }

    /// <summary>
    /// The first instant after that one at which a local unit (minute, hour or day) begins or the offset changes: until then the local
    /// unit is the same.
    /// </summary>
    public long NextBreak(long instant, TimeUnit unit)
    {
        long rest = Local(instant).TimeOfDay % Length(unit);
        return Math.Min(instant - rest + Length(unit), NextTransition(instant));
    }

    /// <summary>
    /// The end of a piece of the local day within which adding calendar units never goes back: clocks are set, today or where the sum
    /// lies, at whole quarters of an hour before five in the morning, or at noon.
    /// </summary>
    public long NextPiece(long instant)
    {
        long time = Local(instant).TimeOfDay;
        long piece = time < 5 * Length(TimeUnit.Hour) ? 15 * MicrosecondsPerMinute : MicrosecondsPerDay / 2;
        return Math.Min(instant - (time % piece) + piece, NextTransition(instant));
    }

    /// <summary>The first instant from one on at which the local time is a minute of the day; where that is in a gap, the gap's end.</summary>
    public long FirstAtClock(long from, int minute)
    {
        long first = Never;
        int today = Local(from).Date;
        for (int date = today - 1; date <= Math.Min(today + 3, LastDate); date++)
        {
            foreach (long instant in AtClock(date, minute).Where(i => i >= from && i <= LastInstant))
            {
                first = Math.Min(first, instant);
            }
        }

        return first;
    }

    /// <summary>Whether the local time lies in [from, until), minutes of the day; over midnight where from is the greater.</summary>
    public bool IsWithin(long instant, int from, int until)
    {
        long time = Local(instant).TimeOfDay;
        bool isFrom = time >= from * MicrosecondsPerMinute;
        bool isBefore = time < until * MicrosecondsPerMinute;
        return from <= until ? isFrom && isBefore : isFrom || isBefore;
    }

    /// <summary>The first instant after that one at which the local time lies in [from, until).</summary>
    public long NextOpening(long instant, int from, int until)
    {
        long next = instant;
        for (int tries = 0; tries < 12; tries++)
        {
            // The hours begin at their first minute, or where the clock is set into them.
            next = Math.Min(FirstAtClock(next + 1, from), NextTransition(next));
            if (next == Never || IsWithin(next, from, until))
            {
                return next;
            }
        }

        return Never;
    }

    private IEnumerable<long> AtClock(int date, int minute)
    {
        if (date < FirstDate)
        {
            return [];
        }

        var mapping = Map(date, minute * MicrosecondsPerMinute);
        return mapping.Count == 0
            ? [Microseconds(mapping.LateInterval.Start)]
            : Instants(date, minute * MicrosecondsPerMinute);
    }
}
