using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Runtime;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>Finds the columns that fields need in the header of one table; what is missing becomes a finding with a place.</summary>
internal sealed class TableBinding(RowReader reader, string file, ImmutableArray<Diagnostic>.Builder findings)
{
    private readonly SourceText header = new(file, string.Join(',', reader.Columns));

    /// <summary>Sinks for the fields that the table gives; a required one that it lacks is an error.</summary>
    public FieldSink?[] Bind(ImmutableArray<FieldSchema> fields, IReadOnlyList<ColumnBuilder?> builders, Calendar calendar)
    {
        FieldSink?[] sinks = new FieldSink?[fields.Length];
        foreach (FieldSchema field in fields)
        {
            if (builders[field.Ordinal] is { } builder && !field.IsComputed && !field.IsKey)
            {
                sinks[field.Ordinal] = FieldSink.For(field, builder, Column(field, fields), calendar);
            }
        }

        return sinks;
    }

    /// <summary>The first of the names that is a column; an error where none is.</summary>
    public int Key(ImmutableArray<string> names)
    {
        int column = Find(names);
        if (column < 0)
        {
            string wanted = string.Join(" or ", names.Select(n => $"`{n}`"));
            Add(Rules.MissingKeyColumn.At(header, Whole, file, wanted, Help(names[0]) ?? "an event says where with `profile from \"…\"`"));
        }

        return column;
    }

    /// <summary>The column of the time; an error where there is none.</summary>
    public int Time(string name)
    {
        int column = Find([name]);
        if (column < 0)
        {
            Add(Rules.MissingTimeColumn.At(header, Whole, file, name, Help(name) ?? "an event says where with `time from \"…\"`"));
        }

        return column;
    }

    /// <summary>A column that may be absent, such as that of the order; with a name given it must be there.</summary>
    public int Optional(string? given)
    {
        if (given is null)
        {
            return -1;
        }

        int column = Find([given]);
        if (column < 0)
        {
            Add(Rules.MissingColumn.At(header, Whole, file, given, "order", Help(given)));
        }

        return column;
    }

    private int Column(FieldSchema field, ImmutableArray<FieldSchema> fields)
    {
        string name = field.Column ?? field.Name;
        int column = Find([name]);
        if (column < 0 && !FieldValues.MayBeMissing(field))
        {
            Add(Rules.MissingColumn.At(header, Whole, file, name, field.Name, Help(name)));
        }
        else if (column < 0 && (field.Column is not null || IsMisspelt(name, fields)))
        {
            Add(Rules.MissingOptionalColumn.At(header, Whole, file, name, field.Name, Help(name)));
        }

        return column;
    }

    // A column that no field has, and that is nearly called like this one; short names are near by chance. Other columns are none of our business.
    private bool IsMisspelt(string name, ImmutableArray<FieldSchema> fields) =>
        reader.HasHeader && name.Length > 3 && Suggestions.Closest(name, reader.Columns) is { } near
        && !fields.Any(f => string.Equals(f.Column ?? f.Name, near, StringComparison.OrdinalIgnoreCase));

    private int Find(ImmutableArray<string> names)
    {
        foreach (string name in names)
        {
            int column = reader.Find(name);
            if (column >= 0)
            {
                if (reader.HasHeader && reader.Occurrences(name) > 1)
                {
                    Add(Rules.DoubledColumn.At(header, Whole, file, name, "leave one of them out, or rename it"));
                }

                return column;
            }
        }

        return -1;
    }

    private TextSpan Whole => new(0, header.Content.Length);

    private string? Help(string name)
    {
        string? near = Suggestions.DidYouMean(name, reader.Columns);
        return near ?? (reader.Columns.IsEmpty ? null : $"its columns are {string.Join(", ", reader.Columns.Take(12).Select(c => $"`{c}`"))}");
    }

    private void Add(Diagnostic finding)
    {
        if (!findings.Any(f => f.Code == finding.Code && f.Message == finding.Message))
        {
            findings.Add(finding);
        }
    }
}
