using System.Collections.Immutable;
using System.Text;
using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Text;

namespace SegLang.Tests.Differential;

/// <summary>
/// One question about one profile at one instant with the definitions it needs: what is shrunk and printed when engines disagree.
/// The last definition is the question.
/// </summary>
internal sealed record SmallCase(
    string Schema, ImmutableArray<Definition> Definitions, ProfileFacts Profile, BoundRuleSet FactsOf, long Now)
{
    /// <summary>The rule set bound anew with the facts translated to its symbols, or null where the binder refuses it.</summary>
    public BoundCase? Bind()
    {
        Compilation compilation = Compilation.Create([new SourceText("random.seg", RandomSource.Of(Schema, Definitions))]);
        return compilation.Rules is BoundRuleSet rules
            ? new BoundCase(rules, rules.Definitions.First(d => d.Symbol.Name == Definitions[^1].Name), Translate(rules), Now)
            : null;
    }

    /// <summary>The case with less in it: definitions, parts of texts, events, field values.</summary>
    public IEnumerable<SmallCase> Shrunk()
    {
        for (int i = 0; i < Definitions.Length - 1; i++)
        {
            yield return this with { Definitions = Definitions.RemoveAt(i) };
        }

        for (int i = 0; i < Profile.Events.Length; i++)
        {
            yield return this with { Profile = Profile with { Events = Profile.Events.RemoveAt(i) } };
        }

        for (int i = Definitions.Length - 1; i >= 0; i--)
        {
            foreach (Piece smaller in Definitions[i].Body.Shrunk())
            {
                yield return this with { Definitions = Definitions.SetItem(i, Definitions[i] with { Body = smaller }) };
            }
        }

        foreach (ImmutableArray<object?> fields in Emptied(FactsOf.Profile.Fields, Profile.Fields))
        {
            yield return this with { Profile = Profile with { Fields = fields } };
        }

        for (int i = 0; i < Profile.Events.Length; i++)
        {
            EventFacts item = Profile.Events[i];
            foreach (ImmutableArray<object?> fields in Emptied(item.Event.Fields, item.Fields))
            {
                yield return this with { Profile = Profile with { Events = Profile.Events.SetItem(i, item with { Fields = fields }) } };
            }
        }
    }

    /// <summary>A complete rule file whose test expects what the reference answers.</summary>
    public string Print(object? expected)
    {
        string name = Definitions[^1].Name;
        StringBuilder text = new(RandomSource.Of(Schema, Definitions));
        text.Append("test \"engines agree\" {\n  given ").Append(Literals.Record(FactsOf.Profile.Fields, Profile.Fields)).Append('\n');
        foreach (EventFacts item in Profile.Events.Select((e, i) => (e, i)).OrderBy(p => p.e.Time).ThenBy(p => p.e.Order).ThenBy(p => p.i).Select(p => p.e))
        {
            text.Append("  at ").Append(Literals.Instant(item.Time)).Append(' ').Append(item.Event.Name).Append(' ')
                .Append(Literals.Record(item.Event.Fields, item.Fields)).Append(item.Order == 0 ? "\n" : $" // order {item.Order}\n");
        }

        text.Append("  at ").Append(Literals.Instant(Now)).Append(" expect ").Append(expected switch
        {
            null => $"{name} is unknown",
            true => name,
            false => $"not {name}",
            _ => $"{name} == {expected}",
        });
        return text.Append("\n}\n").ToString();
    }

    /// <summary>The values with one of them left out, or as little as its type allows.</summary>
    internal static IEnumerable<ImmutableArray<object?>> Emptied(ImmutableArray<FieldSymbol> symbols, ImmutableArray<object?> values)
    {
        foreach (FieldSymbol symbol in symbols)
        {
            object? value = values[symbol.Ordinal];
            object? empty = symbol.IsOptional || symbol.IsKey ? null : Empty(value);
            if (value is not null && !symbol.IsKey && !Equals(value, empty) && !(value is ImmutableArray<RecordValue> { Length: 0 }))
            {
                yield return values.SetItem(symbol.Ordinal, empty);
            }
        }
    }

    private static object? Empty(object? value) => value switch
    {
        string => "",
        long => 0L,
        int => 0,
        double => 0.0,
        bool => false,
        SetValue set => set.Items.Length == 0 ? set : SetValue.Empty,
        ImmutableArray<RecordValue> => ImmutableArray<RecordValue>.Empty,
        _ => value,
    };

    private ProfileFacts Translate(BoundRuleSet rules) =>
        Profile with { Events = [.. Profile.Events.Select(e => e with { Event = rules.Events[e.Event.Ordinal] })] };
}

/// <summary>A case that is ready to be asked.</summary>
internal sealed record BoundCase(BoundRuleSet Rules, BoundDefinition Question, ProfileFacts Profile, long Now);
