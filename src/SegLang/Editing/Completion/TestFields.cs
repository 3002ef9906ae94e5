using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Editing;

/// <summary>Whose fields a record value of a test gives.</summary>
internal static class TestFields
{
    /// <summary>The owner of the fields in the node at an index of a path; null where it gives none.</summary>
    public static SchemaSymbol? Owner(RuleSnapshot snapshot, ImmutableArray<SyntaxNode> path, int index) => path[index] switch
    {
        EventStepSyntax s => snapshot.Symbols.Find<EventSymbol>(s.Event.Text),
        SetStepSyntax or TestSyntax => snapshot.Symbols.Profile,
        FieldValueSyntax s => OfList(snapshot, path, s, index),
        _ => null,
    };

    // `items: [{ … }]`: the records of a list field.
    private static RecordSymbol? OfList(RuleSnapshot snapshot, ImmutableArray<SyntaxNode> path, FieldValueSyntax value, int index)
    {
        for (int i = index - 1; i >= 0; i--)
        {
            if (Owner(snapshot, path, i) is { } owner)
            {
                return owner.Find(value.Name.Text)?.Type is ListType list ? list.Element : null;
            }
        }

        return null;
    }

    /// <summary>The owner of the fields at the innermost record value around the cursor, and the fields that it has already.</summary>
    public static (SchemaSymbol? Owner, HashSet<string> Given) AtCursor(CompletionContext context)
    {
        int at = context.Path.Length - 1;
        while (at > 0 && context.Path[at] is not RecordValueSyntax)
        {
            at--;
        }

        HashSet<string> given = context.Path[at] is RecordValueSyntax record
            ? [.. record.Fields.Select(f => f.Name.Text)]
            : [];
        for (int i = at - 1; i >= 0; i--)
        {
            if (Owner(context.Snapshot, context.Path, i) is { } owner)
            {
                return (owner, given);
            }
        }

        return (null, given);
    }
}
