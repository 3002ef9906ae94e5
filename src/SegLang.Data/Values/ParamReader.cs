using System.Collections.Immutable;
using System.Globalization;
using SegLang.Diagnostics;
using SegLang.Runtime;
using SegLang.Text;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Data;

/// <summary>Reads values for params as the command line and `seglang.json` give them: text, in the form of data cells.</summary>
public static class ParamReader
{
    /// <summary>The name in findings of what is not in a file.</summary>
    public const string CommandLine = "command line";

    private static readonly string[] Units = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];

    /// <summary>
    /// The values by name in the forms of <see cref="ParamSchema.Default"/>; unknown names and values that do not fit are findings.
    /// The calendar is asked for only when a value needs it.
    /// </summary>
    public static (ImmutableDictionary<string, object> Values, ImmutableArray<Diagnostic> Findings) Read(
        ImmutableArray<ParamSchema> declared, Func<Calendar> calendar, IEnumerable<KeyValuePair<string, string>> given)
    {
        var values = ImmutableDictionary.CreateBuilder<string, object>();
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        SourceText nowhere = new(CommandLine, "");
        foreach ((string name, string text) in given)
        {
            if (declared.FirstOrDefault(p => p.Name == name) is not { } param)
            {
                string? help = Suggestions.DidYouMean(name, declared.Select(p => p.Name));
                findings.Add(Rules.UnknownParam.At(nowhere, default, name, help));
            }
            else if (Read(param, text, calendar) is { } value)
            {
                values[name] = value;
            }
            else
            {
                findings.Add(Rules.BadParam.At(nowhere, default, name, text, TypeName(param), Example(param)));
            }
        }

        return (values.ToImmutable(), findings.ToImmutable());
    }

    private static object? Read(ParamSchema param, string text, Func<Calendar> calendar)
    {
        if (param.IsSpan)
        {
            return Span(text);
        }

        object? value = FieldValues.Read(Field(param), text, calendar(), out Outcome outcome);
        return outcome == Outcome.Ok ? value : null;
    }

    // `30 days`, as the language writes it.
    private static CalendarSpan? Span(string text)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long count) || count > 1_000_000)
        {
            return null;
        }

        int unit = Array.FindIndex(Units, u => parts[1] == u || parts[1] == u + "s");
        return unit < 0 ? null : new CalendarSpan(count, (CalendarUnit)unit);
    }

    private static FieldSchema Field(ParamSchema param) => new(param.Name, 0, param.Kind)
    {
        Scale = param.Scale,
        Currency = param.Currency,
        Members = param.Members,
        Element = param.Element,
    };

    private static string TypeName(ParamSchema param) => param.IsSpan ? "span" : Rejects.TypeName(Field(param));

    private static string? Example(ParamSchema param) => param switch
    {
        { IsSpan: true } => "such as `30 days`",
        { Kind: FieldKind.Enum } => $"one of {string.Join(", ", param.Members.Select(m => $"`{m}`"))}",
        { Kind: FieldKind.Date } => "such as `2026-03-09`",
        { Kind: FieldKind.DateTime } => "such as `2026-03-09T15:00`",
        { Kind: FieldKind.Bool } => "`true` or `false`",
        _ => null,
    };
}
