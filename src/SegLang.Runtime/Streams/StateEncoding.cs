namespace SegLang.Runtime;

/// <summary>
/// The encoding of a profile's state: the same state gives the same bytes. It is read with the layout that it was written with; what is no such
/// bytes is an <see cref="InvalidDataException"/>.
/// </summary>
internal static partial class StateEncoding
{
    /// <summary>Writes all that is held of a profile.</summary>
    public static void Write(EncodingWriter writer, ProfileState state)
    {
        Write(writer, state.Fields);
        for (int type = 0; type < state.EventTypes; type++)
        {
            EventBlock? block = state.Events(type);
            writer.Bool(block is { Count: > 0 });
            if (block is { Count: > 0 })
            {
                Write(writer, block);
            }
        }

        writer.Numbers(state.Folded.ToArray());
        Write(writer, state.Memory);
        Write(writer, state.Once);
        writer.Bool(state.History is not null);
        if (state.History is { } history)
        {
            Write(writer, history);
        }

        writer.Size(state.Held?.Count ?? 0);
        foreach (HeldInput held in state.Held ?? [])
        {
            Write(writer, held, state.Layout);
        }

        writer.Bool(state.HasForgotten);
        writer.Bool(state.HasDropped);
    }

    /// <summary>Reads all that is held of a profile, its events into the room for one with these fields.</summary>
    public static ProfileState Read(ReadOnlySpan<byte> bytes, StreamLayout layout, int keyField, Func<FactRow, EventRoom> room)
    {
        EncodingReader reader = new(bytes);
        FactRow fields = ReadRow(ref reader, layout.Profile);
        ProfileState state = new(room(fields), fields);
        for (int type = 0; type < layout.Events.Length; type++)
        {
            if (reader.Bool())
            {
                ReadBlock(ref reader, state.Block(type));
            }
        }

        state.Folded = reader.Numbers();
        state.Memory = ReadMemory(ref reader, layout);
        state.Once = ReadOnce(ref reader, layout);
        state.History = reader.Bool() ? ReadHistory(ref reader, layout) : null;
        int held = reader.Size();
        state.Held = held > 0 ? [] : null;
        for (int i = 0; i < held; i++)
        {
            state.Held?.Add(ReadHeld(ref reader, ProfileKey.Of(state.Fields, keyField), layout));
        }

        state.HasForgotten = reader.Bool();
        state.HasDropped = reader.Bool();
        return reader.IsAtEnd ? state : throw EncodingReader.Broken();
    }

    private static void Write(EncodingWriter writer, OnceKeys?[]? once)
    {
        writer.Bool(once is not null);
        foreach (OnceKeys? keys in once ?? [])
        {
            writer.Size(keys?.Count ?? 0);
            foreach ((UInt128 key, long time) in (keys?.All ?? []).OrderBy(k => k.Key))
            {
                writer.Bits((long)(ulong)(key >> 64));
                writer.Bits((long)(ulong)key);
                WriteInstant(writer, time);
            }
        }
    }

    private static OnceKeys?[]? ReadOnce(ref EncodingReader reader, StreamLayout layout)
    {
        if (!reader.Bool())
        {
            return null;
        }

        var once = new OnceKeys?[layout.Events.Length];
        for (int type = 0; type < once.Length; type++)
        {
            for (int left = reader.Size(); left > 0; left--)
            {
                OnceKeys keys = once[type] ??= new OnceKeys();
                UInt128 key = new((ulong)reader.Bits(), (ulong)reader.Bits());
                long time = ReadInstant(ref reader);
                _ = keys.AddOrHas(key);
                if (time != long.MinValue)
                {
                    keys.SetTime(key, time);
                }
            }
        }

        return once;
    }
}
