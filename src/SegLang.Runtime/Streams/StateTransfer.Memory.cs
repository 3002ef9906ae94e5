namespace SegLang.Runtime;

internal sealed partial class StateTransfer
{
    private void Memory(ProfileMemory old, ProfileMemory memory)
    {
        memory.Begin = old.Begin;
        memory.Current = old.Current;
        memory.Deadline = old.Deadline;
        for (int i = 0; i < old.JourneyCount; i++)
        {
            Leave(old.Journey(i), i);
        }

        for (int i = 0; i < journeys.Length; i++)
        {
            memory.SetJourney(i, journeys[i].Source < 0 ? JourneyState.NotBegun : journeys[i].Move(old.Journey(journeys[i].Source)));
        }

        memory.Waiting =
        [
            .. old.Waiting.Where(w => formerJourneys[w.Journey] >= 0 && actions[w.Call.Action] >= 0)
                .Select(w => w with { Journey = formerJourneys[w.Journey], Call = w.Call with { Action = actions[w.Call.Action] } }),
        ];
        memory.Asked = [.. old.Asked.Where(a => actions[a.Action] >= 0).Select(a => a with { Action = actions[a.Action] })];
        if (old.Published.Length > 0)
        {
            Published(old.Published, memory);
        }
    }

    // Whoever is in a stage that the rules no longer have must be spoken of.
    private void Leave(JourneyState state, int journey)
    {
        if (state.Stage < 0)
        {
            return;
        }

        JourneySchema schema = stored.Journeys.Journeys[journey];
        int target = formerJourneys[journey];
        if (target < 0 || !journeys[target].Has(state.Stage))
        {
            (string, string) place = (schema.Name, schema.Stages[state.Stage].Name);
            vanished[place] = vanished.GetValueOrDefault(place) + 1;
        }
    }

    private void Published(ReadOnlySpan<long> old, ProfileMemory memory)
    {
        int[] segments = Places(OutputKind.Segment, outputs);
        int[] classes = Places(OutputKind.Class, outputs);
        int formerWords = (Places(OutputKind.Segment, stored.Outputs).Length + 63) / 64;
        int words = (segments.Length + 63) / 64;
        Span<long> published = memory.Publish(words + classes.Length);
        for (int i = 0; i < segments.Length; i++)
        {
            int source = Array.IndexOf(Places(OutputKind.Segment, stored.Outputs), FormerOutput(outputs[segments[i]]));
            if (source >= 0 && (old[source >> 6] >> source & 1) != 0)
            {
                published[i >> 6] |= 1L << i;
            }
        }

        for (int i = 0; i < classes.Length; i++)
        {
            OutputSchema output = outputs[classes[i]];
            int place = FormerOutput(output);
            int source = Array.IndexOf(Places(OutputKind.Class, stored.Outputs), place);
            long entry = source < 0 ? -1 : old[formerWords + source];
            published[words + i] = entry < 0 ? -1 : output.Value.Members.IndexOf(stored.Outputs[place].Value.Members[(int)entry]);
        }
    }

    private static int[] Places(OutputKind kind, IReadOnlyList<OutputSchema> outputs) =>
        [.. Enumerable.Range(0, outputs.Count).Where(i => outputs[i].Kind == kind)];

    /// <summary>How the states of one journey move.</summary>
    private sealed class JourneyTransfer
    {
        private readonly JourneySchema? former;
        private readonly int[] stages;
        private readonly Dictionary<int, int[]> lines = [];

        public JourneyTransfer(int source, JourneySet stored, JourneySchema schema)
        {
            Source = source;
            Schema = schema;
            former = source < 0 ? null : stored.Journeys[source];
            string[] names = [.. former?.Stages.Select(s => s.Name) ?? []];
            stages = Inverse([.. schema.Stages.Select(s => Place(names, s.Name, s.Was))], names.Length);
        }

        /// <summary>The journey among the stored ones; −1: it is new.</summary>
        public int Source { get; }

        public JourneySchema Schema { get; }

        public bool Has(int stage) => stages[stage] >= 0;

