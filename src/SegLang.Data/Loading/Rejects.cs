using System.Globalization;
using System.Text;
using SegLang.Runtime;

namespace SegLang.Data;

/// <summary>Rows that were not taken of one file, for one reason.</summary>
public sealed record RejectCount(string File, string Reason, long Rows);

/// <summary>
/// Counts rejected rows by file and reason and lists them: `file,row,reason,column,value`. Rows count from 1 without the header.
/// </summary>
public sealed class Rejects(TextWriter? list)
{
    private const int LongestValue = 200;
    private static readonly char[] Special = [',', '"', '\r', '\n'];

    private readonly Dictionary<(string File, string Reason), long> counts = [];
    private bool begun;

    /// <summary>How many rows were rejected.</summary>
    public long Total { get; private set; }

    /// <summary>The counts: by file in order of first appearance, then the most frequent reason first.</summary>
    public IReadOnlyList<RejectCount> Counts => counts.Count == 0 ? [] :
    [
        .. counts
            .Select((c, i) => (Count: new RejectCount(c.Key.File, c.Key.Reason, c.Value), Place: i))
            .GroupBy(c => c.Count.File)
            .SelectMany(g => g.OrderByDescending(c => c.Count.Rows).ThenBy(c => c.Place).Select(c => c.Count)),
    ];

    /// <summary>Writes the header of the list, so that an empty list is one too.</summary>
    public void Begin()
    {
        if (!begun)
        {
            list?.Write("file,row,reason,column,value\n");
            begun = true;
        }
    }

    /// <summary>Counts and lists a row.</summary>
    internal void Add(string file, long row, string reason, string column, ReadOnlySpan<byte> value)
    {
        Begin();
        Total++;
        counts[(file, reason)] = counts.GetValueOrDefault((file, reason)) + 1;
        if (list is null)
        {
            return;
        }

        Write(file);
        list.Write(',');
        list.Write(row.ToString(CultureInfo.InvariantCulture));
        list.Write(',');
        Write(reason);
        list.Write(',');
        Write(column);
        list.Write(',');
        Write(value.IsEmpty ? "" : Shown(value));
        list.Write('\n');
    }

    /// <summary>Why a cell is not a value of a field, in words that no data goes into.</summary>
    internal static string Reason(FieldSchema field, string column, Outcome outcome) => outcome switch
    {
        Outcome.TooPrecise => $"`{column}` has more decimals than {TypeName(field)}",
        Outcome.OutOfRange => $"`{column}` does not fit {TypeName(field)}",
        Outcome.NoSuchDate => $"`{column}` is a date or time that does not exist",
        Outcome.NoSuchMember => $"`{column}` is none of the members of its enum",
        Outcome.NotUtf8 => $"`{column}` is not UTF-8",
        _ => $"`{column}` is no {TypeName(field)}",
    };

    /// <summary>A field's type as the language writes it.</summary>
    internal static string TypeName(FieldSchema field) => field.Kind switch
    {
        FieldKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({field.Scale})"),
        FieldKind.Money => $"money({field.Currency})",
        FieldKind.Enum => "enum member",
        FieldKind.Set => $"set of {(field.Element is { } element ? TypeName(element) : "values")}",
        FieldKind.List => "list of records",
        _ => field.Kind.ToString().ToLowerInvariant(),
    };

    private static string Shown(ReadOnlySpan<byte> value)
    {
        string text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, LongestValue * 4)]);
        return text.Length > LongestValue ? text[..LongestValue] + "…" : text;
    }

    private void Write(string text)
    {
        if (text.IndexOfAny(Special) < 0)
        {
            list?.Write(text);
            return;
        }

        list?.Write('"');
        list?.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        list?.Write('"');
    }
}
