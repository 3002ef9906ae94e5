using System.Globalization;
using System.Text;
using SegLang.Plan;
using SegLang.Symbols;

namespace SegLang.Emit;

/// <summary>How values of a type are held in emitted code.</summary>
internal enum Form
{
    /// <summary>bool; false where unknown.</summary>
    Bool,

    /// <summary>int: dates, enums, classes.</summary>
    Int32,

    /// <summary>long: exact numbers, instants, durations.</summary>
    Int64,

    /// <summary>double.</summary>
    Double,

    /// <summary>string; empty where unknown.</summary>
    Text,

    /// <summary>CalendarSpan.</summary>
    Span,

    /// <summary>int: the event's index in its type's events of the profile; −1 where there is none.</summary>
    Event,

    /// <summary>Never a local: read where it is used.</summary>
    Set,

    /// <summary>Never a local: read where it is used.</summary>
    List,
}

/// <summary>Pieces of C# text. What users wrote gets into it as an escaped literal only.</summary>
internal static class CSharp
{
    public static Form FormOf(PlanValue value) => value is PlanEdge or PlanUnitStart ? Form.Int64 : FormOf(value.Type);

    public static Form FormOf(SegType type) => type switch
    {
        ScalarType { Kind: ScalarKind.Bool } => Form.Bool,
        ScalarType { Kind: ScalarKind.Text } => Form.Text,
        ScalarType { Kind: ScalarKind.Number } => Form.Double,
        ScalarType { Kind: ScalarKind.Date } or EnumType or ClassType or JourneyType => Form.Int32,
        SpanType => Form.Span,
        EventType => Form.Event,
        SetType => Form.Set,
        ListType => Form.List,
        _ => Form.Int64,
    };

    public static string TypeName(Form form) => form switch
    {
        Form.Bool => "bool",
        Form.Int32 or Form.Event => "int",
        Form.Int64 => "long",
        Form.Double => "double",
        Form.Text => "string",
        Form.Span => "CalendarSpan",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "not a local"),
    };

    /// <summary>The name that readers give a form.</summary>
    public static string ReaderName(Form form) => form.ToString();

    public static string Literal(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        int number => Number(number) is var text && number < 0 ? $"({text})" : text,
        long number => Literal(number),
        double number => Literal(number),
        string text => Literal(text),
        SpanValue span => $"new CalendarSpan({Literal(span.Count)}, {Unit(span.Unit)})",
        _ => throw new ArgumentException(value.GetType().Name, nameof(value)),
    };

    public static string Literal(long value) => value switch
    {
        long.MinValue => "long.MinValue",
        < 0 => $"({Number(value)}L)",
        _ => $"{Number(value)}L",
    };

    // The shortest text that reads back as the same number.
    public static string Literal(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return value < 0 || double.IsNegative(value) ? $"({text}d)" : $"{text}d";
    }

    /// <summary>A string literal of plain ASCII: whatever is not a letter, digit or harmless sign is escaped.</summary>
    public static string Literal(string text)
    {
        StringBuilder literal = new("\"", text.Length + 2);
        foreach (char unit in text)
        {
            if (char.IsAsciiLetterOrDigit(unit) || unit is ' ' or '.' or '-' or '_' or '/' or ':' or '+' or '=')
            {
                literal.Append(unit);
            }
            else
            {
                literal.Append("\\u").Append(((int)unit).ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        return literal.Append('"').ToString();
    }

    public static string Unit(TimeUnit unit) => $"CalendarUnit.{unit}";

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The conjunction of what must be known; `true` where nothing may be unknown.</summary>
    public static string And(params string[] conditions)
    {
        string[] parts = [.. conditions.Where(c => c != "true").Distinct()];
        return parts.Length == 0 ? "true" : string.Join(" & ", parts);
    }

    /// <summary>A literal's text, not of a class but of a manifest line or name.</summary>
    public static string Base64(byte[] bytes) => $"\"{Convert.ToBase64String(bytes)}\"";
}
