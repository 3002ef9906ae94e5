using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Tests.Differential;

/// <summary>One timeline of a random rule set at one instant: what is shrunk and printed when engines disagree.</summary>
internal sealed class JourneyCase(string schema, ImmutableArray<Definition> definitions, ProfileTimeline timeline, long now, BoundRuleSet factsOf)
{
    private readonly Lazy<BoundRuleSet?> rules = new(() =>
        Compilation.Create([new SourceText("random.seg", RandomSource.Of(schema, definitions))]).Rules);

    private JourneyCase(JourneyCase other, ProfileTimeline timeline, long now)
        : this(other.Schema, other.Definitions, timeline, now, other.FactsOf) => rules = other.rules; // Compiled once.

    public string Schema => schema;

    public ImmutableArray<Definition> Definitions => definitions;

    public ProfileTimeline Timeline => timeline;

    public long Now => now;

    public BoundRuleSet FactsOf => factsOf;

    /// <summary>Where the engines differ; null where they agree, or where the binder refuses the rules.</summary>
    public JourneyDifference? Differ(JourneyEngine reference, JourneyEngine other)
    {
        if (rules.Value is not { } bound)
        {
            return null;
        }

        ProfileTimeline translated = Translate(bound);
        return reference(bound, [(translated, now)])[0].Compare(other(bound, [(translated, now)])[0]);
    }

    /// <summary>The smallest case found within the time on which the engines still disagree.</summary>
    public JourneyCase Shrink(JourneyEngine reference, JourneyEngine other, TimeSpan limit)
    {
        Stopwatch watch = Stopwatch.StartNew();
        JourneyCase smallest = this;
        bool failed = Differ(reference, other)?.ExpectedFailed ?? false;
        for (bool progress = true; progress && watch.Elapsed < limit;)
        {
            progress = false;
            foreach (JourneyCase candidate in smallest.Shrunk())
            {
                if (watch.Elapsed > limit)
                {
                    break;
                }

                if (candidate.Differ(reference, other) is { } difference && difference.ExpectedFailed == failed)
                {
                    smallest = candidate;
                    progress = true;
                    break;
                }
            }
        }

        return smallest;
    }

    /// <summary>A rule file whose test expects what the reference answers.</summary>
    public string Print(JourneyEngine reference, JourneyEngine other, string name)
    {
        StringBuilder text = new();
        JourneyDifference? difference = Differ(reference, other);
        foreach (string line in (difference?.Text ?? "the same").Split('\n'))
        {
            text.Append("// ").Append(name).Append(": ").Append(line).Append('\n');
        }

        string source = RandomSource.Of(schema, definitions);
        text.Append(Formatter.Format(SyntaxTree.Parse(new SourceText("random.seg", source))) ?? source);
        text.Append("test \"engines agree\" {\n  given ").Append(Literals.Record(factsOf.Profile.Fields, timeline.Given)).Append('\n');
        if (timeline.Begin is { } begin)
        {
            text.Append("  at ").Append(Literals.Instant(begin)).Append(" expect 1 == 1\n");
        }

        foreach (ProfileInput input in timeline.InOrder)
        {
            text.Append("  at ").Append(Literals.Instant(input.Time)).Append(' ').Append(Written(input)).Append('\n');
        }

        foreach (string expected in Expected(reference, difference))
        {
            text.Append("  at ").Append(Literals.Instant(now)).Append(" expect ").Append(expected).Append('\n');
        }

        return text.Append("}\n").ToString();
    }

    private static string Written(ProfileInput input) => input switch
    {
        EventInput { Facts: var happened } => $"{happened.Event.Name} {Literals.Record(happened.Event.Fields, happened.Fields)}"
            + (happened.Order == 0 ? "" : $" // order {happened.Order}"),
        ChangeInput change => $"set {{ {string.Join(", ", change.Values.Select(v => $"{v.Field.Name}: {(v.Value is null ? "unknown" : Literals.Of(v.Value, v.Field.Type))}"))} }}",
        _ => throw new UnreachableException(),
    };

    private IEnumerable<string> Expected(JourneyEngine reference, JourneyDifference? difference)
    {
        if (rules.Value is not { } bound || reference(bound, [(Translate(bound), now)])[0] is not { Failure: null } answer)
        {
            yield break;
        }

        foreach (string journey in bound.Journeys.Select(j => j.Name))
        {
            string? last = answer.Log.LastOrDefault(l => l.Contains($" {journey}: ", StringComparison.Ordinal) && l.Contains(" -> ", StringComparison.Ordinal)
                && !l.Contains(") by `", StringComparison.Ordinal));
            string? stage = last is null ? null : Regex.Match(last, " -> (\\w+) by ").Groups[1].Value;
            yield return stage is null ? $"{journey} is unknown" : $"{journey} == {stage} and {journey}.since == {last!.Split(' ')[0]}";
        }

        foreach (string name in difference?.Names ?? [])
        {
            yield return answer.Values[name] switch
            {
                null => $"{name} is unknown",
                true => name,
                false => $"not {name}",
                var value => $"{name} == {JourneyAnswer.Text(value)}",
            };
        }
    }

