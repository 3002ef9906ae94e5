namespace SegLang.Runtime;

internal static partial class StateEncoding
{
    /// <summary>Writes what is remembered of a profile besides its facts.</summary>
    public static void Write(EncodingWriter writer, ProfileMemory memory)
    {
        WriteInstant(writer, memory.Begin);
        WriteInstant(writer, memory.Current);
        WriteInstant(writer, memory.Deadline);
        for (int i = 0; i < memory.JourneyCount; i++)
        {
            Write(writer, memory.Journey(i));
        }

        writer.Size(memory.Waiting.Length);
        foreach (WaitingAction waiting in memory.Waiting)
        {
            writer.Number(waiting.Due);
            writer.Number(waiting.Opens);
            writer.Number(waiting.Journey);
            writer.Number(waiting.Stay);
            writer.Text(waiting.Cause);
            Write(writer, waiting.Call);
        }

        writer.Size(memory.Asked.Length);
        foreach (AskedAction asked in memory.Asked)
        {
            writer.Number(asked.Action);
            writer.Number(asked.Time);
        }

        writer.Numbers(memory.Published.ToArray());
    }

    /// <summary>Reads what is remembered of a profile besides its facts.</summary>
    public static ProfileMemory ReadMemory(ref EncodingReader reader, StreamLayout layout)
    {
        ProfileMemory memory = new(layout)
        {
            Begin = ReadInstant(ref reader),
            Current = ReadInstant(ref reader),
            Deadline = ReadInstant(ref reader),
        };
        for (int i = 0; i < memory.JourneyCount; i++)
        {
            memory.SetJourney(i, ReadJourney(ref reader, layout.Journeys.Journeys[i]));
        }

        var waiting = new WaitingAction[reader.Size()];
        for (int i = 0; i < waiting.Length; i++)
        {
            waiting[i] = new(
                reader.Number(), reader.Number(), reader.Ordinal(memory.JourneyCount), (int)reader.Number(), reader.Text(), ReadCall(ref reader, layout));
        }

        var asked = new AskedAction[reader.Size()];
        for (int i = 0; i < asked.Length; i++)
        {
            asked[i] = new(reader.Ordinal(layout.Journeys.Actions.Length), reader.Number());
        }

        (memory.Waiting, memory.Asked) = (waiting, asked);
        long[] published = reader.Numbers();
        published.CopyTo(memory.Publish(published.Length));
        return memory;
    }

    /// <summary>Writes an action with its arguments.</summary>
    public static void Write(EncodingWriter writer, ActionCall call)
    {
        writer.Number(call.Action);
        writer.Size(call.Arguments.Length);
        Array.ForEach(call.Arguments, writer.Value);
    }

    /// <summary>Reads an action with its arguments.</summary>
    public static ActionCall ReadCall(ref EncodingReader reader, StreamLayout layout)
    {
        int action = reader.Ordinal(layout.Journeys.Actions.Length);
        object?[] arguments = new object?[reader.Size()];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = reader.Value();
        }

        return new(action, arguments);
    }

    private static void Write(EncodingWriter writer, JourneyState state)
    {
        writer.Number(state.Stage);
        if (state.Stage < 0)
        {
            return;
        }

        writer.Size(state.Stay);
        writer.Number(state.Since);
        writer.Number(state.Began);
        writer.Size(state.Lines.Acted);
        writer.Size(state.Lines.Held);
        writer.Bool(state.Detail is not null);
        if (state.Detail is not { } detail)
        {
            return;
        }

        writer.Numbers(detail.Armed ?? []);
        writer.Numbers(Array.ConvertAll(detail.Entered ?? [], e => (long)e));
        writer.Size(detail.Past?.Length ?? 0);
        foreach (Stay stay in detail.Past ?? [])
        {
            writer.Number(stay.Stage);
            writer.Number(stay.Since);
            writer.Number(stay.Entered);
        }

        writer.Numbers(Array.ConvertAll(detail.Acted ?? [], w => (long)w));
        writer.Numbers(Array.ConvertAll(detail.Held ?? [], w => (long)w));
    }

    private static JourneyState ReadJourney(ref EncodingReader reader, JourneySchema schema)
    {
        JourneyState state = JourneyState.NotBegun;
        state.Stage = (short)reader.Ordinal(schema.Stages.Length);
        if (state.Stage < 0)
        {
            return state;
        }

        state.Stay = (ushort)reader.Count();
        state.Since = reader.Number();
        state.Began = reader.Number();
        state.Lines = ((ushort)reader.Count(), (ushort)reader.Count());
        state.Detail = reader.Bool() ? ReadDetail(ref reader, schema) : null;
        return state;
    }

    // Nothing and an empty array mean the same everywhere, but for what equals what.
    private static JourneyDetail ReadDetail(ref EncodingReader reader, JourneySchema schema)
    {
        long[]? armed = reader.Numbers() is { Length: > 0 } instants ? instants : null;
        int[]? entered = reader.Numbers() is { Length: > 0 } counts ? Array.ConvertAll(counts, c => (int)c) : null;
        Stay[] past = new Stay[reader.Size()];
        for (int i = 0; i < past.Length; i++)
        {
            past[i] = new(reader.Ordinal(schema.Stages.Length), reader.Number(), (int)reader.Number());
        }

        ulong[]? acted = Words(ref reader);
        ulong[]? held = Words(ref reader);
        return new(entered, past.Length > 0 ? past : null) { Armed = armed, Acted = acted, Held = held };
    }

    private static ulong[]? Words(ref EncodingReader reader) =>
        reader.Numbers() is { Length: > 0 } words ? Array.ConvertAll(words, w => (ulong)w) : null;

    // The least and the greatest number, for which there is no instant, take one byte.
    private static void WriteInstant(EncodingWriter writer, long instant)
    {
        writer.Byte(instant switch
        {
            long.MinValue => 0,
            long.MaxValue => 1,
            _ => 2,
        });
        if (instant is not (long.MinValue or long.MaxValue))
        {
            writer.Number(instant);
        }
    }

    private static long ReadInstant(ref EncodingReader reader) => reader.Byte() switch
    {
        0 => long.MinValue,
        1 => long.MaxValue,
        2 => reader.Number(),
        _ => throw EncodingReader.Broken(),
    };
}
