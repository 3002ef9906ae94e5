using System.Collections.Immutable;
using System.Globalization;
using SegLang.Emit;
using SegLang.Runtime;
using SegLang.Symbols;
using SegLang.Tests.Differential;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Tests.Streams;

/// <summary>An input of a profile and the host's clock when it arrives.</summary>
internal sealed record Arriving(string Profile, ProfileInput Input, long Now);

/// <summary>A random stream of inputs of some profiles, in order of arrival.</summary>
internal sealed class StreamCase
{
    private const long Start = 1_767_222_000_000_000; // 2026-01-01T00:00 in Berlin, near the first change of the clock after some weeks.
    private readonly StreamRules rules;
    private readonly Dice dice;

    private StreamCase(StreamRules rules, Dice dice) => (this.rules, this.dice) = (rules, dice);

    /// <summary>The inputs in order of arrival.</summary>
    public ImmutableArray<Arriving> Inputs { get; private set; } = [];

    public static IReadOnlyList<string> Keys { get; } = ["ann", "bob", "cy"];

    /// <summary>Some dozens of inputs; late ones arrive up to an hour after their instant, in any order.</summary>
    public static StreamCase Next(StreamRules rules, int seed, bool withLate, bool withRepetitions)
    {
        Dice dice = new(seed);
        StreamCase made = new(rules, dice);
        made.Fill(withLate, withRepetitions);
        return made;
    }

    /// <summary>The same with the inputs of each instant in their order.</summary>
    public StreamCase Undisturbed()
    {
        Inputs = [.. Inputs.OrderBy(i => i.Input.Time).ThenBy(i => i.Input is EventInput happened ? happened.Facts.Order : 0)];
        return this;
    }

    /// <summary>What has arrived of a profile by an instant, before the inputs that arrive at it but later.</summary>
    public ProfileTimeline Timeline(string profile, int arrived) =>
        new(Given(profile), [.. Inputs.Take(arrived).Where(i => i.Profile == profile).Select(i => i.Input)], null);

    public StreamInput ToRuntime(StreamEngine engine, Arriving arriving) => arriving.Input switch
    {
        EventInput { Facts: var facts } => StreamInput.Event(
            new ProfileKey(arriving.Profile),
            facts.Event.Ordinal,
            FactsBridge.ToRow(engine.EventLayout(facts.Event.Ordinal), facts.Fields),
            facts.Time,
            arriving.Now,
            facts.Order),
        ChangeInput change => StreamInput.Change(
            new ProfileKey(arriving.Profile),
            [.. change.Values.Select(v => FactsBridge.ToRuntime(rules.Program.Schema, v))],
            change.Time,
            arriving.Now),
        _ => throw new InvalidOperationException(),
    };

    private void Fill(bool withLate, bool withRepetitions)
    {
        List<Arriving> made = [];
        long time = Start + (dice.Next(80) * Calendar.Day);
        int count = dice.Between(10, 60);
        for (int i = 0; i < count; i++)
        {
            time += dice.Of(0, 1, Calendar.Second, dice.Next(90) * Calendar.Minute, dice.Next(90) * Calendar.Minute, dice.Next(30) * Calendar.Hour, dice.Next(30) * Calendar.Day);
            string profile = dice.Pick(Keys);
            made.Add(new Arriving(profile, Input(time, i), Delayed(time, withLate)));
            while (withRepetitions && dice.Chance(25))
            {
                made.Add(Again(dice.Pick(made), withLate, made[^1].Input.Time));
            }
        }

        Inputs = [.. made.OrderBy(m => m.Now)];
        Rise();
    }

    // The same event once more, now and then a little later or of another value.
    private Arriving Again(Arriving first, bool withLate, long latest)
    {
        if (first.Input is not EventInput { Facts: var facts } || facts.Event.Name is not ("Purchase" or "Answer"))
        {
            return first with { Input = new EventInput(new EventFacts(rules.Rules.Events.First(e => e.Name == "Leave"), latest, 0, [])), Now = latest };
        }

        long time = withLate && facts.Time > latest - (30 * Calendar.Minute) ? facts.Time : latest;
        time = dice.Chance(50) ? time : latest;
        return first with { Input = new EventInput(facts with { Time = time }), Now = Delayed(time, withLate) };
    }

    // The host's clock is that of the latest arrival: inputs of a later place are never seen earlier, and none is later than the lateness.
    private void Rise()
    {
        long now = long.MinValue;
        Inputs = [.. Inputs.Select(i => i with { Now = now = Math.Max(now, i.Now) })];
    }

    private long Delayed(long time, bool withLate) => !withLate || dice.Chance(40) ? time : time + dice.Of(dice.Next(3600) * Calendar.Second, dice.Next(120) * Calendar.Second);

    private ProfileInput Input(long time, int number)
    {
        string name = dice.Of("Visit", "Visit", "Visit", "Purchase", "Purchase", "Purchase", "Answer", "Answer", "Leave", "", "");
        EventSymbol? type = rules.Rules.Events.FirstOrDefault(e => e.Name == name);
        return type?.Name switch
        {
            "Visit" => new EventInput(new EventFacts(type, time, dice.Of(0, 0, 1, 2), [dice.Of("/", "/product", "/about")])),
            "Purchase" => new EventInput(new EventFacts(type, time, 0, [dice.Chance(10) ? null : $"r{dice.Next(20)}", (long)dice.Between(100, 20_000), dice.Next(2)])),
            "Answer" => new EventInput(new EventFacts(type, time, 0, [dice.Of("how", "why"), (long)dice.Next(4)])),
            "Leave" when dice.Chance(30) => new EventInput(new EventFacts(type, time, 0, [])),
            _ => new ChangeInput(time, [Change(number)]),
        };
    }

    private (FieldSymbol Field, object? Value) Change(int number)
    {
        FieldSymbol field = dice.Pick(rules.Rules.Profile.Fields.Where(f => !f.IsKey).ToArray());
        return (field, field.Name switch
        {
            "consent" => dice.Chance(50),
            "points" => dice.Chance(20) ? null : (long)dice.Next(20),
            "country" => dice.Chance(20) ? null : $"c{number % 3}",
            _ => dice.Chance(20) ? null : 3000 + dice.Next(500),
        });
    }

    private ImmutableArray<object?> Given(string profile) =>
        [.. rules.Rules.Profile.Fields.Select(f => f.IsKey ? profile : f.Default)];

    public override string ToString() => string.Join('\n', Inputs.Select(i => string.Create(
        CultureInfo.InvariantCulture,
        $"{StreamRules.Instant(i.Now)} {i.Profile}: {StreamRules.Instant(i.Input.Time)} {(i.Input is EventInput e ? $"{e.Facts.Event.Name}#{e.Facts.Order}({string.Join(", ", e.Facts.Fields)})" : string.Join(", ", ((ChangeInput)i.Input).Values.Select(v => $"{v.Field.Name}={v.Value ?? "unknown"}")))}")));
}
