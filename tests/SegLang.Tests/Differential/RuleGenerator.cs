using System.Collections.Immutable;

namespace SegLang.Tests.Differential;

/// <summary>An event that names in a condition may refer to: by its alias, or barely while its own `where` is being written.</summary>
internal sealed record EventInScope(EventShape Shape, string? Alias, bool IsBare);

/// <summary>What names mean at a place. With <see cref="WithoutNow"/> the language refuses what moves with now.</summary>
internal sealed record Scope(ImmutableArray<EventInScope> Events, ImmutableArray<string> Lists, bool WithoutNow)
{
    public static Scope Top { get; } = new([], [], false);

    public Scope Fixed => this with { WithoutNow = true };

    public Scope With(EventShape shape, string? alias) => this with { Events = Events.Add(new EventInScope(shape, alias, true)) };
}

/// <summary>
/// Random well-typed rules as source text, by type: <see cref="Condition"/> and <see cref="Value"/> choose among all constructs that
/// give what is asked for. Compound expressions are always in parentheses: the parser has its own tests.
/// </summary>
internal sealed partial class RuleGenerator(Dice dice, Pools pools)
{
    private static readonly Sort[] Scalars =
    [
        Sort.Bool, Sort.Text, Sort.Int, Sort.Decimal, Sort.Money, Sort.Number, Sort.Date, Sort.DateTime, Sort.Duration,
        Sort.Channel, Sort.Tier, Sort.Weekday,
    ];

    private readonly List<(string Name, Sort Sort, bool Moves)> named = [];
    private int fresh;

    private static Piece New(Sort sort, params object[] parts) => new(sort, [.. parts]);

    private static Piece Nothing() => new(Sort.Optional);

    // Left out most often where little depth is left, so that texts stay short.
    private Piece Optional(int percent, Func<Piece> make) => dice.Chance(percent) ? make() : Nothing();

    private string Fresh(string prefix) => $"{prefix}{fresh++}";

    /// <summary>Every name with a sort that may be written here.</summary>
    private static IEnumerable<(string Text, Sort Sort)> Visible(Scope scope)
    {
        HashSet<string> taken = [];
        foreach (string list in scope.Lists)
        {
            foreach (FieldShape shape in Schema.Item.Fields)
            {
                yield return ($"{list}.{shape.Name}", shape.Sort);
            }
        }

        foreach (EventInScope item in scope.Events.Reverse())
        {
            foreach (FieldShape shape in item.Shape.Visible)
            {
                if (item.Alias is not null)
                {
                    yield return ($"{item.Alias}.{shape.Name}", shape.Sort);
                }

                if (item.IsBare && !taken.Contains(shape.Name))
                {
                    yield return (shape.Name, shape.Sort);
                }
            }

            taken.UnionWith(item.IsBare ? item.Shape.Visible.Select(f => f.Name).Append("order") : []);
        }

        foreach (FieldShape shape in Schema.Profile)
        {
            yield return (taken.Contains(shape.Name) ? "profile." + shape.Name : shape.Name, shape.Sort);
        }
    }

    // Names of an inner scope come up more often than the many fields of the profile.
    private string? Name(Sort sort, Scope scope)
    {
        List<string> names = [.. Visible(scope).Where(v => v.Sort == sort).Select(v => v.Text)];
        if (dice.Chance(30))
        {
            names = [.. names.Concat(named.Where(n => n.Sort == sort && !(n.Moves && scope.WithoutNow)).Select(n => n.Name))];
        }

        return names.Count == 0 ? null : names[dice.Chance(40) ? dice.Next((names.Count + 1) / 2) : dice.Next(names.Count)];
    }

    private Piece Literal(Sort sort) => New(sort, sort switch
    {
        Sort.Number => dice.Chance(50) ? pools.Literal(Sort.Decimal) : pools.Literal(Sort.Int),
        Sort.Duration => pools.ElapsedSpan(),
        Sort.TextSet or Sort.ChannelSet or Sort.IntSet or Sort.DateSet => List(ElementOf(sort)),
        _ => pools.Literal(sort),
    });

    private static Sort ElementOf(Sort set) => set switch
    {
        Sort.TextSet => Sort.Text,
        Sort.ChannelSet => Sort.Channel,
        Sort.IntSet => Sort.Int,
        _ => Sort.Date,
    };

    private string List(Sort element) =>
        "[" + string.Join(", ", Enumerable.Range(0, dice.Between(1, 4)).Select(_ => pools.Literal(element))) + "]";

    private Piece Leaf(Sort sort, Scope scope)
    {
        if (sort == Sort.Span)
        {
            return Span(0);
        }

        if (sort == Sort.DateTime && !scope.WithoutNow && dice.Chance(12))
        {
            return dice.Chance(40) ? New(sort, "now") : Ago();
        }

        string? name = dice.Chance(85) || sort == Sort.Items ? Name(sort, scope) : null;
        return name is null ? Literal(sort) : New(sort, name);
    }
}