        /// <summary>What is asked of it now and was not held until now.</summary>
        public IEnumerable<string> Anew()
        {
            if (former is not null && Schema.KeepsHistory && !former.KeepsHistory)
            {
                yield return " as of earlier instants";
            }

            if (former is not null && Schema.CountsEntries && !former.CountsEntries)
            {
                yield return ".entered";
            }
        }

        public JourneyState Move(JourneyState old)
        {
            JourneyState state = JourneyState.NotBegun;
            if (former is null || old.Stage < 0 || stages[old.Stage] < 0)
            {
                return state;
            }

            state.Stage = (short)stages[old.Stage];
            state.Stay = old.Stay;
            state.Since = old.Since;
            state.Began = old.Began;
            int[]? entered = Schema.CountsEntries && old.Entered is { } times ? Entered(times) : Schema.CountsEntries ? One(state.Stage) : null;
            Stay[]? past = !Schema.KeepsHistory || old.Past is null ? null
                : [.. old.Past.Where(p => stages[p.Stage] >= 0).Select(p => p with { Stage = stages[p.Stage] })];
            state.Detail = entered is null && past is null ? null : new JourneyDetail(entered, past);
            Lines(old, ref state);
            return state;
        }

        private int[] One(int stage)
        {
            int[] counts = new int[Schema.Stages.Length];
            counts[stage] = 1;
            return counts;
        }

        private int[] Entered(int[] old)
        {
            int[] counts = new int[Schema.Stages.Length];
            for (int stage = 0; stage < stages.Length && stage < old.Length; stage++)
            {
                if (stages[stage] >= 0)
                {
                    counts[stages[stage]] = old[stage];
                }
            }

            return counts;
        }

        // A line is the same if it is written the same, or stands in the place of one of its kind that is not written any more; of a final
        // stage the lines are those that start.
        private void Lines(JourneyState old, ref JourneyState state)
        {
            if (!lines.TryGetValue(old.Stage, out int[]? sources))
            {
                sources = Sources(TextsOf(former, old.Stage), TextsOf(Schema, state.Stage));
                lines[old.Stage] = sources;
            }

            for (int line = 0; line < sources.Length; line++)
            {
                int source = sources[line];
                if (source >= 0 && old.HasActed(source))
                {
                    state.SetActed(line);
                }

                if (source >= 0 && old.IsHeld(source))
                {
                    state.SetHeld(line, true);
                }
            }

            Arm(old, ref state, sources);
        }

        private static int[] Sources((LineKind Kind, string Text)[] former, (LineKind Kind, string Text)[] current)
        {
            int[] sources = [.. current.Select(l => Array.IndexOf(former, l))];
            for (int i = 0; i < Math.Min(sources.Length, former.Length); i++)
            {
                bool isReplaced = sources[i] < 0 && former[i].Kind == current[i].Kind && !current.Contains(former[i]);
                sources[i] = isReplaced ? i : sources[i];
            }

            return sources;
        }

        private void Arm(JourneyState old, ref JourneyState state, int[] sources)
        {
            int[] places = AtLines(Schema, state.Stage);
            int[] formerPlaces = AtLines(former, old.Stage);
            if (places.Length == 0)
            {
                return;
            }

            long[] armed = new long[places.Length];
            for (int i = 0; i < places.Length; i++)
            {
                int source = Array.IndexOf(formerPlaces, sources[places[i]]);
                armed[i] = source >= 0 && old.Armed is { } instants ? instants[source] : long.MaxValue;
            }

            state.Arm(armed);
        }

        private static (LineKind Kind, string Text)[] TextsOf(JourneySchema? schema, int stage) => schema is null ? []
            : schema.Stages[stage].IsFinal ? [.. schema.Starts.Select(s => (s.Event < 0 ? LineKind.When : LineKind.On, s.Text))]
            : [.. schema.Stages[stage].Lines.Concat(schema.Anywhere).Select(l => (l.Kind, l.Text))];

        private static int[] AtLines(JourneySchema? schema, int stage)
        {
            LineSchema[] lines = schema is null || schema.Stages[stage].IsFinal ? [] : [.. schema.Stages[stage].Lines, .. schema.Anywhere];
            return [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].Kind == LineKind.At)];
        }
    }
}
