using System.Globalization;
using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Run;
using static SegLang.Benchmarks.Rules.AggregateKind;

namespace SegLang.Benchmarks.Rules;

/// <summary>
/// Random segments by seed: 30 % attributes, 50 % attribute and window, 10 % "bought in N but not in M", 10 % `or`.
/// A tenth of the attribute conditions is negated. Windows are the four that marketing asks for, so segments share aggregates,
/// as they do in real rule sets; how many distinct ones there are is printed with the results.
/// </summary>
internal static class RandomSegments
{
    private static readonly Attribute Country = new("country", "country", false);
    private static readonly Attribute Plan = new("plan", "plan", false);
    private static readonly Attribute Age = new("age", "age", true);
    private static readonly Attribute Newsletter = new("newsletter", "newsletter", true);
    private static readonly Attribute BirthDate = new("birthDate", "birth_date", true);
    private static readonly Attribute Registered = new("registered", "registered", true);
    private static readonly Attribute Credit = new("credit", "credit", true);
    private static readonly Attribute Rating = new("rating", "rating", true);
    private static readonly int[] Windows = [7, 30, 90, 365];
    private static readonly Filter Everything = new(null, null, "", 0, false);

    /// <summary>So many segments; the same ones from the same seed.</summary>
    public static Condition[] Make(int count, ulong seed)
    {
        var random = new SplitMix(seed ^ 0x5E6);
        var segments = new Condition[count];
        for (var i = 0; i < count; i++)
        {
            segments[i] = random.Below(10) switch
            {
                < 3 => random.Chance(0.5) ? MakeAttribute(ref random) : new And(MakeAttribute(ref random), MakeAttribute(ref random)),
                < 8 => new And(MakeAttribute(ref random), MakeWindow(ref random)),
                8 => MakeLapsed(ref random),
                _ => new Or(MakeEither(ref random), MakeEither(ref random)),
            };
        }

        return segments;
    }

    private static Condition MakeEither(ref SplitMix random) =>
        random.Chance(0.5) ? MakeAttribute(ref random) : MakeWindow(ref random);

    // Bought in the last N days but not in the last M, M < N.
    private static And MakeLapsed(ref SplitMix random)
    {
        var near = random.Below(Windows.Length - 1);
        var far = near + 1 + random.Below(Windows.Length - 1 - near);
        var filter = MakeFilter(ref random);
        return new And(
            new AggregateIs(new Aggregate(Count, Windows[far], filter), ">=", "1", 1, AsAny: true),
            new Not(new AggregateIs(new Aggregate(Count, Windows[near], filter), ">=", "1", 1, AsAny: true)));
    }

    private static Condition MakeAttribute(ref SplitMix random)
    {
        var condition = MakeComparison(ref random);
        return random.Chance(0.1) ? new Not(condition) : condition;
    }

    private static Condition MakeComparison(ref SplitMix random)
    {
        switch (random.Below(10))
        {
            case 0 or 1:
                var country = random.Below(6);
                return new AttributeIs(Country, "==", Quoted(Shop.Countries[country]), country);
            case 2:
                int[] some = [.. Enumerable.Range(0, 3).Select(_ => 0)];
                for (var i = 0; i < some.Length; i++)
                {
                    some[i] = random.Below(Shop.Countries.Length);
                }

                some = [.. some.Distinct()];
                return new AttributeIn(Country, string.Join(", ", some.Select(c => Quoted(Shop.Countries[c]))), [.. some.Select(c => (long)c)]);
            case 3:
                var plan = random.Below(4);
                return new AttributeIs(Plan, "==", Shop.Plans[plan], plan);
            case 4 or 5:
                var age = 18 + (random.Below(12) * 5);
                return new AttributeIs(Age, random.Pick<string>([">=", "<", ">"]), Text(age), age);
            case 6:
                return new AttributeIs(Newsletter, "==", "true", 1);
            case 7:
                var date = new DateOnly(1940 + random.Below(65), 1 + random.Below(12), 1);
                return new AttributeIs(BirthDate, "<", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), date.DayNumber - new DateOnly(1970, 1, 1).DayNumber);
            case 8:
                return new AttributeRecent(Registered, random.Pick<int>([30, 90, 365, 1000]));
            default:
                return random.Chance(0.5)
                    ? MakeMoney(Credit, ">=", random.Below(16) * 5000)
                    : MakeTenths(random.Below(50));
        }
    }

    private static AggregateIs MakeWindow(ref SplitMix random)
    {
        var days = random.Pick<int>(Windows);
        var filter = MakeFilter(ref random);
        switch (random.Below(10))
        {
            case < 3:
                return new AggregateIs(new Aggregate(Count, days, filter), ">=", "1", 1, AsAny: true);
            case < 6:
                var many = 2 + random.Below(4);
                return new AggregateIs(new Aggregate(Count, days, filter), random.Pick<string>([">=", "<"]), Text(many), many);
            case < 9:
                var cents = (1 + random.Below(20)) * 2550L;
                return new AggregateIs(new Aggregate(Total, days, filter), ">=", Money(cents), cents);
            default:
                var price = (1 + random.Below(20)) * 1000L;
                return new AggregateIs(new Aggregate(MaxPrice, days, filter), random.Pick<string>([">", "<="]), Money(price), price);
        }
    }

    private static Filter MakeFilter(ref SplitMix random)
    {
        switch (random.Below(20))
        {
            case < 8:
                return Everything;
            case < 13:
                var channel = random.Below(4);
                return new Filter($"channel == {Shop.Channels[channel]}", "channel", "=", channel, false);
            case < 18:
                var category = random.Below(Shop.Categories.Length);
                return new Filter($"category == {Quoted(Shop.Categories[category])}", "category", "=", category, true);
            case 18:
                return new Filter($"price >= {Money(5000)}", "price", ">=", 5000, true);
            default:
                return new Filter("quantity >= 2", "quantity", ">=", 2, false);
        }
    }

    private static AttributeIs MakeMoney(Attribute attribute, string op, long cents) => new(attribute, op, Money(cents), cents);

    private static AttributeIs MakeTenths(int tenths) => new(Rating, ">=", $"{tenths / 10}.{tenths % 10}", tenths);

    private static string Money(long cents) => $"{Text(cents / 100)}.{cents % 100:00} EUR";

    private static string Quoted(string text) => $"\"{text}\"";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
