using System.Collections.Immutable;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>Facts as columns, as a data file would give them.</summary>
internal static class DataSets
{
    /// <summary>
    /// The events in the order in which files arrive: by event type, then row. Profiles that are to be compared with columns must
    /// have it, as arrival decides between events of one instant.
    /// </summary>
    public static ProfileFacts AsInFiles(ProfileFacts profile) =>
        profile with { Events = [.. profile.Events.OrderBy(e => e.Event.Ordinal)] };

    /// <summary>Columns with a row per profile.</summary>
    public static DataSet Of(RuleProgram program, ImmutableArray<ProfileFacts> profiles)
    {
        RuleSchema schema = program.Schema;
        ColumnBuilder?[] fields = [.. schema.Profile.Select(f => f.IsComputed ? null : ColumnBuilder.For(f))];
        EventTable[] events = [.. schema.Events.Select(e => new EventTable(e))];
        for (int row = 0; row < profiles.Length; row++)
        {
            Append(fields, schema.Profile, profiles[row].Fields);
            foreach (EventFacts item in profiles[row].Events)
            {
                EventTable table = events[item.Event.Ordinal];
                Append([.. table.Fields], table.Schema.Fields, item.Fields);
                table.EndRow(row, item.Time, item.Order);
            }
        }

        return DataSet.Build(schema, profiles.Length, Array.ConvertAll(fields, f => f?.Build()), events, program.Calendar, 1);
    }

    private static void Append(ColumnBuilder?[] builders, ImmutableArray<FieldSchema> fields, ImmutableArray<object?> values)
    {
        for (int i = 0; i < builders.Length; i++)
        {
            if (builders[i] is ColumnBuilder builder)
            {
                Append(builder, fields[i], values[i]);
            }
        }
    }

    private static void Append(ColumnBuilder builder, FieldSchema schema, object? value)
    {
        switch (builder, value)
        {
            case (_, null): builder.AppendUnknown(); break;
            case (FixedBuilder<byte> bools, bool flag): bools.Append(flag ? (byte)1 : (byte)0); break;
            case (FixedBuilder<int> ints, int number): ints.Append(number); break;
            case (FixedBuilder<long> longs, long number): longs.Append(number); break;
            case (FixedBuilder<double> doubles, double number): doubles.Append(number); break;
            case (TextBuilder texts, string text): texts.Append(text.AsSpan()); break;
            case (NestedBuilder nested, SetValue set):
                foreach (object item in set.Items)
                {
                    Append(nested.Items[0] ?? throw new InvalidOperationException(), schema.Element ?? schema, item);
                }

                nested.EndRow();
                break;
            case (NestedBuilder nested, ImmutableArray<RecordValue> records):
                foreach (RecordValue record in records)
                {
                    Append(nested.Items, schema.Fields, record.Fields);
                }

                nested.EndRow();
                break;
            default: throw new System.Diagnostics.UnreachableException($"{schema.Name}: {builder.GetType().Name}, {value.GetType().Name}");
        }
    }
}
