using System.Collections.Immutable;
using System.Text.Json;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Cli;

/// <summary>SARIF 2.1.0, as code scanning reads it.</summary>
internal static class SarifFormat
{
    /// <summary>One log with one run.</summary>
    public static void Write(TextWriter writer, ImmutableArray<Diagnostic> findings) => JsonFormat.Write(
        writer,
        json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            WriteRun(json, findings);
            json.WriteEndArray();
            json.WriteEndObject();
        },
        indented: true);

    private static void WriteRun(Utf8JsonWriter json, ImmutableArray<Diagnostic> findings)
    {
        string[] codes = [.. findings.Select(f => f.Code).Distinct().Order(StringComparer.Ordinal)];
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "seg");
        json.WriteString("semanticVersion", ProductVersion.Text);
        json.WriteString("informationUri", "https://seglang.dev");
        json.WriteStartArray("rules");
        foreach (string code in codes)
        {
            json.WriteStartObject();
            json.WriteString("id", code);
            json.WriteString("helpUri", findings.First(f => f.Code == code).Url);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (Diagnostic finding in findings)
        {
            WriteResult(json, finding, Array.IndexOf(codes, finding.Code));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Diagnostic finding, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Code);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", finding.Severity == Severity.Info ? "note" : Report.Word(finding.Severity));
        WriteMessage(json, finding.Help is null ? finding.Message : $"{finding.Message}. {finding.Help}");
        json.WriteStartArray("locations");
        WriteLocation(json, finding.Source, finding.Span, null);
        json.WriteEndArray();
        if (!finding.Related.IsDefaultOrEmpty)
        {
            json.WriteStartArray("relatedLocations");
            foreach (RelatedPlace related in finding.Related)
            {
                WriteLocation(json, related.Source, related.Span, related.Message);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, SourceText source, TextSpan span, string? message)
    {
        Place place = Place.Of(source, span);
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', source.Path.Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", place.Line);
        json.WriteNumber("startColumn", place.Column);
        json.WriteNumber("endLine", place.EndLine);
        json.WriteNumber("endColumn", place.EndColumn);
        json.WriteEndObject();
        json.WriteEndObject();
        if (message is not null)
        {
            WriteMessage(json, message);
        }

        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("message");
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
