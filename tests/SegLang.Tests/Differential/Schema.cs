using System.Collections.Immutable;
using System.Text;

namespace SegLang.Tests.Differential;

/// <summary>A field of the schema; a computed one has an expression.</summary>
internal sealed record FieldShape(string Name, Sort Sort, string Type, bool Optional = false, string? Tail = null, string? Expression = null)
{
    public override string ToString() => Expression is null
        ? $"{Name}: {Type}{(Optional ? "?" : "")}{(Tail is null ? "" : " " + Tail)}"
        : $"{Name} = {Expression}";
}

/// <summary>An event type (or the record): its fields, without the implicit ones, and the lines after them.</summary>
internal sealed record EventShape(string Name, ImmutableArray<FieldShape> Fields, ImmutableArray<string> Lines)
{
    /// <summary>What a condition can ask of it, `time` and `order` too.</summary>
    public ImmutableArray<FieldShape> Visible { get; } =
        Fields.Any(f => f.Name == "order")
            ? [.. Fields, new FieldShape("time", Sort.DateTime, "datetime")]
            : [.. Fields, new FieldShape("time", Sort.DateTime, "datetime"), new FieldShape("order", Sort.Int, "int")];
}

/// <summary>
/// The schema that all random rule sets share: a field of every type, optional and not, computed fields, sets and lists, event types
/// with and without `once by`, with a declared `order`, with the same field names as the profile. The ruleset line varies.
/// </summary>
internal static class Schema
{
    public static ImmutableArray<string> Channels { get; } = ["online", "store", "app"];

    public static ImmutableArray<string> Tiers { get; } = ["low", "mid", "high", "top"];

    public static ImmutableArray<string> Weekdays { get; } =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    public static EventShape Item { get; } = new("Item",
    [
        new("sku", Sort.Text, "text"),
        new("price", Sort.Decimal, "decimal(2)", Optional: true),
        new("pieces", Sort.Int, "int"),
        new("cost", Sort.Money, "money(EUR)", Optional: true),
        new("labels", Sort.TextSet, "set of text"),
        new("kind", Sort.Channel, "Channel", Optional: true),
        new("made", Sort.Date, "date", Optional: true),
        new("worth", Sort.Decimal, "", Expression: "pieces * price"),
    ], []);

    public static ImmutableArray<FieldShape> Profile { get; } =
    [
        new("id", Sort.Text, "text", Tail: "key"),
        new("name", Sort.Text, "text", Optional: true),
        new("city", Sort.Text, "text", Tail: "default \"Köln\""),
        new("age", Sort.Int, "int", Optional: true),
        new("visits", Sort.Int, "int", Tail: "default 0"),
        new("whole", Sort.Decimal, "decimal(0)", Optional: true),
        new("share", Sort.Decimal, "decimal"),
        new("fine", Sort.Decimal, "decimal(9)", Optional: true),
        new("budget", Sort.Money, "money(EUR)", Optional: true),
        new("paid", Sort.Money, "money(EUR)", Tail: "default 12.50 EUR"),
        new("ratio", Sort.Number, "number", Optional: true),
        new("weight", Sort.Number, "number", Tail: "default 1.5"),
        new("vip", Sort.Bool, "bool", Optional: true),
        new("optin", Sort.Bool, "bool", Tail: "default false"),
        new("born", Sort.Date, "date", Optional: true),
        new("joined", Sort.Date, "date", Tail: "default 2024-02-29"),
        new("registered", Sort.DateTime, "datetime", Optional: true),
        new("seen", Sort.DateTime, "datetime"),
        new("pause", Sort.Duration, "duration", Optional: true),
        new("slack", Sort.Duration, "duration"),
        new("tier", Sort.Tier, "Tier", Optional: true),
        new("channel", Sort.Channel, "Channel", Tail: "default store"),
        new("restday", Sort.Weekday, "Weekday", Optional: true),
        new("interests", Sort.TextSet, "set of text"),
        new("channels", Sort.ChannelSet, "set of Channel"),
        new("numbers", Sort.IntSet, "set of int"),
        new("dates", Sort.DateSet, "set of date"),
        new("basket", Sort.Items, "list of Item"),
        new("twice", Sort.Int, "", Expression: "visits * 2 + (age else 0)"),
        new("label", Sort.Text, "", Expression: "upper(trim(name))"),
        new("grown", Sort.Bool, "", Expression: "age >= 18"),
        new("left", Sort.Money, "", Expression: "budget - paid"),
    ];

