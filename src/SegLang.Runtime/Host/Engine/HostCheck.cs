using System.Text;

namespace SegLang.Runtime;

/// <summary>
/// What a host must keep to, checked profile by profile: texts in NFC, sets without repeated values, events in order of time and `order`. Also finds the place
/// of a value that cannot be read. For one thread.
/// </summary>
internal sealed class HostCheck
{
    private readonly RuleSchema schema;
    private readonly HostNames names;
    private readonly FieldSchema[] profile;
    private readonly FieldSchema[][] events;
    private readonly HashSet<UInt128> values = [];

    public HostCheck(RuleSchema schema, HostNames names)
    {
        this.schema = schema;
        this.names = names;
        profile = [.. schema.Profile.Where(IsChecked)];
        events = [.. schema.Events.Select(e => e.Fields.Where(IsChecked).ToArray())];
    }

    /// <summary>Checks a profile; what does not hold is a <see cref="RuleDataException"/>.</summary>
    public void Check<TReader>(in TReader reader)
        where TReader : struct, IFactReader
    {
        foreach (FieldSchema field in profile)
        {
            Check(reader, -1, 0, field);
        }

        for (int type = 0; type < events.Length; type++)
        {
            CheckOrder(reader, type);
            if (events[type].Length > 0)
            {
                CheckEvents(reader, type);
            }
        }
    }

    /// <summary>The place of the first value that cannot be read; null if all can.</summary>
    public string? Blame<TReader>(in TReader reader)
        where TReader : struct, IFactReader
    {
        foreach (FieldSchema field in schema.Profile)
        {
            if (!CanRead(reader, -1, 0, field))
            {
                return names.Of(schema, -1, 0, field);
            }
        }

        foreach (EventSchema type in schema.Events)
        {
            int count = reader.EventCount(type.Ordinal);
            for (int index = 0; index < count; index++)
            {
                if (Array.Find([.. type.Fields], f => !f.IsComputed) is not null && Unreadable(reader, type, index) is { } field)
                {
                    return names.Of(schema, type.Ordinal, index, field);
                }
            }
        }

        return null;
    }

    /// <summary>The place of the first event that is null; null if none is.</summary>
    public string? NullEvent<TReader>(in TReader reader)
        where TReader : struct, IFactReader
    {
        for (int type = 0; type < events.Length; type++)
        {
            for (int index = 0; index < reader.EventCount(type); index++)
            {
                if (IsNull(reader, type, index))
                {
                    return names.Of(schema, type, index, null);
                }
            }
        }

        return null;
    }

    private static bool IsNull<TReader>(in TReader reader, int type, int index)
        where TReader : struct, IFactReader
    {
        try
        {
            _ = reader.EventTime(type, index);
            return false;
        }
        catch (NullReferenceException)
        {
            return true;
        }
    }

    private void CheckOrder<TReader>(in TReader reader, int type)
        where TReader : struct, IFactReader
    {
        int count = reader.EventCount(type);
        long last = long.MinValue;
        for (int index = 0; index < count; index++)
        {
            long time = reader.EventTime(type, index);
            if (time <= last && (time < last || reader.EventOrder(type, index) < reader.EventOrder(type, index - 1)))
            {
                throw new RuleDataException(names.Of(schema, type, index, null), "it comes before the event that it stands after: events must be in order of time", null);
            }

            last = time;
        }
    }

    private void CheckEvents<TReader>(in TReader reader, int type)
        where TReader : struct, IFactReader
    {
        int count = reader.EventCount(type);
        for (int index = 0; index < count; index++)
        {
            foreach (FieldSchema field in events[type])
            {
                Check(reader, type, index, field);
            }
        }
    }

    private static FieldSchema? Unreadable<TReader>(in TReader reader, EventSchema type, int index)
        where TReader : struct, IFactReader
    {
        foreach (FieldSchema field in type.Fields)
        {
            if (!CanRead(reader, type.Ordinal, index, field))
            {
                return field;
            }
        }

        return null;
    }

