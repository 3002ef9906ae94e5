using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using SegLang.Diagnostics;
using SegLang.Runtime;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>
/// Reads profiles, then events, then changes into columns. A row is taken whole or rejected with a reason; nothing is guessed.
/// </summary>
public sealed partial class DataLoader
{
    private readonly RuleSchema schema;
    private readonly Calendar calendar;
    private readonly LoadOptions options;
    private readonly Rejects rejects;
    private readonly ProfileKeys keys;
    private readonly ColumnBuilder?[] profile;
    private readonly EventTable[] events;
    private readonly ImmutableArray<Diagnostic>.Builder findings = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly ImmutableArray<FileCount>.Builder files = ImmutableArray.CreateBuilder<FileCount>();
    private readonly string? neededForNew;
    private long? latest;

    private DataLoader(RuleSchema schema, Calendar calendar, LoadOptions options)
    {
        this.schema = schema;
        this.calendar = calendar;
        this.options = options;
        rejects = new(options.RejectList);
        keys = new(schema.Key.Kind);
        profile = [.. schema.Profile.Select(f => f.IsComputed || f.IsKey ? null : ColumnBuilder.For(f))];
        events = [.. schema.Events.Select(e => new EventTable(e))];
        neededForNew = schema.Profile.FirstOrDefault(f => !f.IsComputed && !f.IsKey && !FieldValues.MayBeMissing(f))?.Name;
    }

    /// <summary>Reads everything. Problems of files are findings, problems of rows are rejects; nothing is thrown for either.</summary>
    public static LoadedData Load(RuleSchema schema, Calendar calendar, DataFiles data, LoadOptions options)
    {
        DataLoader loader = new(schema, calendar, options);
        loader.rejects.Begin();
        foreach (string file in data.Profiles)
        {
            loader.ReadFile(file, loader.ReadProfiles);
        }

        foreach ((string name, string file) in data.Events)
        {
            if (schema.Events.FirstOrDefault(e => e.Name == name) is { } type)
            {
                loader.ReadFile(file, (reader, label) => loader.ReadEvents(reader, label, type));
            }
            else
            {
                string? help = Suggestions.DidYouMean(name, schema.Events.Select(e => e.Name));
                loader.findings.Add(Rules.UnknownEventFile.At(new SourceText(Path.GetFileName(file), ""), default, name, help));
            }
        }

        return loader.Finish(data);
    }

    private LoadedData Finish(DataFiles data)
    {
        long now = options.Now ?? latest ?? 0;
        List<ProfileChange> changes = [];
        foreach (string file in data.Changes)
        {
            ReadFile(file, (reader, label) => ReadChanges(reader, label, now, changes));
        }

        if (findings.Any(f => f.Severity == Severity.Error))
        {
            return new(null, null, now, rejects, files.ToImmutable(), findings.ToImmutable());
        }

        Column?[] given = [.. schema.Profile.Select(f => f.IsKey ? keys.Column() : profile[f.Ordinal]?.Build())];
        Column?[] columns = [.. given];
        Apply(changes, columns);
        DataSet set = DataSet.Build(schema, keys.Count, columns, events, calendar, options.Threads);
        if (changes.Count > 0)
        {
            set = set.With(given, History(changes));
        }

        return new(set, keys, now, rejects, files.ToImmutable(), findings.ToImmutable());
    }

