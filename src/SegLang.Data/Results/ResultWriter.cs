using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SegLang.Runtime;

namespace SegLang.Data;

/// <summary>Writes results as CSV, JSON Lines or SQLite, by the name of the file; the same rows give the same bytes.</summary>
public static class ResultWriter
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");
    internal static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes rows, in the order given, to a file that appears whole or not at all.</summary>
    public static void WriteFile(string path, ResultTable table, IReadOnlyList<int> rows, CancellationToken cancellation)
    {
        (string file, string? name) = SplitTable(path);
        if (IsSqlite(file))
        {
            using AtomicFile database = AtomicFile.Reserve(file);
            SqliteResults.Write(database.TemporaryPath, name ?? "results", table, rows, cancellation);
            database.Commit();
            return;
        }

        using AtomicFile target = AtomicFile.Create(path);
        if (target.Stream is { } stream)
        {
            Write(stream, IsJsonLines(path), table, rows, cancellation);
        }

        target.Commit();
    }

    /// <summary>Writes rows, in the order given, as CSV or JSON Lines; the stream stays open.</summary>
    public static void Write(
        Stream stream, bool asJsonLines, ResultTable table, IReadOnlyList<int> rows, CancellationToken cancellation)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        if (asJsonLines)
        {
            WriteJsonLines(writer, table, rows, cancellation);
        }
        else
        {
            WriteCsv(writer, table, rows, cancellation);
        }
    }

    /// <summary>A set as one cell: `a|b|c`, or a JSON array where an element could be mistaken.</summary>
    internal static string Set(FieldSchema field, object[] items)
    {
        FieldSchema element = field.Element ?? field;
        string[] texts = [.. items.Select(i => ValueFormat.Scalar(element, i))];
        return texts.Any(t => t.Length == 0 || t.Contains('|') || t.StartsWith('['))
            ? $"[{string.Join(',', texts.Select(t => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(t)}\""))}]"
            : string.Join('|', texts);
    }

    private static void WriteCsv(TextWriter writer, ResultTable table, IReadOnlyList<int> rows, CancellationToken cancellation)
    {
        WriteCell(writer, table.Key.Name, isText: false);
        foreach (OutputSchema output in table.Outputs)
        {
            writer.Write(',');
            WriteCell(writer, output.Name, isText: false);
        }

        writer.Write('\n');
        for (int i = 0; i < rows.Count; i++)
        {
            Check(i, cancellation);
            WriteCell(writer, table.Keys.KeyText(rows[i]), isText: true);
            for (int output = 0; output < table.Outputs.Length; output++)
            {
                writer.Write(',');
                FieldSchema field = table.Outputs[output].Value;
                object? value = table.Value(output, rows[i]);
                if (value is object[] items)
                {
                    WriteCell(writer, Set(field, items), isText: false);
                }
                else if (value is not null)
                {
                    WriteCell(writer, ValueFormat.Scalar(field, value), field.Kind == FieldKind.Text);
                }
            }

            writer.Write('\n');
        }
    }

    // A known empty text is quoted, so that it can be told from unknown.
    internal static void WriteCell(TextWriter writer, string text, bool isText)
    {
        if ((isText && text.Length == 0) || text.AsSpan().ContainsAny(NeedsQuotes))
        {
            writer.Write('"');
            writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
            writer.Write('"');
        }
        else
        {
            writer.Write(text);
        }
    }

    private static void WriteJsonLines(TextWriter writer, ResultTable table, IReadOnlyList<int> rows, CancellationToken cancellation)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        for (int i = 0; i < rows.Count; i++)
        {
            Check(i, cancellation);
            buffer.ResetWrittenCount();
            using (Utf8JsonWriter json = new(buffer, Json))
            {
                json.WriteStartObject();
                WriteJsonKey(json, table, rows[i]);
                for (int output = 0; output < table.Outputs.Length; output++)
                {
                    json.WritePropertyName(table.Outputs[output].Name);
                    WriteJson(json, table.Outputs[output].Value, table.Value(output, rows[i]));
                }

                json.WriteEndObject();
            }

            writer.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
            writer.Write('\n');
        }
    }

    private static void WriteJsonKey(Utf8JsonWriter json, ResultTable table, int row)
    {
        json.WritePropertyName(table.Key.Name);
        if (table.Keys.IsText)
        {
            json.WriteStringValue(table.Keys.KeyText(row));
        }
        else
        {
            json.WriteRawValue(table.Keys.KeyText(row));
        }
    }

    internal static void WriteJson(Utf8JsonWriter json, FieldSchema field, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool bit:
                json.WriteBooleanValue(bit);
                break;
            case object[] items:
                json.WriteStartArray();
                foreach (object item in items)
                {
                    WriteJson(json, field.Element ?? field, item);
                }

                json.WriteEndArray();
                break;
            case var _ when field.Kind is FieldKind.Int or FieldKind.Decimal or FieldKind.Money or FieldKind.Number:
                json.WriteRawValue(ValueFormat.Scalar(field, value));
                break;
            default:
                json.WriteStringValue(ValueFormat.Scalar(field, value));
                break;
        }
    }

    private static void Check(int row, CancellationToken cancellation)
    {
        if ((row & 0xFFF) == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static (string File, string? Table) SplitTable(string path)
    {
        int mark = path.LastIndexOf('#');
        return mark > 0 && IsSqlite(path[..mark]) ? (path[..mark], path[(mark + 1)..]) : (path, null);
    }

    /// <summary>Whether results of that name go to a database.</summary>
    public static bool IsDatabase(string path) => IsSqlite(SplitTable(path).File);

    private static bool IsSqlite(string path) =>
        path.EndsWith(".db", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".sqlite", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".sqlite3", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file of that name is JSON Lines.</summary>
    public static bool IsJsonLines(string path) =>
        path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase);
}
