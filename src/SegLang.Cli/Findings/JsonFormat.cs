using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SegLang.Diagnostics;

namespace SegLang.Cli;

/// <summary>The JSON contract; fields may be added, none removed.</summary>
internal static class JsonFormat
{
    /// <summary>`{"formatVersion":1,"diagnostics":[…]}` on one line.</summary>
    public static void Write(TextWriter writer, ImmutableArray<Diagnostic> findings) => Write(writer, findings, _ => { });

    /// <summary>The same with further members.</summary>
    public static void Write(TextWriter writer, ImmutableArray<Diagnostic> findings, Action<Utf8JsonWriter> more) => Write(writer, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("formatVersion", 1);
        WriteDiagnostics(json, findings);
        more(json);
        json.WriteEndObject();
    });

    /// <summary>The member `diagnostics`.</summary>
    public static void WriteDiagnostics(Utf8JsonWriter json, ImmutableArray<Diagnostic> findings)
    {
        json.WriteStartArray("diagnostics");
        foreach (Diagnostic f in findings)
        {
            Place place = Place.Of(f);
            json.WriteStartObject();
            json.WriteString("file", f.Source.Path);
            json.WriteNumber("line", place.Line);
            json.WriteNumber("column", place.Column);
            json.WriteNumber("endLine", place.EndLine);
            json.WriteNumber("endColumn", place.EndColumn);
            json.WriteString("code", f.Code);
            json.WriteString("severity", Report.Word(f.Severity));
            json.WriteString("message", f.Message);
            json.WriteString("help", f.Help);
            json.WriteString("url", f.Url);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one JSON value and a line end.</summary>
    public static void Write(TextWriter writer, Action<Utf8JsonWriter> write, bool indented = false)
    {
        using MemoryStream stream = new();
        JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = indented, NewLine = "\n" };
        using (Utf8JsonWriter json = new(stream, options))
        {
            write(json);
        }

        writer.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }
}
