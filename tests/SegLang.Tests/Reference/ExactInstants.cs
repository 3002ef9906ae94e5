using System.Collections.Immutable;
using System.Globalization;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Reference;
using SegLang.Symbols;
using SegLang.Text;

namespace SegLang.Tests.Reference;

/// <summary>
/// Where time alone changes a condition: held against looking at every few minutes, and just before and at each instant that is found.
/// </summary>
public sealed class ExactInstants
{
    private const long Minute = 60_000_000;

    private const string Schema = """
        record Item { name: text, expires: date }
        profile Customer { id: text key, birthDate: date, registered: datetime, renewal: datetime, renewalDay: date, items: list of Item, nothing: datetime? }
        event Visit { page: text default "" }
        event Purchase { amount: decimal(2) default 10 }
        trait Fresh = now - last(Visit).time
        trait Days = days since last(Visit).time
        trait Monday = (now - 1 day - 3 hours).weekday
        classify Recent { Hot when any(Visit in last 1 day)  Warm when any(Visit in last 3 days)  Cold otherwise }
        segment Active { any(Visit in last 2 days) }
        score Interest { add 8 per Visit halving every 1 day  add 3 when any(Purchase in last 2 days) }
        score Capped { add 8 per Visit halving every 3 days max 12  range 2 to 11 }
        score Mixed { add 20 per Visit halving every 18 hours  subtract 9 per Purchase halving every 40 hours }
        score Three { add 30 per Visit halving every 12 hours  subtract 25 per Purchase halving every 1 day  add 3 per Visit halving every 4 days }

        """;

