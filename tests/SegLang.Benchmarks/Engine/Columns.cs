using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Sequences;
using SegLang.Runtime;

namespace SegLang.Benchmarks.Engine;

/// <summary>Brings the made-up data into the product's columns, in order of arrival; this is what a cold run starts from.</summary>
internal static class Columns
{
    /// <summary>The profile's columns by ordinal.</summary>
    public static Column?[] Profiles(RuleSchema schema, Dataset data)
    {
        var builders = schema.Profile.Select(f => ColumnBuilder.For(f, data.Profiles)).ToArray();
        for (var i = 0; i < data.Profiles; i++)
        {
            Append(builders[0], i);
            AppendText(builders[1], Shop.Countries, data.Country[i]);
            Append(builders[2], data.Plan[i]);
            Append(builders[3], Wide(data.Age[i]));
            AppendBool(builders[4], data.Newsletter[i]);
            Append(builders[5], Wide(data.BirthDate[i]));
            Append(builders[6], data.Registered[i]);
            Append(builders[7], data.Credit[i]);
            Append(builders[8], data.Rating[i]);
        }

        return [.. builders.Select(b => b.Build())];
    }

    /// <summary>The purchases as they arrived.</summary>
    public static EventTable Purchases(RuleSchema schema, Dataset data)
    {
        var table = new EventTable(schema.Events[0], data.Events);
        var (channel, category) = (Fixed<int>(table, 0), (TextBuilder)Field(table, 1));
        var (quantity, price) = (Fixed<long>(table, 2), Fixed<long>(table, 3));
        foreach (var name in Shop.Categories)
        {
            category.Dictionary.Add(name);
        }

        for (var i = 0; i < data.Events; i++)
        {
            channel.Append(data.Channel[i]);
            if (data.Category[i] == Dataset.UnknownByte)
            {
                category.AppendUnknown();
            }
            else
            {
                category.AppendCode(data.Category[i]);
            }

            quantity.Append(data.Quantity[i]);
            if (data.Price[i] == Dataset.Unknown)
            {
                price.AppendUnknown();
            }
            else
            {
                price.Append(data.Price[i]);
            }

            table.EndRow(data.Owner[i], data.Time[i]);
        }

        return table;
    }

    /// <summary>Views, carts and purchases as they arrived, a table each.</summary>
    public static EventTable[] Funnel(RuleSchema schema, FunnelData data)
    {
        EventTable[] tables = [.. schema.Events.Select(e => new EventTable(e, data.Kind.Count(k => k == e.Ordinal)))];
        FixedBuilder<long>[] items = [.. tables.Select(t => Fixed<long>(t, 0))];
        for (var i = 0; i < data.Events; i++)
        {
            items[data.Kind[i]].Append(i & 1023);
            tables[data.Kind[i]].EndRow(data.Owner[i], data.Time[i]);
        }

        return tables;
    }

    /// <summary>The key column of the funnel's profiles.</summary>
    public static Column?[] FunnelProfiles(FunnelData data)
    {
        var ids = new FixedBuilder<long>();
        for (var i = 0; i < data.Profiles; i++)
        {
            ids.Append(i);
        }

        return [ids.Build()];
    }

    private static ColumnBuilder Field(EventTable table, int ordinal) =>
        table.Fields[ordinal] ?? throw new InvalidOperationException("a computed field has no column");

    private static FixedBuilder<T> Fixed<T>(EventTable table, int ordinal)
        where T : unmanaged, IEquatable<T>, IComparable<T> => (FixedBuilder<T>)Field(table, ordinal);

    private static long Wide(int value) => value == Dataset.UnknownInt ? Dataset.Unknown : value;

    private static void Append(ColumnBuilder builder, long value)
    {
        switch (builder)
        {
            case var _ when value == Dataset.Unknown: builder.AppendUnknown(); break;
            case FixedBuilder<int> narrow: narrow.Append((int)value); break;
            case FixedBuilder<long> wide: wide.Append(value); break;
            default: throw new InvalidOperationException(builder.GetType().Name);
        }
    }

    private static void AppendBool(ColumnBuilder builder, byte value)
    {
        if (value == Dataset.UnknownByte)
        {
            builder.AppendUnknown();
        }
        else
        {
            ((FixedBuilder<byte>)builder).Append(value);
        }
    }

    private static void AppendText(ColumnBuilder builder, string[] texts, byte code)
    {
        if (code == Dataset.UnknownByte)
        {
            builder.AppendUnknown();
        }
        else
        {
            ((TextBuilder)builder).Append(texts[code]);
        }
    }
}
