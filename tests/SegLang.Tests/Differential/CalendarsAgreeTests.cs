using SegLang.Plan;
using SegLang.Reference;
using SegLang.Runtime;
using SegLang.Symbols;
using Xunit;

namespace SegLang.Tests.Differential;

/// <summary>The runtime's calendar over a transition table against the reference's over NodaTime, at changes of the clock and edges of units.</summary>
public sealed class CalendarsAgreeTests
{
    private const int Instants = 6000;

    [Fact]
    public void Shifted_instants_and_bounds_are_the_same() => Compare((reference, runtime, now, count, unit) =>
    [
        ("+", reference.Add(now, count, unit), Or(runtime.TryAdd(now, count, Unit(unit), out long later), later)),
        ("-", reference.Add(now, -count, unit), Or(runtime.TryAdd(now, -count, Unit(unit), out long earlier), earlier)),
        ("ago", reference.Ago(now, count, unit), Or(runtime.TryAgo(now, count, Unit(unit), out long bound), bound)),
    ]);

    [Fact]
    public void Starts_of_units_are_the_same() => Compare((reference, runtime, now, count, unit) =>
    [
        ("this", reference.StartOfUnit(now, 0, unit), runtime.StartOf(now, Unit(unit))),
        ("previous", reference.StartOfUnit(now, -count, unit), Known(runtime.UnitsAfter(now, -count, Unit(unit)))),
        ("next", reference.StartOfUnit(now, count, unit), Known(runtime.UnitsAfter(now, count, Unit(unit)))),
        ("hour", reference.Local(now).TimeOfDay / 3_600_000_000, runtime.HourOf(now)),
        ("date", reference.Local(now).Date, runtime.DateOf(now)),
    ]);

    [Fact]
    public void Local_times_of_the_day_are_the_same() => Compare((reference, runtime, now, count, _) =>
    [
        .. from minute in new[] { 0, 30, 150, 150 + (int)(count % 97L), 1410, (int)Math.Abs((now / 60_000_000) % 1440) }
           from at in new[] { now, now - (now % 900_000_000) }
           select ($"{Literals.Instant(at)} at minute {minute}", (long?)reference.FirstAtClock(at, minute), (long?)runtime.FirstAt(at, minute)),
    ]);

    // Midnight, then the whole next day, is skipped; the time that is asked for lies in that day.
    [Fact]
    public void A_local_time_of_a_day_that_is_skipped_is_the_end_of_the_gap()
    {
        ReferenceCalendar reference = new("Pacific/Apia", weekStartsSunday: false);
        Calendar runtime = new(ZoneTables.From("Pacific/Apia"), false);
        long gapEnd = new DateTimeOffset(2011, 12, 30, 10, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
        Assert.Equal((gapEnd, gapEnd), (reference.FirstAtClock(gapEnd, 150), runtime.FirstAt(gapEnd, 150)));
        long later = gapEnd + (150 * 60_000_000L);
        Assert.Equal((later, later), (reference.FirstAtClock(gapEnd + 1, 150), runtime.FirstAt(gapEnd + 1, 150)));
    }

    private static void Compare(
        Func<ReferenceCalendar, Calendar, long, int, TimeUnit, (string What, long? Reference, long? Runtime)[]> ask)
    {
        Dice dice = new(4711);
        for (int round = 0; round < 60; round++)
        {
            Times times = new(dice);
            bool sunday = dice.Chance(50);
            ReferenceCalendar reference = new(times.ZoneName, sunday);
            Calendar runtime = new(ZoneTables.From(times.ZoneName), sunday);
            for (int i = 0; i < Instants / 60; i++)
            {
                long now = times.Edge(dice, dice.Pick(times.Anchors)) + dice.Of(0, 0, 1_800_000_000, dice.Next(int.MaxValue) * 40L);
                TimeUnit unit = dice.Pick(Enum.GetValues<TimeUnit>());
                int count = dice.Chance(60) ? (int)dice.Pick(times.Amounts).Count : dice.Of(0, 1, 2, 3, 5, 11, 30, 100, 9000, 100_000);
                foreach ((string what, long? expected, long? actual) in ask(reference, runtime, now, count, unit))
                {
                    Assert.True(expected == actual, $"{times.ZoneName}: {Literals.Instant(now)} {what} {count} {unit}: {Text(expected)}, at run time {Text(actual)}");
                }
            }
        }
    }

    private static CalendarUnit Unit(TimeUnit unit) => (CalendarUnit)(int)unit;

    private static long? Or(bool known, long value) => known ? value : null;

    private static long? Known(long value) => value is long.MinValue or long.MaxValue ? null : value;

    private static string Text(long? value) => value is { } instant && Math.Abs(instant) > 1_000_000 ? Literals.Instant(instant) : value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown";
}
