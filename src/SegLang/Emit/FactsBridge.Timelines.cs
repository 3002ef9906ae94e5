using System.Collections.Immutable;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Emit;

public static partial class FactsBridge
{
    /// <summary>The data of profiles over time, each as it is at an instant of its own, with the history of its fields.</summary>
    public static DataSet ToData(RuleProgram program, IReadOnlyList<ProfileTimeline> timelines, Func<int, long> now)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(timelines);
        ArgumentNullException.ThrowIfNull(now);
        RuleSchema schema = program.Schema;
        ColumnBuilder?[] given = [.. schema.Profile.Select(f => f.IsComputed ? null : ColumnBuilder.For(f))];
        ColumnBuilder?[] columns = [.. schema.Profile.Select(f => f.IsComputed ? null : ColumnBuilder.For(f))];
        EventTable[] tables = [.. schema.Events.Select(e => new EventTable(e))];
        List<FieldChange> changes = [];
        for (int row = 0; row < timelines.Count; row++)
        {
            AppendRow(given, schema.Profile, timelines[row].Given);
            AppendRow(columns, schema.Profile, timelines[row].At(now(row)).Fields);
            foreach ((int arrival, ProfileInput input) in timelines[row].Inputs.Index())
            {
                if (input is EventInput { Facts: var happened })
                {
                    EventTable table = tables[happened.Event.Ordinal];
                    AppendRow([.. table.Fields], table.Schema.Fields, happened.Fields);
                    table.EndRow(row, happened.Time, happened.Order, arrival);
                }
                else if (input is ChangeInput change)
                {
                    changes.Add(new FieldChange(row, change.Time, arrival, [.. change.Values.Select(v => ToRuntime(schema, v))]));
                }
            }
        }

        Column?[] built = [.. columns.Select(c => c?.Build())];
        return DataSet.Build(schema, timelines.Count, built, tables, program.Calendar, threads: 1)
            .With([.. given.Select(c => c?.Build())], changes);
    }

    /// <summary>A changed field in the forms of <see cref="FactRow"/>.</summary>
    internal static (int Field, object? Value) ToRuntime(RuleSchema schema, (FieldSymbol Field, object? Value) change) =>
        (change.Field.Ordinal, ToRuntime(schema.Profile[change.Field.Ordinal], change.Value));

    /// <summary>A value of the compiler in the form of <see cref="FactRow"/>.</summary>
    public static object? ToRuntime(FieldSchema field, object? value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return value switch
        {
            SetValue set => set.Items.ToArray(),
            ImmutableArray<RecordValue> records => records.Select(r => ToRow(new RecordLayout(field.Fields), r.Fields)).ToArray(),
            _ => value,
        };
    }

    /// <summary>Values by ordinal, in the forms of Symbols/Values.cs, as a row.</summary>
    public static FactRow ToRow(RecordLayout layout, ImmutableArray<object?> values)
    {
        ArgumentNullException.ThrowIfNull(layout);
        FactRow row = new(layout);
        for (int i = 0; i < values.Length; i++)
        {
            row[i] = ToRuntime(layout.Fields[i], values[i]);
        }

        return row;
    }

    /// <summary>A value of a <see cref="FactRow"/> or of an argument in the form of Symbols/Values.cs.</summary>
    public static object? FromRuntime(object? value) => value is object[] set ? new SetValue([.. set]) : value;
}
