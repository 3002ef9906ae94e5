using System.Collections.Immutable;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Data;

/// <summary>Loaded columns as facts of single profiles, for the reference evaluator.</summary>
public sealed class Facts(DataSet data, ImmutableArray<EventSymbol> events)
{
    private ILookup<int, FieldChange>? changes;

    /// <summary>What is known of one profile: fields, and events by type in event order.</summary>
    public ProfileFacts Of(int profile)
    {
        var happened = ImmutableArray.CreateBuilder<EventFacts>();
        foreach (EventSymbol symbol in events)
        {
            EventStore store = data.Events[symbol.Ordinal];
            for (int row = store.Offsets[profile]; row < store.Offsets[profile + 1]; row++)
            {
                happened.Add(new(symbol, store.Times[row], store.Orders?[row] ?? 0, Row(store.Schema.Fields, store.Fields, row)));
            }
        }

        return new(Row(data.Schema.Profile, data.Profile, profile), happened.ToImmutable());
    }

    /// <summary>The same profile over time: its fields before all inputs, then its changes, which come before events of their instant, and its events.</summary>
    public ProfileTimeline TimelineOf(int profile, ProfileSymbol symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        changes ??= data.Changes.ToLookup(c => c.Profile);
        IEnumerable<ProfileInput> changed = changes[profile].OrderBy(c => c.Arrival)
            .Select(c => new ChangeInput(c.Time, [.. c.Values.Select(v => (symbol.Fields[v.Field], ToSymbolForm(v.Value)))]));
        IEnumerable<ProfileInput> happened = Of(profile).Events.Select(e => new EventInput(e));
        return new(Row(data.Schema.Profile, data.Given, profile), [.. changed, .. happened], null);
    }

    /// <summary>A value in the form of Symbols/Values.cs from that of the runtime.</summary>
    public static object? ToSymbolForm(object? value) => value switch
    {
        CalendarSpan span => new SpanValue(span.Count, (TimeUnit)span.Unit),
        object?[][] records => records.Select(r => new RecordValue([.. r.Select(ToSymbolForm)])).ToImmutableArray(),
        object[] set => new SetValue([.. set]),
        _ => value,
    };

    /// <summary>A value in the runtime's form from that of Symbols/Values.cs.</summary>
    public static object? ToRuntimeForm(object? value) => value switch
    {
        SetValue set => set.Items.ToArray(),
        _ => value,
    };

    private static ImmutableArray<object?> Row(ImmutableArray<FieldSchema> fields, Column?[] columns, int row) =>
        [.. fields.Select(f => f.IsComputed ? null : ToSymbolForm(FieldValues.ValueAt(f, columns[f.Ordinal], row)))];
}
