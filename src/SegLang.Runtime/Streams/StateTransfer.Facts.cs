namespace SegLang.Runtime;

internal sealed partial class StateTransfer
{
    private readonly Dictionary<RecordLayout, (RecordLayout Layout, int[] Sources)> rows = [];

    // Every value under its name or an earlier one, if it is still of the same type; the rest as a new profile or event has it.
    private FactRow Row(FactRow old, RecordLayout layout)
    {
        FactRow row = new(layout);
        int[] sources = SourcesOf(old.Layout, layout);
        for (int i = 0; i < layout.Fields.Length; i++)
        {
            FieldSchema field = layout.Fields[i];
            if (!field.IsComputed)
            {
                row[i] = sources[i] >= 0 ? Value(old.Layout.Fields[sources[i]], old[sources[i]], field, layout) : field.Default;
            }
        }

        return row;
    }

    private int[] SourcesOf(RecordLayout old, RecordLayout layout)
    {
        if (!rows.TryGetValue(old, out (RecordLayout Layout, int[] Sources) known) || !ReferenceEquals(known.Layout, layout))
        {
            known = (layout, [.. layout.Fields.Select(f => SourceOf(old, f))]);
            rows[old] = known;
        }

        return known.Sources;
    }

    private static int SourceOf(RecordLayout old, FieldSchema field)
    {
        int source = Place([.. old.Fields.Select(f => f.Name)], field.Name, field.Was);
        return source >= 0 && !old.Fields[source].IsComputed && IsSameType(old.Fields[source], field) ? source : -1;
    }

    private object? Value(FieldSchema from, object? value, FieldSchema to, RecordLayout layout) => value switch
    {
        null => null,
        int member when to.Kind == FieldKind.Enum => Member(from, member, to) is >= 0 and var place ? place : null,
        FactRow[] records => Array.ConvertAll(records, r => Row(r, layout.Part(to.Ordinal))),
        object[] items when to.Element is { Kind: FieldKind.Enum } element =>
            Order([.. items.Select(i => Member(from.Element ?? from, (int)i, element)).Where(m => m >= 0).Select(m => (object)m)]),
        _ => value,
    };

    // By name; −1 for one that is gone.
    private static int Member(FieldSchema from, int member, FieldSchema to) =>
        member >= 0 && member < from.Members.Length ? to.Members.IndexOf(from.Members[member]) : -1;

    private static object[] Order(object[] members)
    {
        Array.Sort(members);
        return members;
    }

    private static bool IsSameType(FieldSchema from, FieldSchema to) =>
        from.Kind == to.Kind && from.Scale == to.Scale && from.Currency == to.Currency
        && (from.Element, to.Element) switch
        {
            (null, null) => true,
            ({ } a, { } b) => IsSameType(a, b),
            _ => false,
        };

    private void Events(ProfileState old, ProfileState state)
    {
        for (int type = 0; type < state.EventTypes; type++)
        {
            int source = eventSources[type];
            if (source < 0 || old.Events(source) is not { } block)
            {
                continue;
            }

            EventBlock moved = state.Block(type);
            for (int i = 0; i < block.Count; i++)
            {
                _ = moved.Insert(Row(block.Row(i), current.Events[type]), block.Time(i), block.Order(i), block.Arrival(i));
            }

            moved.Visible = block.Visible;
            if (old.HasDropped)
            {
                shortened.Add(type);
            }
        }
    }
}
