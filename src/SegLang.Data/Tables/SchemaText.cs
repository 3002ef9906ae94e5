using System.Globalization;
using System.Text;
using SegLang.Runtime;

namespace SegLang.Data;

/// <summary>
/// Writes declarations for tables: the one without a time whose first column has no doubled value is the profile, those with the
/// profile's key and a time are events. Where the data cannot say, a comment does.
/// </summary>
public static class SchemaText
{
    /// <summary>The declarations.</summary>
    public static string Write(IReadOnlyList<TableShape> tables)
    {
        TableShape? profile = ProfileOf(tables);
        ColumnShape? key = profile is null ? null : KeyOf(profile);
        StringBuilder text = new();
        SortedDictionary<string, IReadOnlyList<string>> enums = new(StringComparer.Ordinal);
        foreach (TableShape table in tables)
        {
            text.Append(text.Length > 0 ? "\n" : "");
            if (table == profile && key is not null)
            {
                WriteProfile(text, table, key, enums);
            }
            else
            {
                WriteEvent(text, table, key, enums);
            }
        }

        if (profile is null)
        {
            text.Append("\n// No file has one row a profile: give the profile the key that the events name.\n");
        }

        StringBuilder all = new();
        foreach ((string name, IReadOnlyList<string> members) in enums)
        {
            all.Append(CultureInfo.InvariantCulture, $"enum {name} {{ {string.Join(", ", members)} }}\n\n");
        }

        return all.Append(text).ToString();
    }

    // One row a profile: a table with a key and without a time, or else one whose key is named by another table and whose times are not `time`.
    private static TableShape? ProfileOf(IReadOnlyList<TableShape> tables)
    {
        List<TableShape> keyed = [.. tables.Where(t => !t.IsNamed && KeyOf(t) is not null)];
        return keyed.FirstOrDefault(t => TimeOf(t, null) is null || tables.Count == 1)
            ?? keyed.FirstOrDefault(t => !t.Columns.Any(c => Same(c.Name, "time")) && tables.Any(o => o != t && o.Columns.Any(c => Same(c.Name, KeyOf(t)?.Name ?? ""))));
    }

    private static void WriteProfile(
        StringBuilder text, TableShape table, ColumnShape key, SortedDictionary<string, IReadOnlyList<string>> enums)
    {
        text.Append(CultureInfo.InvariantCulture, $"profile {table.Name} {{\n");
        HashSet<string> taken = [];
        foreach (ColumnShape column in table.Columns)
        {
            WriteField(text, table, column, column == key, enums, taken);
        }

        text.Append("}\n");
    }

    private static void WriteEvent(
        StringBuilder text, TableShape table, ColumnShape? key, SortedDictionary<string, IReadOnlyList<string>> enums)
    {
        ColumnShape? owner = key is null ? null : table.Columns.FirstOrDefault(c => Same(c.Name, key.Name));
        ColumnShape? time = TimeOf(table, owner);
        text.Append(CultureInfo.InvariantCulture, $"event {table.Name} {{\n");
        text.Append(owner is null
            ? "  // no column is the profile's key: profile from \"…\"\n"
            : $"  profile from {Quote(owner.Name)}\n");
        text.Append(time is null ? "  // no column is a time: time from \"…\"\n" : $"  time from {Quote(time.Name)}\n");
        HashSet<string> taken = ["time"];
        foreach (ColumnShape column in table.Columns.Where(c => c != owner && c != time))
        {
            WriteField(text, table, column, isKey: false, enums, taken);
        }

        text.Append("}\n");
    }

    private static void WriteField(
        StringBuilder text, TableShape table, ColumnShape column, bool isKey,
        SortedDictionary<string, IReadOnlyList<string>> enums, HashSet<string> taken)
    {
        string name = NameOf(column.Name, taken);
        string type = TypeOf(table, column, name, isKey, enums);
        string optional = column.Empty > 0 && !isKey && column.Type != FieldKind.Set ? "?" : "";
        string from = string.Equals(name, column.Name, StringComparison.OrdinalIgnoreCase) ? "" : $" from {Quote(column.Name)}";
        text.Append(CultureInfo.InvariantCulture, $"  {name}: {type}{optional}{(isKey ? " key" : "")}{from}\n");
    }

    private static string TypeOf(
        TableShape table, ColumnShape column, string name, bool isKey, SortedDictionary<string, IReadOnlyList<string>> enums)
    {
        if (isKey)
        {
            return column.Type == FieldKind.Int ? "int" : "text";
        }

        if (column.Members is { Count: > 0 } members)
        {
            string own = char.ToUpperInvariant(name[0]) + name[1..];
            string enumName = !enums.TryGetValue(own, out IReadOnlyList<string>? known) || known.SequenceEqual(members)
                ? own
                : table.Name + own;
            enums[enumName] = members;
            return enumName;
        }

        return column.Type switch
        {
            FieldKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({column.Scale})"),
            FieldKind.Set => "set of text",
            _ => column.Type.ToString().ToLowerInvariant(),
        };
    }

    private static ColumnShape? KeyOf(TableShape table) =>
        table.Columns.FirstOrDefault(c => c.IsUnique && c.Empty == 0 && c.Known > 0 && c.Type is FieldKind.Text or FieldKind.Int)
            is { IsUnique: true, Empty: 0, Known: > 0 } key ? key : null;

    private static ColumnShape? TimeOf(TableShape table, ColumnShape? owner) =>
        table.Columns.FirstOrDefault(c => c != owner && c.IsTime && c.Empty == 0 && Same(c.Name, "time"))
        ?? table.Columns.FirstOrDefault(c => c != owner && c.Empty == 0 && c.Type == FieldKind.DateTime)
        ?? table.Columns.FirstOrDefault(c => c != owner && c.Empty == 0 && c.IsTime);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    // `InvoiceNo` → `invoiceNo`, `Unit Price` → `unitPrice`
    private static string NameOf(string column, HashSet<string> taken)
    {
        StringBuilder name = new();
        bool upper = false;
        foreach (Rune rune in column.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                name.Append((upper && name.Length > 0 ? Rune.ToUpperInvariant(rune) : rune).ToString());
                upper = false;
            }
            else
            {
                upper = true;
            }
        }

        if (name.Length == 0 || !char.IsLetter(name[0]))
        {
            name.Insert(0, "column");
        }

        int capitals = 0;
        while (capitals < name.Length && char.IsUpper(name[capitals]))
        {
            capitals++;
        }

        int lower = capitals == name.Length ? capitals : Math.Max(1, capitals - 1);
        for (int i = 0; i < lower; i++)
        {
            name[i] = char.ToLowerInvariant(name[i]);
        }

        string unique = name.ToString();
        for (int i = 2; !taken.Add(unique); i++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}{i}");
        }

        return unique;
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
