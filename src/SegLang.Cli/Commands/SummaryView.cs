using System.Collections.Immutable;
using System.Globalization;
using SegLang.Data;
using SegLang.Runtime;
using Spectre.Console;

namespace SegLang.Cli;

/// <summary>`seg run --summary`: members and shares as a table with bars.</summary>
internal static class SummaryView
{
    private const int BarWidth = 24;

    /// <summary>Writes the table; shares are of the rows shown.</summary>
    public static void Write(
        Terminal terminal, string ruleSet, string at, ResultTable table, ImmutableArray<int> shown, int[] rows, int profiles)
    {
        string chosen = rows.Length == profiles ? "" : string.Create(CultureInfo.InvariantCulture, $" of {profiles}");
        terminal.Out.WriteLine($"{Paint.Safe(ruleSet)} at {at}: {rows.Length.ToString(CultureInfo.InvariantCulture)}{chosen} profiles");
        Table view = new Table().Border(TableBorder.Simple).AddColumn("name").AddColumn("value")
            .AddColumn(new TableColumn("members").RightAligned()).AddColumn(new TableColumn("share").RightAligned()).AddColumn("");
        foreach (int output in shown)
        {
            AddRows(view, table, output, rows);
        }

        using StringWriter drawn = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.ColourOut ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.ColourOut ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(drawn),
        });
        console.Profile.Width = 160;
        console.Profile.Capabilities.Unicode = true;
        console.Write(view);
        foreach (string line in drawn.ToString().TrimEnd().Split('\n'))
        {
            terminal.Out.WriteLine(line.TrimEnd());
        }

        terminal.Out.Flush();
    }

    private static void AddRows(Table view, ResultTable table, int output, int[] rows)
    {
        OutputSchema schema = table.Outputs[output];
        string name = schema.Title is { } title && title != schema.Name ? $"{schema.Name}  {title}" : schema.Name;
        if (schema.Kind == OutputKind.Segment)
        {
            AddRow(view, name, "", rows.Count(r => table.Value(output, r) is true), rows.Length);
        }
        else if (schema.Value.Kind is FieldKind.Enum or FieldKind.Bool)
        {
            AddValues(view, table, output, rows, name);
        }
        else
        {
            AddRow(view, name, "known", rows.Count(r => table.Value(output, r) is not null), rows.Length);
        }
    }

    private static void AddValues(Table view, ResultTable table, int output, int[] rows, string name)
    {
        FieldSchema field = table.Outputs[output].Value;
        int unknown = rows.Count(r => table.Value(output, r) is null);
        object[] values = field.Kind == FieldKind.Bool ? [true, false] : [.. Enumerable.Range(0, field.Members.Length).Cast<object>()];
        foreach (object value in values)
        {
            AddRow(view, name, ValueFormat.Scalar(field, value), rows.Count(r => value.Equals(table.Value(output, r))), rows.Length);
            name = "";
        }

        if (unknown > 0)
        {
            AddRow(view, name, "unknown", unknown, rows.Length);
        }
    }

    private static void AddRow(Table view, string name, string value, int members, int all)
    {
        double share = all == 0 ? 0 : (double)members / all;
        view.AddRow(
            new Spectre.Console.Text(Paint.Safe(name)),
            new Spectre.Console.Text(Paint.Safe(value)),
            new Spectre.Console.Text(members.ToString(CultureInfo.InvariantCulture)),
            new Spectre.Console.Text(string.Create(CultureInfo.InvariantCulture, $"{share * 100:F1} %")),
            new Spectre.Console.Text(Bar(share), new Style(Color.Blue)));
    }

    // Eighths of a block, so that small shares show.
    private static string Bar(double share)
    {
        int eighths = (int)Math.Round(share * BarWidth * 8, MidpointRounding.AwayFromZero);
        eighths = share > 0 && eighths == 0 ? 1 : eighths;
        string rest = (eighths % 8) == 0 ? "" : "▏▎▍▌▋▊▉"[(eighths % 8) - 1].ToString();
        return new string('█', eighths / 8) + rest;
    }
}