    private IEnumerable<JourneyCase> Shrunk() => FewerInputs().Concat(FewerDefinitions()).Concat(SmallerDefinitions()).Concat(SimplerFacts());

    private IEnumerable<JourneyCase> FewerInputs()
    {
        if (timeline.Begin is not null)
        {
            yield return With(timeline with { Begin = null });
        }

        int count = timeline.Inputs.Length;
        for (int size = Math.Max(count / 2, 1); size > 0; size /= 2)
        {
            for (int first = 0; first + size <= count; first += size)
            {
                yield return With(timeline with { Inputs = timeline.Inputs.RemoveRange(first, size) });
            }
        }

        foreach (long time in timeline.Inputs.Select(i => i.Time).Where(t => t < now).Distinct().Order())
        {
            yield return new JourneyCase(this, timeline, time);
        }
    }

    // A definition goes with all that refer to it.
    private IEnumerable<JourneyCase> FewerDefinitions()
    {
        HashSet<string>[] words = [.. definitions.Select(d => Regex.Matches(d.ToString(), @"\w+").Select(m => m.Value).ToHashSet())];
        HashSet<string> used = [.. Enumerable.Range(0, definitions.Length).SelectMany(i => words[i].Where(w => w != definitions[i].Name))];
        bool[] isBase = [.. definitions.Select(d => !used.Contains(d.Name) && !d.Name.StartsWith('J'))];
        if (isBase.Count(b => b) > 1)
        {
            yield return With([.. definitions.Where((_, i) => !isBase[i])]);
        }

        for (int i = definitions.Length - 1; i >= 0; i--)
        {
            HashSet<string> gone = [definitions[i].Name];
            for (int before = 0; before != gone.Count;)
            {
                before = gone.Count;
                gone.UnionWith(definitions.Where((_, j) => words[j].Overlaps(gone)).Select(d => d.Name));
            }

            yield return With([.. definitions.Where(d => !gone.Contains(d.Name))]);
        }
    }

    private IEnumerable<JourneyCase> SmallerDefinitions()
    {
        for (int i = definitions.Length - 1; i >= 0; i--)
        {
            foreach (Piece smaller in definitions[i].Body.Shrunk())
            {
                yield return With(definitions.SetItem(i, definitions[i] with { Body = smaller }));
            }
        }
    }

    private IEnumerable<JourneyCase> SimplerFacts()
    {
        foreach (ImmutableArray<object?> fields in SmallCase.Emptied(factsOf.Profile.Fields, timeline.Given))
        {
            yield return With(timeline with { Given = fields });
        }

        for (int i = 0; i < timeline.Inputs.Length; i++)
        {
            foreach (ProfileInput simpler in Simpler(timeline.Inputs[i]))
            {
                yield return With(timeline with { Inputs = timeline.Inputs.SetItem(i, simpler) });
            }
        }
    }

    private static IEnumerable<ProfileInput> Simpler(ProfileInput input)
    {
        if (input is ChangeInput change)
        {
            return change.Values.Length < 2 ? [] : change.Values.Select(v => change with { Values = [v] });
        }

        EventFacts happened = ((EventInput)input).Facts;
        IEnumerable<EventFacts> simpler = SmallCase.Emptied(happened.Event.Fields, happened.Fields).Select(f => happened with { Fields = f });
        return (happened.Order == 0 ? simpler : simpler.Prepend(happened with { Order = 0 })).Select(f => new EventInput(f));
    }

    private JourneyCase With(ProfileTimeline smaller) => new(this, smaller, now);

    private JourneyCase With(ImmutableArray<Definition> fewer) => new(schema, fewer, timeline, now, factsOf);

    private ProfileTimeline Translate(BoundRuleSet bound) => timeline with
    {
        Inputs = [.. timeline.Inputs.Select(i => (ProfileInput)(i switch
        {
            EventInput { Facts: var happened } => new EventInput(happened with { Event = bound.Events[happened.Event.Ordinal] }),
            ChangeInput change => change with { Values = [.. change.Values.Select(v => (bound.Profile.Fields[v.Field.Ordinal], v.Value))] },
            _ => throw new UnreachableException(),
        }))],
    };
}
