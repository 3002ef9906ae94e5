using System.Collections.Immutable;
using System.Text;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>What a data file looks like: its columns with their types, read from all rows.</summary>
public sealed record TableShape(string Name, bool IsNamed, ImmutableArray<ColumnShape> Columns, long Rows)
{
    /// <summary>Reads a file to its end.</summary>
    public static (TableShape? Shape, Diagnostic? Finding) Read(
        string file, string? name, char? delimiter, CancellationToken cancellation)
    {
        string label = Path.GetFileName(file);
        (RowReader? opened, Diagnostic? finding) = DataFile.Open(file, delimiter, collects: true);
        using RowReader? reader = opened;
        if (reader is null || reader.Finding is not null)
        {
            return (null, finding ?? reader?.Finding);
        }

        List<ColumnShape> columns = [];
        long rows = 0;
        try
        {
            while (reader.Read())
            {
                if ((++rows & 0xFFFF) == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                if (reader.RowProblem is null)
                {
                    Add(reader, columns);
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return (null, Rules.CannotRead.At(new SourceText(label, ""), default, label, DataFile.Reason(e)));
        }

        Add(reader.Columns, columns);
        return reader.Finding is { } ended
            ? (null, ended)
            : (new(name ?? NameOf(label), name is not null, [.. columns], rows), null);
    }

    private static void Add(RowReader reader, List<ColumnShape> columns)
    {
        Add(reader.Columns, columns);
        for (int i = 0; i < columns.Count; i++)
        {
            columns[i].Add(reader.Cell(i));
        }
    }

    private static void Add(ImmutableArray<string> names, List<ColumnShape> columns)
    {
        for (int i = columns.Count; i < names.Length; i++)
        {
            columns.Add(new ColumnShape(names[i]));
        }
    }

    // `kunden_2024.csv.gz` → `Kunden2024`
    private static string NameOf(string file)
    {
        StringBuilder name = new();
        bool upper = true;
        foreach (char c in file.Split('.', '#')[0])
        {
            if (char.IsLetterOrDigit(c))
            {
                name.Append(upper ? char.ToUpperInvariant(c) : c);
                upper = false;
            }
            else
            {
                upper = true;
            }
        }

        return name.Length > 0 && char.IsLetter(name[0]) ? name.ToString() : "Table" + name;
    }
}
