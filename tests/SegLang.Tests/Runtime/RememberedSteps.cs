using SegLang.Plan;
using SegLang.Runtime;
using Xunit;

namespace SegLang.Tests.Runtime;

/// <summary>A calendar remembers where steps lead equally far: what it remembers of others must not change an answer.</summary>
public sealed class RememberedSteps
{
    private static readonly CalendarSpan[] Steps =
        [new(1, CalendarUnit.Day), new(30, CalendarUnit.Day), new(2, CalendarUnit.Week), new(1, CalendarUnit.Month), new(2, CalendarUnit.Quarter), new(1, CalendarUnit.Year)];

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("UTC")]
    public void They_are_the_same_as_those_of_a_calendar_that_knows_nothing(string zone)
    {
        var table = ZoneTables.From(zone);
        Calendar warm = new(table, false);
        Random random = new(17);
        long first = new DateTimeOffset(2024, 2, 20, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
        for (int i = 0; i < 60_000; i++)
        {
            long instant = first + (random.NextInt64(420 * 48) * (Calendar.Hour / 2)) + random.Next(-1, 2);
            CalendarSpan step = Steps[random.Next(Steps.Length)];
            string what = $"{zone}, {instant}, {step}";
            bool added = warm.TryAdd(instant, step.Count, step.Unit, out long later);
            bool ago = warm.TryAgo(instant, step.Count, step.Unit, out long earlier);
            long reached = Horizon.Reach(warm, instant - (3 * Calendar.Day), instant, Horizon.Back(step.Count, step.Unit));
            Calendar fresh = new(table, false);
            Assert.True(fresh.TryAdd(instant, step.Count, step.Unit, out long expected) == added && expected == later, what);
            fresh = new(table, false);
            Assert.True(fresh.TryAgo(instant, step.Count, step.Unit, out expected) == ago && expected == earlier, what);
            fresh = new(table, false);
            Assert.True(fresh.TryAgo(reached, step.Count, step.Unit, out long at) && at >= instant, what);
            Assert.True(fresh.TryAgo(reached - 1, step.Count, step.Unit, out long before) && before < instant, what);
        }
    }
}
