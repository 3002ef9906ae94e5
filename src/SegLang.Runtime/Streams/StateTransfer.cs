using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>
/// Brings states of other rules to a program: what is unchanged or renamed (`@was`) keeps its state, what can be computed from the events that are
/// held is, the rest starts anew. Rules that have changed hold from the next instant on.
/// </summary>
internal sealed partial class StateTransfer
{
    private readonly StateManifest stored;
    private readonly StreamLayout former;
    private readonly StreamLayout current;
    private readonly RuleProgram program;
    private readonly int[] eventSources;
    private readonly int[] formerEvents;
    private readonly JourneyTransfer[] journeys;
    private readonly int[] formerJourneys;
    private readonly int[] actions;
    private readonly HashSet<int> shortened = [];
    private readonly SortedDictionary<(string Journey, string Stage), long> vanished = [];
    private readonly ImmutableArray<OutputSchema> outputs;

    public StateTransfer(StateManifest stored, StateManifest given, RuleProgram program, StreamLayout current)
    {
        this.stored = stored;
        this.program = program;
        this.current = current;
        former = new StreamLayout(stored.Schema, stored.Journeys);
        outputs = given.Outputs;
        string[] events = [.. stored.Schema.Events.Select(e => e.Name)];
        eventSources = [.. program.Schema.Events.Select(e => Place(events, e.Name, e.Was))];
        formerEvents = Inverse(eventSources, events.Length);
        string[] names = [.. stored.Journeys.Journeys.Select(j => j.Name)];
        journeys = [.. program.Journeys.Journeys.Select(j => new JourneyTransfer(Place(names, j.Name, j.Was), stored.Journeys, j))];
        formerJourneys = Inverse([.. journeys.Select(j => j.Source)], names.Length);
        actions = [.. stored.Journeys.Actions.Select(a => IndexOf(program.Journeys.Actions, b => b.Name == a.Name && b.Parameters.Length == a.Parameters.Length))];
    }

    /// <summary>The layout of the stored states.</summary>
    public StreamLayout Former => former;

    /// <summary>Stages that hold profiles and that the rules no longer have, with how many.</summary>
    public IEnumerable<(string Journey, string Stage, long Profiles)> Vanished => vanished.Select(v => (v.Key.Journey, v.Key.Stage, v.Value));

    /// <summary>The state of a profile for the program, its events in a room; it is looked at anew at <paramref name="next"/>.</summary>
    public ProfileState Move(ProfileState old, EventRoom room, long next)
    {
        ProfileState state = new(room, Row(old.Fields, current.Profile))
        {
            HasForgotten = old.HasForgotten || old.History is { Changes.Count: > 0 },
            HasDropped = old.HasDropped,
        };
        Events(old, state);
        Once(old, state);
        Memory(old.Memory, state.Memory);
        if (state.Memory.Begin != long.MaxValue)
        {
            state.Memory.Deadline = Math.Min(state.Memory.Deadline, next);
        }

        foreach (HeldInput held in old.Held ?? [])
        {
            Held(held, state);
        }

        return state;
    }

    /// <summary>What has no state, in the words of the language.</summary>
    public IEnumerable<(string Kind, string Name)> Anew()
    {
        foreach (JourneyTransfer journey in journeys)
        {
            if (journey.Source < 0)
            {
                yield return ("journey", journey.Schema.Name);
                continue;
            }

            foreach (string part in journey.Anew())
            {
                yield return ("history", $"{journey.Schema.Name}{part}");
            }
        }

        foreach (OutputSchema output in outputs.Where(o => FormerOutput(o) < 0))
        {
            yield return (output.Kind == OutputKind.Segment ? "segment" : "class", output.Name);
        }

        foreach (EventSchema type in program.Schema.Events.Where(e => eventSources[e.Ordinal] < 0))
        {
            yield return ("event", type.Name);
        }

        foreach (EventSchema type in program.Schema.Events.Where(e => shortened.Contains(e.Ordinal)))
        {
            yield return ("aggregates", type.Name);
        }
    }

    /// <summary>A name's place among others, or that of an earlier name; −1: none.</summary>
    internal static int Place(IReadOnlyList<string> names, string name, ImmutableArray<string> was)
    {
        int place = IndexOf(names, n => n == name);
        return place >= 0 ? place : IndexOf(names, n => was.Contains(n));
    }

    internal static int IndexOf<T>(IReadOnlyList<T> items, Func<T, bool> isIt)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (isIt(items[i]))
            {
                return i;
            }
        }

        return -1;
    }

    internal static int[] Inverse(int[] sources, int count)
    {
        int[] inverse = new int[count];
        inverse.AsSpan().Fill(-1);
        for (int i = 0; i < sources.Length; i++)
        {
            if (sources[i] >= 0)
            {
                inverse[sources[i]] = i;
            }
        }

        return inverse;
    }

    private int FormerOutput(OutputSchema output)
    {
        OutputSchema[] same = [.. stored.Outputs.Where(o => o.Kind == output.Kind)];
        int place = Place([.. same.Select(o => o.Name)], output.Name, output.Was);
        return place < 0 ? -1 : stored.Outputs.IndexOf(same[place]);
    }

    // What has happened once is known by the values of its fields; other fields, or members in another order, are other values.
    private void Once(ProfileState old, ProfileState state)
    {
        for (int type = 0; type < state.EventTypes && old.Once is not null; type++)
        {
            int source = eventSources[type];
            if (source >= 0 && old.Once[source] is { } keys && IsSameOnce(stored.Schema.Events[source], program.Schema.Events[type]))
            {
                state.Once ??= new OnceKeys?[state.EventTypes];
                state.Once[type] = keys;
            }
        }
    }

    private static bool IsSameOnce(EventSchema from, EventSchema to) =>
        from.OnceBy.Length == to.OnceBy.Length && from.OnceBy.Zip(to.OnceBy).All(p => p.First < 0 || p.Second < 0
            ? p.First == p.Second
            : IsSameType(from.Fields[p.First], to.Fields[p.Second])
                && (from.Fields[p.First].Name == to.Fields[p.Second].Name || to.Fields[p.Second].Was.Contains(from.Fields[p.First].Name))
                && from.Fields[p.First].Members.SequenceEqual(to.Fields[p.Second].Members));

    private void Held(HeldInput held, ProfileState state)
    {
        StreamInput input = held.Input;
        int type = input.Type < 0 ? -1 : formerEvents[input.Type];
        if (input.Type >= 0 && type < 0)
        {
            return;
        }

        FactRow? facts = input.Facts is { } row && type >= 0 ? Row(row, current.Events[type]) : null;
        (state.Held ??= []).Add(held with
        {
            Input = input with { Type = type, Facts = facts, Changes = input.Changes is null ? null : Changes(input.Changes) },
        });
    }

    private (int Field, object? Value)[] Changes(IReadOnlyList<(int Field, object? Value)> changes)
    {
        int[] sources = SourcesOf(former.Profile, current.Profile);
        List<(int, object?)> moved = [];
        foreach ((int field, object? value) in changes)
        {
            int target = Array.IndexOf(sources, field);
            if (target >= 0)
            {
                moved.Add((target, Value(former.Profile.Fields[field], value, current.Profile.Fields[target], current.Profile)));
            }
        }

        return [.. moved];
    }
}
