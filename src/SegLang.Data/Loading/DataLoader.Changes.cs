using SegLang.Diagnostics;
using SegLang.Runtime;
using SegLang.Text;

namespace SegLang.Data;

public sealed partial class DataLoader
{
    /// <summary>One change of a profile's fields: those that a row gives; null makes unknown.</summary>
    private sealed record ProfileChange(int Profile, long Time, int Arrival, IReadOnlyList<(FieldSchema Field, object? Value)> Values);

    // Key, time and changed fields: an empty cell changes nothing, `null` makes unknown. Later changes than now are left out.
    private void ReadChanges(RowReader reader, string file, long now, List<ProfileChange> changes)
    {
        TableBinding binding = new(reader, file, findings);
        string keyColumn = schema.Key.Column ?? schema.Key.Name;
        int key = binding.Key([keyColumn]);
        int time = binding.Time("time");
        List<(FieldSchema Field, int Column)> fields = [];
        foreach (FieldSchema field in schema.Profile.Where(f => !f.IsKey && !f.IsComputed))
        {
            int column = reader.Find(field.Column ?? field.Name);
            if (column >= 0)
            {
                fields.Add((field, column));
            }
        }

        CheckChangeColumns(reader, file, [key, time, .. fields.Select(f => f.Column)]);
        if (HasErrors())
        {
            return;
        }

        while (Next(reader, file))
        {
            if (ReadChange(reader, file, (key, keyColumn), time, fields, changes.Count) is { } change && change.Time <= now)
            {
                changes.Add(change);
            }
        }
    }

    private void CheckChangeColumns(RowReader reader, string file, List<int> used)
    {
        for (int i = 0; reader.HasHeader && i < reader.Columns.Length; i++)
        {
            if (!used.Contains(i))
            {
                string name = reader.Columns[i];
                string? help = Suggestions.DidYouMean(name, schema.Profile.Where(f => !f.IsComputed).Select(f => f.Column ?? f.Name));
                SourceText header = new(file, string.Join(',', reader.Columns));
                int start = reader.Columns.Take(i).Sum(c => c.Length + 1);
                findings.Add(Rules.UnknownChangeColumn.At(header, new TextSpan(start, name.Length), name, help));
            }
        }
    }

    private ProfileChange? ReadChange(
        RowReader reader, string file, (int Column, string Name) key, int time, List<(FieldSchema Field, int Column)> fields, int arrival)
    {
        Cell cell = reader.Cell(key.Column);
        Outcome outcome = FindKey(cell, out _, out int profileRow);
        if (outcome != Outcome.Ok || profileRow < 0)
        {
            string reason = cell.IsEmpty ? $"no {schema.ProfileName}: `{key.Name}` is empty"
                : outcome != Outcome.Ok ? Rejects.Reason(schema.Key, key.Name, outcome)
                : $"unknown {schema.ProfileName}: none has this `{key.Name}`";
            rejects.Add(file, reader.Row, reason, key.Name, cell.Bytes);
            return null;
        }

        if (!ReadTime(reader, file, time, "time", "no time: `time` is empty", out long instant))
        {
            return null;
        }

        List<(FieldSchema, object?)> values = [];
        foreach ((FieldSchema field, int column) in fields)
        {
            if (!ReadChangedValue(reader, file, field, column, values))
            {
                return null;
            }
        }

        return new(profileRow, instant, arrival, values);
    }

    private bool ReadChangedValue(RowReader reader, string file, FieldSchema field, int column, List<(FieldSchema, object?)> values)
    {
        Cell cell = reader.Cell(column);
        if (cell.Kind == CellKind.Empty)
        {
            return true;
        }

        string name = field.Column ?? field.Name;
        bool isNull = cell.Kind == CellKind.Null || cell.Bytes.SequenceEqual("null"u8);
        if (isNull && !field.IsOptional && field.Kind is not (FieldKind.Set or FieldKind.List))
        {
            rejects.Add(file, reader.Row, $"`{name}` is null, and `{field.Name}` is never unknown", name, default);
            return false;
        }

        Outcome outcome = Outcome.Ok;
        object? value = isNull ? null : FieldValues.Read(field, cell, calendar, out outcome);
        if (outcome != Outcome.Ok)
        {
            rejects.Add(file, reader.Row, Rejects.Reason(field, name, outcome), name, cell.Bytes);
            return false;
        }

        values.Add((field, value));
        return true;
    }

    // Columns do not change in place: a changed one is built anew from the old values and the last change of each profile.
    private void Apply(List<ProfileChange> changes, Column?[] columns)
    {
        changes.Sort((a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Arrival.CompareTo(b.Arrival));
        foreach (FieldSchema field in schema.Profile.Where(f => !f.IsKey && !f.IsComputed))
        {
            Dictionary<int, object?> last = [];
            foreach (ProfileChange change in changes)
            {
                foreach ((FieldSchema changed, object? value) in change.Values)
                {
                    if (changed.Ordinal == field.Ordinal)
                    {
                        last[change.Profile] = value;
                    }
                }
            }

            if (last.Count > 0 && columns[field.Ordinal] is { } old)
            {
                ColumnBuilder builder = ColumnBuilder.For(field);
                for (int row = 0; row < old.Count; row++)
                {
                    FieldValues.Append(builder, last.TryGetValue(row, out object? value) ? value : FieldValues.ValueAt(field, old, row));
                }

                columns[field.Ordinal] = builder.Build();
            }
        }
    }

    // The changes as journeys see them; at one instant they come before events, so their places are below 0.
    private FieldChange[] History(List<ProfileChange> changes)
    {
        RecordLayout layout = new(schema.Profile);
        return
        [
            .. changes.Select((change, i) => new FieldChange(
                change.Profile,
                change.Time,
                i - changes.Count,
                [.. change.Values.Select(v => (v.Field.Ordinal, Held(layout, v.Field, v.Value)))])),
        ];
    }

    // A list is read as rows of values and held as rows of facts.
    private static object? Held(RecordLayout layout, FieldSchema field, object? value) =>
        value is object?[][] records ? Array.ConvertAll(records, r => Record(layout.Part(field.Ordinal), r)) : value;

    private static FactRow Record(RecordLayout layout, object?[] values)
    {
        FactRow row = new(layout);
        foreach (FieldSchema part in layout.Fields.Where(f => !f.IsComputed))
        {
            row[part.Ordinal] = Held(layout, part, values[part.Ordinal]);
        }

        return row;
    }
}
