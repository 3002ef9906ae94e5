using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>Counts what occurs in the cases (a journey over a timeline) and what happens in them. Each rule set has its own.</summary>
internal sealed class JourneyTally
{
    private readonly SortedDictionary<string, long> constructs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> happened = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> states = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (int Count, string Example)> refusals = new(StringComparer.Ordinal);

    /// <summary>Journeys times timelines.</summary>
    public long Cases { get; private set; }

    /// <summary>Rule sets.</summary>
    public long RuleSets { get; private set; }

    /// <summary>Instants at which the answers of a profile were compared.</summary>
    public long Checks { get; private set; }

    /// <summary>The time that each engine took.</summary>
    public SortedDictionary<string, TimeSpan> Times { get; } = new(StringComparer.Ordinal);

    public long Refused => refusals.Values.Sum(r => (long)r.Count);

    /// <summary>Adds a rule set with what the reference answered at the end of each timeline.</summary>
    public void Add(JourneyRules batch, IReadOnlyList<(ProfileTimeline Timeline, JourneyAnswer End)> answers, int checks)
    {
        RuleSets++;
        Checks += checks;
        JourneyConstructs found = new(batch.Rules);
        foreach (BoundJourney journey in batch.Rules.JourneyDefinitions)
        {
            Cases += answers.Count;
            Count(constructs, found.In(journey), answers.Count);
            Count(states, answers.Select(a => StateOf(journey, a.End)), 1);
        }

        foreach ((ProfileTimeline timeline, JourneyAnswer end) in answers)
        {
            HashSet<string> inputs = [.. timeline.Inputs.Select(i => Literals.Instant(i.Time))];
            Count(happened, end.Log.Select(line => What(line, inputs)).Distinct(), 1);
        }

        foreach ((Diagnostics.Diagnostic reason, Definition refused) in batch.Refusals)
        {
            Refuse(reason.Code, 1, $"{reason.Message} — {refused}");
        }
    }

    public void Add(JourneyTally other)
    {
        Cases += other.Cases;
        RuleSets += other.RuleSets;
        Checks += other.Checks;
        foreach ((string name, TimeSpan time) in other.Times)
        {
            Times[name] = Times.GetValueOrDefault(name) + time;
        }

        Join(constructs, other.constructs);
        Join(happened, other.happened);
        Join(states, other.states);
        foreach ((string code, (int count, string example)) in other.refusals)
        {
            Refuse(code, count, example);
        }
    }

    /// <summary>The constructs that occur in less than the share of cases.</summary>
    public ImmutableArray<string> RarerThan(double share) =>
        [.. JourneyConstructs.Universe.Where(c => constructs.GetValueOrDefault(c) < share * Cases)];

    /// <summary>How many timelines something happened in, by the words of the histogram.</summary>
    public long Happened(string what) => happened.GetValueOrDefault(what);

    /// <summary>The histogram as a table.</summary>
    public string Print()
    {
        StringBuilder text = new();
        Line(text, $"{RuleSets} rule sets, {Cases} cases, {Checks} checks; {Refused} definitions refused by the binder");
        Line(text, $"seconds of a core: {string.Join(", ", Times.Select(t => $"{t.Key} {t.Value.TotalSeconds:F0}"))}");
        foreach ((string code, (int count, string example)) in refusals.OrderByDescending(r => r.Value.Count))
        {
            Line(text, $"  {count,6} {code}: {example}");
        }

        Table(text, "construct", JourneyConstructs.Universe.Union(constructs.Keys).ToDictionary(n => n, constructs.GetValueOrDefault), Cases);
        Table(text, "happened in timelines", happened, Math.Max(Cases, 1));
        Table(text, "journeys at the end", states, Math.Max(Cases, 1));
        return text.ToString();
    }

    private static string StateOf(BoundJourney journey, JourneyAnswer end)
    {
        string? last = end.Log.LastOrDefault(l => l.Contains($" {journey.Symbol.Name}: ", StringComparison.Ordinal) && l.EndsWith(']'));
        return last is null ? "not started"
            : journey.Stages.Any(s => s.Stage.IsFinal && last.Contains($" -> {s.Stage.Name} by ", StringComparison.Ordinal)) ? "in a final stage"
            : "in a stage";
    }

    // What a line of the log tells of: the kind of the line that moved, and whether an input or time alone did it.
    private static string What(string line, HashSet<string> inputs)
    {
        string rest = line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        if (!line.EndsWith(']'))
        {
            return rest.Split(' ')[0];
        }

        string cause = line[(line.IndexOf('`', StringComparison.Ordinal) + 1)..];
        string kind = cause.StartsWith("start", StringComparison.Ordinal) ? string.Join(' ', cause.Split(' ').Where((_, i) => i is 0 or 2)) : cause.Split(' ')[0];
        return $"{(kind.StartsWith("start", StringComparison.Ordinal) ? "" : "moved by ")}{kind}, {(inputs.Contains(line.Split(' ')[0]) ? "with an input" : "by time alone")}";
    }

    private void Refuse(string code, int count, string example)
    {
        (int before, string known) = refusals.GetValueOrDefault(code, (0, example));
        refusals[code] = (before + count, known.Length <= example.Length ? known : example);
    }

    private static void Count(SortedDictionary<string, long> into, IEnumerable<string> names, long times)
    {
        foreach (string name in names)
        {
            into[name] = into.GetValueOrDefault(name) + times;
        }
    }

    private static void Join(SortedDictionary<string, long> into, SortedDictionary<string, long> other)
    {
        foreach ((string name, long count) in other)
        {
            into[name] = into.GetValueOrDefault(name) + count;
        }
    }

    private static void Table(StringBuilder text, string head, IReadOnlyDictionary<string, long> counts, long whole)
    {
        Line(text, $"  {head,-40} {"share",9}");
        foreach ((string name, long count) in counts.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            Line(text, $"  {name,-40} {(100.0 * count / Math.Max(whole, 1)).ToString("F2", CultureInfo.InvariantCulture),7} %");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
