using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SegLang.Runtime;

namespace SegLang.Data;

/// <summary>Lines of a feed as CSV or JSON Lines: `time,seen,profile,kind,name,from,to,cause,actions`. The same lines give the same bytes.</summary>
public sealed class FeedWriter(RuleProgram program, bool asJsonLines)
{
    private static readonly ImmutableArray<string> Kinds = ["enter", "leave", "class", "stage", "action", "retract"];
    private static readonly ImmutableArray<string> Outcomes = ["asked", "waits", "dropped", "refused", "capped"];

    private readonly ArrayBufferWriter<byte> json = new(1024);

    /// <summary>What comes before the first line.</summary>
    public string Header => asJsonLines ? "" : "time,seen,profile,kind,name,from,to,cause,actions\n";

    /// <summary>The name of what a line is about: a segment, class, journey or action.</summary>
    public string NameOf(FeedLine line)
    {
        FeedLine told = line.Retracted ?? line;
        return told.Kind switch
        {
            FeedKind.Stage => program.Journeys.Journeys[told.Subject].Name,
            FeedKind.Action => program.Journeys.Actions[told.Subject].Name,
            _ => program.Outputs[told.Subject].Name,
        };
    }

    /// <summary>Writes a line.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="key">The profile.</param>
    /// <param name="line">The line.</param>
    /// <param name="seen">When it became known, microseconds since 1970-01-01T00:00Z.</param>
    public void Write(TextWriter writer, ProfileKey key, FeedLine line, long seen)
    {
        ArgumentNullException.ThrowIfNull(writer);
        (string? from, string? to) = Ends(line.Retracted ?? line);
        string? cause = line.Retracted is { } retracted ? Kinds[(int)retracted.Kind] : line.Cause;
        IReadOnlyList<ActionCall> calls = (line.Retracted ?? line).Calls;
        string[] head = [ValueFormat.Instant(line.Time), ValueFormat.Instant(seen), key.ToString(), Kinds[(int)line.Kind], NameOf(line)];
        if (asJsonLines)
        {
            WriteJson(writer, head, key.Text is null, from, to, cause, calls);
        }
        else
        {
            WriteCsv(writer, [.. head, from ?? "", to ?? "", cause ?? "", string.Join(", ", calls.Select(Text))]);
        }
    }

    private static void WriteCsv(TextWriter writer, string[] cells)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            if (i > 0)
            {
                writer.Write(',');
            }

            ResultWriter.WriteCell(writer, cells[i], isText: i == 2);
        }

        writer.Write('\n');
    }

    private void WriteJson(
        TextWriter writer, string[] head, bool isIntKey, string? from, string? to, string? cause, IReadOnlyList<ActionCall> calls)
    {
        json.ResetWrittenCount();
        using (Utf8JsonWriter line = new(json, ResultWriter.Json))
        {
            line.WriteStartObject();
            line.WriteString("time", head[0]);
            line.WriteString("seen", head[1]);
            line.WritePropertyName("profile");
            if (isIntKey)
            {
                line.WriteRawValue(head[2]);
            }
            else
            {
                line.WriteStringValue(head[2]);
            }

            line.WriteString("kind", head[3]);
            line.WriteString("name", head[4]);
            line.WriteString("from", from);
            line.WriteString("to", to);
            line.WriteString("cause", cause);
            WriteJson(line, calls);
            line.WriteEndObject();
        }

        writer.Write(Encoding.UTF8.GetString(json.WrittenSpan));
        writer.Write('\n');
    }

    private void WriteJson(Utf8JsonWriter line, IReadOnlyList<ActionCall> calls)
    {
        line.WriteStartArray("actions");
        foreach (ActionCall call in calls)
        {
            ActionSchema action = program.Journeys.Actions[call.Action];
            line.WriteStartObject();
            line.WriteString("name", action.Name);
            line.WriteStartObject("arguments");
            for (int i = 0; i < call.Arguments.Length; i++)
            {
                if (call.Arguments[i] is { } value)
                {
                    line.WritePropertyName(action.Parameters[i].Name);
                    ResultWriter.WriteJson(line, action.Parameters[i], value);
                }
            }

            line.WriteEndObject();
            line.WriteString("text", Text(call));
            line.WriteEndObject();
        }

        line.WriteEndArray();
    }

    private (string? From, string? To) Ends(FeedLine line)
    {
        switch (line.Kind)
        {
            case FeedKind.Class:
                ImmutableArray<string> entries = program.Outputs[line.Subject].Value.Members;
                return (line.From < 0 ? null : entries[line.From], line.To < 0 ? null : entries[line.To]);
            case FeedKind.Stage:
                ImmutableArray<StageSchema> stages = program.Journeys.Journeys[line.Subject].Stages;
                return (line.From < 0 ? null : stages[line.From].Name, line.To < 0 ? null : stages[line.To].Name);
            case FeedKind.Action:
                return (program.Journeys.Journeys[line.From].Name, Outcomes[line.To]);
            default:
                return (null, null);
        }
    }

    // As it would be written in rules; what is unknown or left out does not appear.
    private string Text(ActionCall call)
    {
        ActionSchema action = program.Journeys.Actions[call.Action];
        IEnumerable<string> given = call.Arguments
            .Select((value, i) => value is null ? null : $"{action.Parameters[i].Name}: {Literal(action.Parameters[i], value)}")
            .OfType<string>();
        return $"{action.Name}({string.Join(", ", given)})";
    }

    private static string Literal(FieldSchema field, object value) => value switch
    {
        object[] items => $"[{string.Join(", ", items.Select(i => Literal(field.Element ?? field, i)))}]",
        string text => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"",
        _ when field.Kind == FieldKind.Money => string.Create(CultureInfo.InvariantCulture, $"{ValueFormat.Scalar(field, value)} {field.Currency}"),
        _ => ValueFormat.Scalar(field, value),
    };
}
