using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Explain;

/// <summary>Facts that were read out of a host's objects, in the forms of Symbols/Values.cs.</summary>
internal static class ReadFacts
{
    /// <summary>An event.</summary>
    public static EventFacts Event(BoundRuleSet rules, EventReading happened) =>
        new(rules.Events.First(e => e.Ordinal == happened.Type), happened.Time, happened.Order, Fields(happened.Fields));

    /// <summary>The values of a row by ordinal; computed fields hold null.</summary>
    public static ImmutableArray<object?> Fields(FactRow row) => [.. row.Layout.Fields.Select(f => f.IsComputed ? null : Value(row[f.Ordinal]))];

    /// <summary>A value in the forms of <see cref="FactRow"/> or of a param.</summary>
    public static object? Value(object? held) => held switch
    {
        FactRow[] records => records.Select(r => new RecordValue(Fields(r))).ToImmutableArray(),
        object[] set => new SetValue([.. set.Order(Comparer<object>.Create(Compare))]),
        CalendarSpan span => new SpanValue(span.Count, (TimeUnit)span.Unit),
        _ => held,
    };

    private static int Compare(object left, object right) =>
        left is string a && right is string b ? Runtime.Text.Compare(a, b) : Comparer<object>.Default.Compare(left, right);
}