    private static readonly ImmutableArray<string> Conditions =
    [
        "count(Visit in last 2 days) >= 2", "count(Visit in last 36 hours) >= 2", "count(Visit in last 1 week) == 3", "any(Visit in last 1 month)",
        "any(Visit in this day)", "count(Visit in this week) > 1", "any(Visit in this hour)", "any(Visit in this minute)", "any(Visit in this month)",
        "count(Visit in previous 2 days) >= 1", "any(Visit in previous week)", "any(Visit in previous 3 hours)", "any(Visit in previous day)",
        "any(Visit before 2 days ago)", "count(Visit from 4 days ago until 1 day ago) == 2", "any(Visit from today until now)",
        "count(Visit since now - 1 day - 6 hours) >= 1", "any(Visit since today)", "any(Visit before now - 3 days + 1 day)",
        "now - last(Visit).time <= 2 days", "now - last(Visit).time > 30 hours", "now - last(Visit).time == 30 hours", "last(Visit).time < 1 day ago",
        "2 days ago >= last(Visit).time", "now >= renewal", "now + 1 day >= renewal", "now + 2 days - 1 hour > renewal", "renewal - now < 30 hours",
        "now - 1 day - 3 hours > last(Visit).time", "now + 1 month > renewal", "Fresh < 2 days", "not (Fresh between 1 day and 2 days)",
        "today > renewalDay", "today - birthDate > 1 week", "now.hour >= 18", "now.hour == 2", "now.weekday == sunday", "now.minute == 30 and now.hour == 2",
        "(36 hours ago).weekday == sunday", "(now + 1 day).day == 1", "now.date == renewalDay", "(1 month ago).month == 2", "(now + 1 day).hour == 3",
        "Monday == sunday", "today.day == 1", "(today + 3 days).weekday == monday",
        "days since last(Visit).time >= 2", "hours since last(Visit).time == 50", "minutes since last(Visit).time > 1000", "seconds since last(Visit).time >= 100000",
        "days until renewal < 2", "hours until renewal <= 30", "minutes until renewal == 600", "days until renewalDay == 1", "weeks since registered > 10",
        "months since registered >= 3", "years since birthDate >= 36", "days since birthDate > 13000", "days until anniversary(birthDate) <= 3", "Days >= 2",
        "Days * 2 == 4", "hours since renewal > 5", "days since renewal is known", "hours since renewalDay >= 7", "days until renewal is unknown",
        "renewal in next 2 days", "renewal in next 30 hours", "renewal in last 2 days", "renewal in this week", "renewalDay in next 3 days",
        "renewalDay in this month", "renewalDay in previous week", "renewal in next day", "renewal in previous day", "renewal in this hour",
        "renewalDay in last 2 days", "renewalDay in next week", "last(Visit).time in last 3 days", "anniversary(birthDate) in next 2 days",
        "any(Visit then no Purchase within 2 days)", "count(Visit then Purchase within 1 day then no Visit within 30 hours) == 1",
        "any(Visit in last 2 days then Purchase)", "any(Visit then Purchase within 1 day then no Visit within 2 days)",
        "none(Visit then Purchase in last 1 day)", "any(Visit as v where now - v.time < 2 days then Purchase where days since v.time < 2)",
        "(count(Visit in last 1 day) >= 1) as of 2 days ago", "(last(Purchase).time as of 1 day ago) is known", "((days since last(Visit).time) as of 1 day ago) == 1",
        "(count(Visit) as of 36 hours ago) == 2", "(Active as of 1 day ago) and not Active", "((count(Visit) as of 1 day ago) as of 1 day ago) > 1",
        "((now - last(Visit).time) as of 1 day ago) > 20 hours", "(Interest as of 1 day ago) > 6", "count(Visit) as of 2026-03-30T12:00 > 1",
        "Interest > 5", "Interest > 3.5", "Capped < 6", "Capped > 10", "Mixed > 0", "Mixed > 0.5", "Mixed == 0", "Three > 0", "Three > -1", "(Interest else 0) > 1",
        "(count(Visit in last 2 days) > 1) == (now.hour > 12)", "count(Visit where now - time < 2 days) >= 2", "count(Visit where time in last 2 days) >= 2",
        "count(Visit where days since time < 2) >= 2", "min(Visit.time where time > 2 days ago) > registered", "count(Visit as v where count(Visit as w in last 2 days where w.time < v.time) >= 1) >= 1",
        "any(i in items where i.expires < today)", "(nothing else last(Visit).time) < 1 day ago", "(last(Purchase in last 1 day).time else registered) > 3 days ago",
        "Recent == Warm", "Recent != Hot and now.hour < 12", "Interest > 4 or any(Visit in last 1 day)", "distinct(Visit.time.date in last 3 days) == 2",
    ];

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string condition in Conditions)
            {
                cases.Add("Europe/Berlin 2026-03-27", condition); // 02:00 becomes 03:00 on the 29th.
                cases.Add("Europe/Berlin 2026-10-23", condition); // 03:00 becomes 02:00 on the 25th.
                cases.Add("America/Sao_Paulo 2018-02-15", condition); // Midnight becomes 23:00 on the 18th.
                cases.Add("UTC 2028-02-26", condition);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Between_the_instants_that_are_found_nothing_changes(string place, string condition)
    {
        string zone = place.Split(' ')[0];
        var day = DateTime.Parse(place.Split(' ')[1], CultureInfo.InvariantCulture);
        var rules = Compile(zone, condition, day);
        var expression = ((BoundExpectStep)rules.Tests[0].Steps[^1]).Condition;
        var facts = SegLang.Testing.Expectation.Of(rules.Tests[0]).Single().Facts;
        ReferenceEvaluator evaluator = new(rules);

        long now = facts.Events.Max(e => e.Time);
        long end = now + (6 * 1440 * Minute);
        long grid = now - (now % (7 * Minute));
        object? value = evaluator.At(facts, now).Value(expression);
        int found = 0;
        while (evaluator.At(facts, now).Next(expression, end) is { } next)
        {
            Assert.True(next > now && next <= end);
            AssertSame(grid + (7 * Minute), next - 1);
            object? then = evaluator.At(facts, next).Value(expression);
            Assert.False(Equals(value, then) && found > 20, "too many candidates");
            AssertTruth(expression, evaluator.At(facts, now), evaluator.At(facts, next), next, end);
            (now, value, grid) = (next, then, next - (next % (7 * Minute)));
            Assert.True(++found < 2000);
        }

        AssertSame(grid + (7 * Minute), end);

        // Where only truth matters the next instant is the same or later.
        static void AssertTruth(BoundExpression condition, ReferenceProfile before, ReferenceProfile after, long next, long end)
        {
            long truth = before.NextTruth(condition, end) ?? end;
            Assert.True(before.Holds(condition) == after.Holds(condition) ? truth >= next : truth == next);
        }

        void AssertSame(long from, long last)
        {
            for (long at = from; at <= last; at += 7 * Minute)
            {
                Assert.True(Equals(value, evaluator.At(facts, at).Value(expression)), $"it changes before {Text(at)}, after {Text(now)}");
            }

            Assert.True(Equals(value, evaluator.At(facts, last).Value(expression)), $"it has changed at {Text(last)}, since {Text(now)}");
        }
    }

    [Fact]
    public void Most_of_these_conditions_change_in_that_time()
    {
        int changing = Conditions.Count(c =>
        {
            var rules = Compile("Europe/Berlin", c, new DateTime(2026, 3, 27));
            var expectation = SegLang.Testing.Expectation.Of(rules.Tests[0]).Single();
            return new ReferenceEvaluator(rules).At(expectation.Facts, expectation.Facts.Events.Max(e => e.Time)).Next(expectation.Condition!, expectation.At + (6 * 1440 * Minute)) is not null;
        });
        Assert.True(changing > Conditions.Length * 3 / 4, $"{changing} of {Conditions.Length}");
    }

    private static BoundRuleSet Compile(string zone, string condition, DateTime day)
    {
        string At(double days, string time = "") => day.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + time;
        string text = $$"""
            ruleset R { timezone "{{zone}}" }
            {{Schema}}
            test "t" {
              given { id: "a", birthDate: {{At(4)[..0]}}1990-{{At(4)[5..]}}, registered: {{At(-89, "T10:20:30")}}, renewal: {{At(3, "T02:30:00.000001")}}, renewalDay: {{At(3)}},
                items: [{ name: "a", expires: {{At(2)}} }, { name: "b", expires: {{At(4)}} }] }
              at {{At(-3, "T02:30")}} Visit {}
              at {{At(-1, "T22:15:00.5")}} Purchase {}
              at {{At(0, "T02:30:00.000007")}} Visit {}
              at {{At(0, "T14:00")}} Visit {}
              at {{At(0, "T23:30")}} Purchase {}
              at {{At(1, "T00:10")}} expect {{condition}}
            }
            """;
        var compilation = Compilation.Create([new SourceText("a.seg", text)]);
        Assert.Empty(compilation.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => $"{d.Code} {d.Message}: {condition}"));
        return compilation.Rules!;
    }

    private static string Text(long instant) => DateTime.UnixEpoch.AddTicks(instant * 10).ToString("O", CultureInfo.InvariantCulture);
}
