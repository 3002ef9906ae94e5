namespace SegLang.Runtime;

internal static partial class StateEncoding
{
    /// <summary>Writes what it takes to set a profile back.</summary>
    public static void Write(EncodingWriter writer, ProfileHistory history)
    {
        Write(writer, history.Oldest);
        writer.Bool(!ReferenceEquals(history.Newest, history.Oldest));
        if (!ReferenceEquals(history.Newest, history.Oldest))
        {
            Write(writer, history.Newest);
        }

        writer.Number(history.Watched);
        writer.Size(history.Changes.Count);
        foreach (RecordedChange change in history.Changes)
        {
            writer.Number(change.Time);
            writer.Number(change.Arrival);
            WriteChanges(writer, change.Values, history.Oldest.Fields.Layout);
        }

        writer.Size(history.Lines.Count);
        history.Lines.ForEach(l => Write(writer, l));
        writer.Size(history.Repetitions.Count);
        foreach (Repetition repetition in history.Repetitions)
        {
            writer.Number(repetition.Type);
            writer.Number(repetition.Time);
            writer.Number(repetition.Order);
            writer.Number(repetition.Arrival);
            Write(writer, repetition.Facts);
        }
    }

    /// <summary>Reads what it takes to set a profile back.</summary>
    public static ProfileHistory ReadHistory(ref EncodingReader reader, StreamLayout layout)
    {
        ProfileHistory history = new(ReadSnapshot(ref reader, layout));
        if (reader.Bool())
        {
            _ = history.Add(ReadSnapshot(ref reader, layout));
        }

        history.Watched = reader.Number();
        for (int left = reader.Size(); left > 0; left--)
        {
            history.Changes.Add(new(reader.Number(), reader.Number(), ReadChanges(ref reader, layout.Profile)));
        }

        for (int left = reader.Size(); left > 0; left--)
        {
            history.Lines.Add(ReadLine(ref reader, layout));
        }

        for (int left = reader.Size(); left > 0; left--)
        {
            int type = ReadType(ref reader, layout);
            history.Repetitions.Add(new(type, reader.Number(), reader.Number(), reader.Number(), ReadRow(ref reader, layout.Events[type])));
        }

        return history;
    }

    /// <summary>Writes an input that waits for the host's clock.</summary>
    public static void Write(EncodingWriter writer, HeldInput held, StreamLayout layout)
    {
        StreamInput input = held.Input;
        writer.Number(held.Arrival);
        writer.Number(input.Type);
        writer.Number(input.Time);
        writer.Number(input.Now);
        writer.Number(input.Order);
        writer.Bool(input.Facts is not null);
        if (input.Facts is { } facts)
        {
            Write(writer, facts);
        }

        WriteChanges(writer, input.Changes ?? [], layout.Profile);
    }

    /// <summary>Reads an input that waits for the host's clock.</summary>
    public static HeldInput ReadHeld(ref EncodingReader reader, ProfileKey key, StreamLayout layout)
    {
        long arrival = reader.Number();
        int type = reader.Ordinal(layout.Events.Length);
        StreamInput input = new(key, type, reader.Number(), reader.Number()) { Order = reader.Number() };
        FactRow? facts = !reader.Bool() ? null : type >= 0 ? ReadRow(ref reader, layout.Events[type]) : throw EncodingReader.Broken();
        IReadOnlyList<(int, object?)> changes = ReadChanges(ref reader, layout.Profile);
        return new(input with { Facts = facts, Changes = type < 0 ? changes : null }, arrival);
    }

    /// <summary>Writes a line of the feed.</summary>
    public static void Write(EncodingWriter writer, FeedLine line)
    {
        writer.Number(line.Time);
        writer.Byte((byte)line.Kind);
        writer.Number(line.Subject);
        writer.Number(line.From);
        writer.Number(line.To);
        writer.Number(line.Seen - line.Time);
        writer.Bool(line.Cause is not null);
        if (line.Cause is { } cause)
        {
            writer.Text(cause);
        }

        writer.Size(line.Calls.Count);
        foreach (ActionCall call in line.Calls)
        {
            Write(writer, call);
        }

        writer.Bool(line.Retracted is not null);
        if (line.Retracted is { } retracted)
        {
            Write(writer, retracted);
        }
    }

    /// <summary>Reads a line of the feed.</summary>
    public static FeedLine ReadLine(ref EncodingReader reader, StreamLayout layout)
    {
        long time = reader.Number();
        var kind = (FeedKind)reader.Byte();
        (int subject, int from, int to, long later) = ((int)reader.Number(), (int)reader.Number(), (int)reader.Number(), reader.Number());
        string? cause = reader.Bool() ? reader.Text() : null;
        var calls = new ActionCall[reader.Size()];
        for (int i = 0; i < calls.Length; i++)
        {
            calls[i] = ReadCall(ref reader, layout);
        }

        return new(time, kind, subject, from, to)
        {
            Seen = time + later,
            Cause = cause,
            Calls = calls,
            Retracted = reader.Bool() ? ReadLine(ref reader, layout) : null,
        };
    }

    private static void Write(EncodingWriter writer, Snapshot snapshot)
    {
        Write(writer, snapshot.Memory);
        Write(writer, snapshot.Fields);
    }

    private static Snapshot ReadSnapshot(ref EncodingReader reader, StreamLayout layout) =>
        new(ReadMemory(ref reader, layout), ReadRow(ref reader, layout.Profile));

    // Through a row, so that lists and sets have one encoding.
    private static void WriteChanges(EncodingWriter writer, IReadOnlyList<(int Field, object? Value)> changes, RecordLayout layout)
    {
        writer.Size(changes.Count);
        FactRow row = new(layout);
        foreach ((int field, object? value) in changes)
        {
            writer.Number(field);
            row[field] = value;
        }

        if (changes.Count > 0)
        {
            Write(writer, row);
        }
    }

    private static IReadOnlyList<(int Field, object? Value)> ReadChanges(ref EncodingReader reader, RecordLayout layout)
    {
        int[] fields = new int[reader.Size()];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = reader.Ordinal(layout.Fields.Length);
        }

        if (fields.Length == 0)
        {
            return [];
        }

        FactRow row = ReadRow(ref reader, layout);
        return [.. fields.Select(f => (f, row[f]))];
    }

    private static int ReadType(ref EncodingReader reader, StreamLayout layout)
    {
        int type = reader.Ordinal(layout.Events.Length);
        return type >= 0 ? type : throw EncodingReader.Broken();
    }
}
