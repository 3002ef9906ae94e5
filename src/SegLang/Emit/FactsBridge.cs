using System.Collections.Immutable;
using System.Diagnostics;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Emit;

/// <summary>Turns facts about profiles into columns, as tests and comparisons of engines need them. Row p is profile p of the list.</summary>
public static partial class FactsBridge
{
    /// <summary>The data of profiles for a program.</summary>
    public static DataSet ToData(RuleProgram program, IReadOnlyList<ProfileFacts> profiles)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(profiles);
        RuleSchema schema = program.Schema;
        ColumnBuilder?[] columns = [.. schema.Profile.Select(f => f.IsComputed ? null : ColumnBuilder.For(f))];
        EventTable[] tables = [.. schema.Events.Select(e => new EventTable(e))];
        for (int row = 0; row < profiles.Count; row++)
        {
            AppendRow(columns, schema.Profile, profiles[row].Fields);
            foreach ((int arrival, EventFacts happened) in profiles[row].Events.Index())
            {
                EventTable table = tables[happened.Event.Ordinal];
                AppendRow([.. table.Fields], table.Schema.Fields, happened.Fields);
                table.EndRow(row, happened.Time, happened.Order, arrival);
            }
        }

        Column?[] built = [.. columns.Select(c => c?.Build())];
        return DataSet.Build(schema, profiles.Count, built, tables, program.Calendar, threads: 1);
    }

    private static void AppendRow(ColumnBuilder?[] columns, ImmutableArray<FieldSchema> fields, ImmutableArray<object?> values)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] is { } column)
            {
                Append(column, fields[i], values[i]);
            }
        }
    }

    private static void Append(ColumnBuilder column, FieldSchema field, object? value)
    {
        switch (column, value)
        {
            case (_, null): column.AppendUnknown(); break;
            case (FixedBuilder<byte> builder, bool flag): builder.Append((byte)(flag ? 1 : 0)); break;
            case (FixedBuilder<int> builder, int number): builder.Append(number); break;
            case (FixedBuilder<long> builder, long number): builder.Append(number); break;
            case (FixedBuilder<double> builder, double number): builder.Append(number); break;
            case (TextBuilder builder, string text): builder.Append(text); break;
            case (NestedBuilder builder, SetValue set): AppendSet(builder, field, set); break;
            case (NestedBuilder builder, ImmutableArray<RecordValue> records): AppendList(builder, field, records); break;
            default: throw new UnreachableException($"{value.GetType().Name} for {field.Kind}");
        }
    }

    private static void AppendSet(NestedBuilder builder, FieldSchema field, SetValue set)
    {
        ColumnBuilder items = builder.Items[0] ?? throw new UnreachableException("a set without elements");
        foreach (object item in set.Items)
        {
            Append(items, field.Element ?? throw new UnreachableException("a set without a type"), item);
        }

        builder.EndRow();
    }

    private static void AppendList(NestedBuilder builder, FieldSchema field, ImmutableArray<RecordValue> records)
    {
        foreach (RecordValue record in records)
        {
            AppendRow(builder.Items, field.Fields, record.Fields);
        }

        builder.EndRow();
    }
}

/// <summary>Reads results back in the forms of Symbols/Values.cs.</summary>
public static class OutputBridge
{
    /// <summary>The value of an output; null is unknown.</summary>
    public static object? Value(RuleProgram program, RowOutput row, int output)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(row);
        OutputSchema schema = program.Outputs[output];
        if (!row.Known[output])
        {
            return null;
        }

        return schema.Value.Storage switch
        {
            Storage.Bool => row.Bits[output] != 0,
            Storage.Int32 => (int)row.Bits[output],
            Storage.Int64 => row.Bits[output],
            Storage.Double => row.Number(output),
            Storage.Text => row.Texts[output],
            Storage.Set => new SetValue([.. row.Sets[output] ?? []]),
            _ => throw new UnreachableException(schema.Value.Kind.ToString()),
        };
    }
}