    private void ReadFile(string file, Action<RowReader, string> read)
    {
        string label = Path.GetFileName(file);
        Action<long, long>? onBytes = options.OnProgress is { } told ? (done, all) => told(label, done, all) : null;
        (RowReader? opened, Diagnostic? finding) = DataFile.Open(file, options.Delimiter, onBytes);
        using RowReader? reader = opened;
        if (reader is null || reader.Finding is not null)
        {
            findings.Add(finding ?? reader?.Finding ?? Rules.EmptyData.At(new SourceText(label, ""), default, label));
            return;
        }

        long before = rejects.Total;
        try
        {
            read(reader, label);
            if (reader.Finding is { } ended)
            {
                findings.Add(ended);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            findings.Add(Rules.CannotRead.At(new SourceText(label, ""), default, label, DataFile.Reason(e)));
        }

        files.Add(new(label, reader.Row, reader.Row - (rejects.Total - before)));
        CheckKeys(reader, label);
    }

    // JSON Lines have no header that could lack the key; where no row has it, that is what is wrong.
    private void CheckKeys(RowReader reader, string file)
    {
        RejectCount? first = rejects.Counts.FirstOrDefault(c => c.File == file);
        if (!reader.HasHeader && reader.Row > 0 && first is not null && first.Rows == reader.Row
            && first.Reason.StartsWith($"no {schema.ProfileName}: ", StringComparison.Ordinal))
        {
            string key = schema.Key.Column ?? schema.Key.Name;
            findings.Add(Rules.MissingKeyColumn.At(new SourceText(file, ""), default, file, $"`{key}`"));
        }
    }

    private void ReadProfiles(RowReader reader, string file)
    {
        TableBinding binding = new(reader, file, findings);
        string keyColumn = schema.Key.Column ?? schema.Key.Name;
        int key = binding.Key([keyColumn]);
        FieldSink?[] sinks = binding.Bind(schema.Profile, profile, calendar);
        if (HasErrors())
        {
            return;
        }

        string empty = $"no {schema.ProfileName}: `{keyColumn}` is empty";
        string doubled = $"doubled {schema.ProfileName}: `{keyColumn}` came before";
        while (Next(reader, file))
        {
            Cell cell = reader.Cell(key);
            if (cell.IsEmpty)
            {
                rejects.Add(file, reader.Row, empty, keyColumn, default);
            }
            else if (FindKey(cell, out long number, out int row) is var outcome and not Outcome.Ok)
            {
                rejects.Add(file, reader.Row, Rejects.Reason(schema.Key, keyColumn, outcome), keyColumn, cell.Bytes);
            }
            else if (row >= 0)
            {
                rejects.Add(file, reader.Row, doubled, keyColumn, cell.Bytes);
            }
            else if (AppendFields(sinks, reader, file))
            {
                AddKey(reader.Cell(key), number);
            }
            else
            {
                Array.ForEach(profile, p => Drop(p, keys.Count));
            }
        }
    }

    private void ReadEvents(RowReader reader, string file, EventSchema type)
    {
        EventTable table = events[type.Ordinal];
        TableBinding binding = new(reader, file, findings);
        ImmutableArray<string> keyNames = type.ProfileColumn is { } given ? [given]
            : reader.HasHeader && schema.Key.Column is { } from ? [from, schema.Key.Name]
            : [schema.Key.Column ?? schema.Key.Name];
        int key = binding.Key(keyNames);
        int time = binding.Time(type.TimeColumn ?? "time");
        int order = binding.Optional(type.OrderColumn);
        if (order < 0 && type.OrderColumn is null && !type.Fields.Any(f => f.Name == "order"))
        {
            order = reader.Find("order");
        }

        FieldSink?[] sinks = binding.Bind(type.Fields, table.Fields, calendar);
        if (!HasErrors())
        {
            ReadEvents(reader, file, table, sinks, new EventColumns(reader, key, time, order));
        }
    }

    private sealed class EventColumns(RowReader reader, int key, int time, int order)
    {
        public int Key { get; } = key;

        public int Time { get; } = time;

        public int Order { get; } = order;

        public string KeyName { get; } = reader.Columns[key];

        public string TimeName { get; } = reader.Columns[time];

        public string OrderName { get; } = order < 0 ? "order" : reader.Columns[order];
    }

    private void ReadEvents(RowReader reader, string file, EventTable table, FieldSink?[] sinks, EventColumns columns)
    {
        string empty = $"no {schema.ProfileName}: `{columns.KeyName}` is empty";
        string unknown = $"unknown {schema.ProfileName}: none has this `{columns.KeyName}`, and `{neededForNew}` is needed for a new one";
        string timeless = $"no time: `{columns.TimeName}` is empty";
        while (Next(reader, file))
        {
            Cell key = reader.Cell(columns.Key);
            if (key.IsEmpty)
            {
                rejects.Add(file, reader.Row, empty, columns.KeyName, default);
                continue;
            }

            Outcome outcome = FindKey(key, out long number, out int row);
            if (outcome != Outcome.Ok)
            {
                rejects.Add(file, reader.Row, Rejects.Reason(schema.Key, columns.KeyName, outcome), columns.KeyName, key.Bytes);
                continue;
            }

            if (row < 0 && neededForNew is not null)
            {
                rejects.Add(file, reader.Row, unknown, columns.KeyName, key.Bytes);
                continue;
            }

            if (!ReadTime(reader, file, columns.Time, columns.TimeName, timeless, out long time)
                || !ReadOrder(reader, file, columns, out long order))
            {
                continue;
            }

            if (!AppendFields(sinks, reader, file))
            {
                table.DropRow();
                continue;
            }

            table.EndRow(row >= 0 ? row : NewProfile(reader.Cell(columns.Key), number), time, order);
            latest = latest is { } known && known >= time ? known : time;
        }
    }

    private bool ReadTime(RowReader reader, string file, int column, string name, string timeless, out long time)
    {
        Cell cell = reader.Cell(column);
        time = 0;
        if (cell.IsEmpty)
        {
            rejects.Add(file, reader.Row, timeless, name, default);
            return false;
        }

        Outcome outcome = cell.Kind == CellKind.Text ? Scalars.DateTime(cell.Bytes, calendar, out time) : Outcome.Malformed;
        if (outcome != Outcome.Ok)
        {
            rejects.Add(file, reader.Row, Rejects.Reason(TimeField, name, outcome), name, cell.Bytes);
        }

        return outcome == Outcome.Ok;
    }

    private static readonly FieldSchema TimeField = new("time", -1, FieldKind.DateTime);
    private static readonly FieldSchema OrderField = new("order", -1, FieldKind.Int);

    private bool ReadOrder(RowReader reader, string file, EventColumns columns, out long order)
    {
        order = 0;
        if (columns.Order < 0 || reader.Cell(columns.Order) is not { IsEmpty: false } cell)
        {
            return true;
        }

        Outcome outcome = cell.Kind is CellKind.Text or CellKind.Number ? Scalars.Exact(cell.Bytes, 0, out order) : Outcome.Malformed;
        if (outcome != Outcome.Ok)
        {
            rejects.Add(file, reader.Row, Rejects.Reason(OrderField, columns.OrderName, outcome), columns.OrderName, cell.Bytes);
        }

        return outcome == Outcome.Ok;
    }

    // Appends every field of the row; false, with the reason counted, at the first that cannot be read.
    private bool AppendFields(FieldSink?[] sinks, RowReader reader, string file)
    {
        foreach (FieldSink? sink in sinks)
        {
            if (sink is null)
            {
                continue;
            }

            Cell cell = sink.Column < 0 ? default : reader.Cell(sink.Column);
            if (cell.IsEmpty)
            {
                if (!sink.MayBeMissing)
                {
                    string name = NameOf(reader, sink);
                    rejects.Add(file, reader.Row, $"`{name}` is empty, and `{sink.Field.Name}` needs a value", name, default);
                    return false;
                }

                sink.AppendMissing();
            }
            else if (sink.Append(cell) is var outcome and not Outcome.Ok)
            {
                string name = NameOf(reader, sink);
                rejects.Add(file, reader.Row, Rejects.Reason(sink.Field, name, outcome), name, cell.Bytes);
                return false;
            }
        }

        return true;
    }

    private static string NameOf(RowReader reader, FieldSink sink) =>
        sink.Column < 0 ? sink.Field.Column ?? sink.Field.Name : reader.Columns[sink.Column];

    private bool Next(RowReader reader, string file)
    {
        while (reader.Read())
        {
            if ((reader.Row & 0xFFFF) == 0)
            {
                options.Cancellation.ThrowIfCancellationRequested();
            }

            if (reader.Row > int.MaxValue)
            {
                findings.Add(Rules.TooManyRows.At(new SourceText(file, ""), default, file, "split the data by profile"));
                return false;
            }

            if (reader.RowProblem is not { } problem)
            {
                return true;
            }

            rejects.Add(file, reader.Row, problem, "", default);
        }

        return false;
    }

    // The row of a profile, −1 where the key is new; `number` is the key where keys are ints.
    private Outcome FindKey(Cell cell, out long number, out int row)
    {
        number = 0;
        row = -1;
        if (cell.Kind is not (CellKind.Text or CellKind.Number))
        {
            return Outcome.Malformed;
        }

        if (!keys.IsText)
        {
            Outcome outcome = Scalars.Exact(cell.Bytes, 0, out number);
            row = outcome == Outcome.Ok ? keys.Find(number) : -1;
            return outcome;
        }

        if (!Ascii.IsValid(cell.Bytes) && !Utf8.IsValid(cell.Bytes))
        {
            return Outcome.NotUtf8;
        }

        row = keys.Find(cell.Bytes);
        return Outcome.Ok;
    }

    private int AddKey(Cell cell, long number) => keys.IsText ? keys.Add(cell.Bytes) : keys.Add(number);

    private int NewProfile(Cell key, long number)
    {
        foreach (FieldSchema field in schema.Profile)
        {
            if (profile[field.Ordinal] is { } builder)
            {
                FieldValues.Append(builder, field.Default);
            }
        }

        return AddKey(key, number);
    }

    private static void Drop(ColumnBuilder? builder, int count)
    {
        builder?.Truncate(count);
        (builder as NestedBuilder)?.DropElements();
    }

    private bool HasErrors() => findings.Any(f => f.Severity == Severity.Error);
}