    public static ImmutableArray<EventShape> Events { get; } =
    [
        new("Visit",
        [
            new("page", Sort.Text, "text", Optional: true),
            new("channel", Sort.Channel, "Channel"),
            new("dwell", Sort.Duration, "duration", Optional: true),
            new("depth", Sort.Int, "int"),
            new("score", Sort.Decimal, "decimal(2)", Optional: true),
            new("planned", Sort.DateTime, "datetime", Optional: true),
            new("evening", Sort.Bool, "", Expression: "time.hour >= 18"),
            new("deep", Sort.Bool, "", Expression: "score > depth"),
        ], []),
        new("Purchase",
        [
            new("order", Sort.Text, "text"),
            new("line", Sort.Int, "int", Optional: true),
            new("product", Sort.Text, "text"),
            new("channel", Sort.Channel, "Channel", Optional: true),
            new("tier", Sort.Tier, "Tier"),
            new("quantity", Sort.Int, "int"),
            new("price", Sort.Money, "money(EUR)"),
            new("ratio", Sort.Number, "number", Optional: true),
            new("gift", Sort.Bool, "bool", Optional: true),
            new("due", Sort.Date, "date", Optional: true),
            new("tags", Sort.TextSet, "set of text"),
            new("items", Sort.Items, "list of Item"),
            new("total", Sort.Money, "", Expression: "quantity * price"),
        ], ["order from \"Seq\"", "once by order, line"]),
        new("Click",
        [
            new("target", Sort.Text, "text", Optional: true),
            new("share", Sort.Decimal, "decimal(3)"),
            new("noted", Sort.Date, "date"),
            new("weekday", Sort.Weekday, "Weekday", Optional: true),
            new("wait", Sort.Duration, "duration"),
        ], ["once by target for 2 days"]),
        new("Ping", [], []),
    ];

    public static EventShape Event(string name) => Events.First(e => e.Name == name);

    /// <summary>The parts of an instant.</summary>
    public static ImmutableArray<string> Parts { get; } = ["year", "quarter", "month", "day", "weekday", "hour", "minute", "date"];

    /// <summary>What a query can ask of its events: a field, perhaps with a part.</summary>
    public static ImmutableArray<(EventShape Shape, string Path, Sort Sort)> Paths { get; } = [.. Events.SelectMany(PathsOf)];

    /// <summary>The declarations of the schema as source text.</summary>
    public static string Source(string zone, bool weekStartsSunday)
    {
        StringBuilder text = new();
        text.Append("ruleset Random { timezone \"").Append(zone).Append("\"  week starts ")
            .Append(weekStartsSunday ? "sunday" : "monday").Append(" }\n");
        text.Append("enum Channel { ").AppendJoin(", ", Channels).Append(" }\n");
        text.Append("enum Tier { ").AppendJoin(", ", Tiers).Append(" }\n");
        Write(text, "record Item", Item.Fields, []);
        Write(text, "profile Person", Profile, []);
        foreach (EventShape shape in Events)
        {
            Write(text, "event " + shape.Name, shape.Fields, shape.Lines);
        }

        return text.ToString();
    }

    private static IEnumerable<(EventShape Shape, string Path, Sort Sort)> PathsOf(EventShape shape)
    {
        foreach (FieldShape part in shape.Visible)
        {
            yield return (shape, "." + part.Name, part.Sort);
            if (part.Sort is not (Sort.Date or Sort.DateTime))
            {
                continue;
            }

            foreach (string name in Parts.Where(p => part.Sort == Sort.DateTime || p is not ("hour" or "minute" or "date")))
            {
                yield return (shape, $".{part.Name}.{name}", name == "date" ? Sort.Date : name == "weekday" ? Sort.Weekday : Sort.Int);
            }
        }
    }

    private static void Write(StringBuilder text, string head, ImmutableArray<FieldShape> fields, ImmutableArray<string> lines)
    {
        text.Append(head).Append(" {\n");
        foreach (FieldShape shape in fields)
        {
            text.Append("  ").Append(shape).Append('\n');
        }

        foreach (string line in lines)
        {
            text.Append("  ").Append(line).Append('\n');
        }

        text.Append("}\n");
    }
}
