using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Runtime;

namespace SegLang;

/// <summary>Reads a host's inputs as an engine takes them; what does not fit is a <see cref="StreamInputException"/>.</summary>
internal sealed class FactReader(StreamEngine engine)
{
    private readonly RuleProgram program = engine.Program;

    public StreamInput Read(StreamEvent input, long now)
    {
        ProfileKey key = Key(input.Key);
        EventSchema type = program.Schema.Events.FirstOrDefault(e => e.Name == input.Type)
            ?? throw Refused("type", $"there is no event `{input.Type}`", Near(input.Type, program.Schema.Events.Select(e => e.Name)));
        FactRow? facts = type.Fields.IsEmpty ? null : new FactRow(engine.EventLayout(type.Ordinal));
        Dictionary<FieldSchema, object?> values = Values(type.Name, type.Fields, input.Fields);
        foreach (FieldSchema field in type.Fields.Where(f => !f.IsComputed))
        {
            object? value = values.GetValueOrDefault(field) ?? field.Default;
            CheckMissing(type.Name, field, value);
            facts?[field.Ordinal] = Held(engine.EventLayout(type.Ordinal), field, value);
        }

        return StreamInput.Event(key, type.Ordinal, facts, Instants.ToEngine(input.Time), now, input.Order);
    }

    public StreamInput Read(StreamChange input, long now)
    {
        ImmutableArray<FieldSchema> fields = [.. program.Schema.Profile.Where(f => !f.IsKey)];
        Dictionary<FieldSchema, object?> values = Values(program.Schema.ProfileName, fields, input.Fields);
        List<(int, object?)> changes = [];
        foreach ((FieldSchema field, object? value) in values)
        {
            CheckMissing(program.Schema.ProfileName, field, value);
            changes.Add((field.Ordinal, Held(engine.ProfileLayout, field, value)));
        }

        return StreamInput.Change(Key(input.Key), changes, Instants.ToEngine(input.Time), now);
    }

    public ProfileKey Key(string key)
    {
        if (string.IsNullOrEmpty(key))
        {
            throw Refused("key", "there is no key", $"give the `{program.Schema.Key.Name}` of the {program.Schema.ProfileName}");
        }

        if (program.Schema.Key.Kind == FieldKind.Text)
        {
            return new ProfileKey(key);
        }

        return long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? new ProfileKey(number)
            : throw Refused("key", $"`{program.Schema.Key.Name}` is an int, and the key is none", "give its decimal digits");
    }

    private Dictionary<FieldSchema, object?> Values(string owner, ImmutableArray<FieldSchema> fields, IReadOnlyDictionary<string, object?> given)
    {
        Dictionary<FieldSchema, object?> values = [];
        foreach ((string name, object? value) in given)
        {
            FieldSchema field = fields.FirstOrDefault(f => f.Name == name || f.Column == name)
                ?? throw Refused(name, $"`{owner}` has no field `{name}`", Near(name, fields.Where(f => !f.IsComputed).Select(f => f.Name)));
            if (field.IsComputed)
            {
                throw Refused(name, $"`{name}` is computed by the rules", "leave it out");
            }

            values[field] = Read(field, name, value);
        }

        return values;
    }

    private object? Read(FieldSchema field, string name, object? value)
    {
        (string text, CellKind kind) = Cell(field, name, value);
        if (kind == CellKind.Null)
        {
            return null;
        }

        object? read = FieldValues.Read(field, new Cell(Encoding.UTF8.GetBytes(text), kind), program.Calendar, out Outcome outcome);
        return outcome == Outcome.Ok ? read : throw Refused(name, Rejects.Reason(field, name, outcome), Example(field));
    }

    private static (string Text, CellKind Kind) Cell(FieldSchema field, string name, object? value) => value switch
    {
        null => ("", CellKind.Null),
        JsonElement element => Cell(element),
        string text => (text, CellKind.Text),
        bool flag => (flag ? "true" : "false", CellKind.Bool),
        DateTimeOffset instant => (ValueFormat.Instant(Instants.ToEngine(instant)), CellKind.Text),
        DateOnly date => (date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), CellKind.Text),
        TimeSpan span => (ValueFormat.Duration(span.Ticks / TimeSpan.TicksPerMicrosecond), CellKind.Text),
        Enum member => (member.ToString(), CellKind.Text),
        double number => (number.ToString("R", CultureInfo.InvariantCulture), CellKind.Number),
        float number => (number.ToString("R", CultureInfo.InvariantCulture), CellKind.Number),
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal => (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", CellKind.Number),
        IEnumerable items when field.Element is { } element => (Array(element, name, items), CellKind.Json),
        _ => throw Refused(name, $"a {value.GetType().Name} is no value for `{name}`", "give text, a number, a bool, a date, an instant or a JsonElement"),
    };

    private static (string Text, CellKind Kind) Cell(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => (element.GetString() ?? "", CellKind.Text),
        JsonValueKind.Number => (element.GetRawText(), CellKind.Number),
        JsonValueKind.True => ("true", CellKind.Bool),
        JsonValueKind.False => ("false", CellKind.Bool),
        JsonValueKind.Array or JsonValueKind.Object => (element.GetRawText(), CellKind.Json),
        _ => ("", CellKind.Null),
    };

    private static string Array(FieldSchema element, string name, IEnumerable items)
    {
        StringBuilder json = new("[");
        foreach (object? item in items)
        {
            (string text, CellKind kind) = Cell(element, name, item);
            json.Append(json.Length > 1 ? "," : "").Append(kind == CellKind.Text ? JsonEncodedText.Encode(text) is var t ? $"\"{t}\"" : "" : text);
        }

        return json.Append(']').ToString();
    }

    // Lists of records are rows of their own.
    private static object? Held(RecordLayout layout, FieldSchema field, object? value)
    {
        if (value is not object?[][] records)
        {
            return value;
        }

        RecordLayout part = layout.Part(field.Ordinal);
        return System.Array.ConvertAll(records, r =>
        {
            FactRow row = new(part);
            foreach (FieldSchema inner in field.Fields.Where(f => !f.IsComputed))
            {
                row[inner.Ordinal] = Held(part, inner, r[inner.Ordinal]);
            }

            return row;
        });
    }

    private static void CheckMissing(string owner, FieldSchema field, object? value)
    {
        if (value is null && !FieldValues.MayBeMissing(field))
        {
            throw Refused(field.Name, $"`{field.Name}` of `{owner}` is missing, and it is never unknown", $"give it {Rejects.TypeName(field)}");
        }
    }

    private static string Near(string name, IEnumerable<string> names)
    {
        string[] known = [.. names];
        return Suggestions.DidYouMean(name, known) ?? (known.Length == 0 ? "leave it out" : $"there is {string.Join(", ", known.Select(n => $"`{n}`"))}");
    }

    private static string Example(FieldSchema field) => field.Kind switch
    {
        FieldKind.Enum => $"give one of {string.Join(", ", field.Members.Select(m => $"`{m}`"))}",
        FieldKind.Date => "give a date such as `2026-03-09`",
        FieldKind.DateTime => "give an instant such as `2026-03-09T15:00:00Z`",
        FieldKind.Duration => "give a duration such as `PT90M`",
        FieldKind.Bool => "give `true` or `false`",
        FieldKind.Money or FieldKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"give a number with at most {field.Scale} decimals"),
        _ => $"give {Rejects.TypeName(field)}",
    };

    private static StreamInputException Refused(string place, string cause, string mend) => new(place, $"{cause}; {mend}");
}