    private static bool CanRead<TReader>(in TReader reader, int type, int index, FieldSchema field)
        where TReader : struct, IFactReader
    {
        try
        {
            KeyHash hash = default;
            return field.IsComputed || FactWalk.TryHash(reader, type, index, field, ref hash) || true;
        }
        catch (RuleDataException)
        {
            return false;
        }
    }

    private static bool IsChecked(FieldSchema field) => !field.IsComputed && field.Storage is Storage.Text or Storage.Set or Storage.List;

    private void Check<TReader>(in TReader reader, int type, int index, FieldSchema field)
        where TReader : struct, IFactReader
    {
        if (field.Storage == Storage.Text)
        {
            bool isKnown = type < 0 ? reader.Text(field.Ordinal, out string text) : reader.EventText(type, index, field.Ordinal, out text);
            Check(!isKnown || IsNormal(text), type, index, field);
            return;
        }

        int size = FactWalk.Size(reader, type, index, field);
        CheckTexts(reader, type, index, field, size);
        if (field.Element is { } element && size > 1)
        {
            values.Clear();
            for (int item = 0; item < size; item++)
            {
                if (!values.Add(FactWalk.HashOfItem(reader, type, index, field, item, -1, element)))
                {
                    throw new RuleDataException(names.Of(schema, type, index, field), "a set holds a value twice", null);
                }
            }
        }
    }

    private void CheckTexts<TReader>(in TReader reader, int type, int index, FieldSchema field, int size)
        where TReader : struct, IFactReader
    {
        for (int item = 0; item < size; item++)
        {
            if (field.Element is { Storage: Storage.Text })
            {
                CheckItem(reader, type, index, field, item, -1);
            }

            foreach (FieldSchema part in field.Fields)
            {
                if (part is { IsComputed: false, Storage: Storage.Text })
                {
                    CheckItem(reader, type, index, field, item, part.Ordinal);
                }
            }
        }
    }

    private void CheckItem<TReader>(in TReader reader, int type, int index, FieldSchema field, int item, int part)
        where TReader : struct, IFactReader
    {
        bool isKnown = type < 0
            ? reader.ItemText(field.Ordinal, item, part, out string text)
            : reader.EventItemText(type, index, field.Ordinal, item, part, out text);
        Check(!isKnown || IsNormal(text), type, index, field);
    }

    private void Check(bool isNormal, int type, int index, FieldSchema field)
    {
        if (!isNormal)
        {
            throw new RuleDataException(names.Of(schema, type, index, field), "a text is not in NFC: call `Normalize()`", null);
        }
    }

    private static bool IsNormal(string text)
    {
        if (Ascii.IsValid(text))
        {
            return true;
        }

        try
        {
            return text.IsNormalized(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return false; // Half of a surrogate pair.
        }
    }
}

/// <summary>How the host calls what stands for fields, by ordinal; empty where that is not known.</summary>
/// <param name="Profile">The members of the profile.</param>
/// <param name="Events">The members of the events.</param>
internal sealed record HostNames(string?[] Profile, string?[][] Events)
{
    /// <summary>Nothing is known.</summary>
    public static HostNames None { get; } = new([], []);

    /// <summary>What stands in the profile's place, where that is an event by itself: "event `Purchase`".</summary>
    public string? Owner { get; init; }

    /// <summary>A place for people: a field of the profile (type −1) or of an event.</summary>
    public string Of(RuleSchema schema, int type, int index, FieldSchema? field)
    {
        string owner = type < 0 ? Owner ?? $"profile `{schema.ProfileName}`" : $"event `{schema.Events[type].Name}` number {index + 1}";
        if (field is null)
        {
            return owner;
        }

        string? member = (type < 0 ? Profile : type < Events.Length ? Events[type] : []).ElementAtOrDefault(field.Ordinal);
        return $"field `{field.Name}` of {owner}{(member is null ? "" : $" (`{member}`)")}";
    }
}
