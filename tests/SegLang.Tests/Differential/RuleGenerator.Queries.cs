namespace SegLang.Tests.Differential;

/// <summary>Aggregates, windows, sequences and quantifiers.</summary>
internal sealed partial class RuleGenerator
{
    private (EventShape Shape, string Path, Sort Sort)? Path(Sort sort)
    {
        (EventShape Shape, string Path, Sort Sort)[] paths = [.. Schema.Paths.Where(p => p.Sort == sort)];
        return paths.Length == 0 ? null : dice.Pick(paths);
    }

    /// <summary>An aggregate of a field that gives a value of the sort; a leaf where no event has such a field.</summary>
    private Piece Aggregate(Sort sort, int depth, Scope scope)
    {
        if (Path(sort) is not var (shape, path, _) || sort is Sort.TextSet or Sort.ChannelSet or Sort.IntSet or Sort.DateSet or Sort.Items)
        {
            return sort is Sort.TextSet or Sort.Items && dice.Chance(60) ? EventMember(sort, depth, scope) : Leaf(sort, scope);
        }

        bool isSummable = sort is Sort.Int or Sort.Decimal or Sort.Money or Sort.Duration;
        string kind = dice.Of("min", "max", "mode", "first", "last", isSummable ? "sum" : "mode", isSummable ? "sum" : "mode", isSummable ? "sum" : "first");
        return New(sort, kind, "(", Query(shape, path, depth, scope), ")");
    }

    private Piece Mean(Sort result, Sort of, int depth, Scope scope)
    {
        (EventShape shape, string path, _) = Path(of) ?? (Schema.Event("Visit"), ".depth", Sort.Int);
        return New(result, dice.Of("avg(", "median("), Query(shape, path, depth, scope), ")");
    }

    /// <summary>`count`, `distinct` or a count of matches.</summary>
    private Piece Count(int depth, Scope scope) => dice.Weighted<Piece>(
        (6, () => New(Sort.Int, "count(", Query(dice.Pick(Schema.Events), "", depth, scope), ")")),
        (2, () => Counted("count(", depth, scope)),
        (8, () => Counted("distinct(", depth, scope)),
        (3, () => New(Sort.Int, "count(", Sequence(depth, scope, out _), ")")));

    private Piece Counted(string kind, int depth, Scope scope)
    {
        (EventShape shape, string path, _) = dice.Pick(Schema.Paths.Where(p => p.Sort is not (Sort.TextSet or Sort.Items)).ToArray());
        return New(Sort.Int, kind, Query(shape, path, depth, scope), ")");
    }

    /// <summary>`last(Purchase …).total`</summary>
    private Piece EventMember(Sort sort, int depth, Scope scope)
    {
        string kind = dice.Of("first(", "last(");
        bool isSequence = dice.Chance(25);
        Piece query;
        EventShape shape;
        if (isSequence)
        {
            query = Sequence(depth, scope, out shape);
        }
        else
        {
            shape = dice.Pick(Schema.Events.Where(e => e.Visible.Any(f => f.Sort == sort)).DefaultIfEmpty(Schema.Events[0]).ToArray());
            query = Query(shape, "", depth, scope);
        }

        FieldShape[] members = [.. shape.Visible.Where(f => f.Sort == sort)];
        if (members.Length == 0)
        {
            return Leaf(sort, scope);
        }

        return New(sort, kind, query, ").", dice.Pick(members).Name);
    }

    private Piece Query(EventShape shape, string path, int depth, Scope scope)
    {
        string? alias = dice.Chance(20) ? Fresh("e") : null;
        return New(Sort.Other, shape.Name, path, alias is null ? "" : " as " + alias, Optional(60, () => Window(depth - 1, scope)),
            Optional(depth > 1 ? 50 : 25, () => Where(depth - 1, scope.With(shape, alias))));
    }

    private Piece Where(int depth, Scope scope) =>
        New(Sort.Optional, " where ", Condition(Math.Min(depth, 2), scope with { WithoutNow = false }));

    /// <summary>Steps joined by `then`; <paramref name="last"/> is the event type that `first` and `last` give.</summary>
    private Piece Sequence(int depth, Scope scope, out EventShape last)
    {
        List<object> parts = [];
        List<string> aliases = [];
        Scope inner = scope;
        int steps = dice.Of(2, 2, 3, 4);
        bool afterNo = true; // The first step is none either.
        last = Schema.Events[0];
        for (int i = 0; i < steps; i++)
        {
            bool isNo = !afterNo && dice.Chance(30);
            EventShape shape = dice.Pick(Schema.Events);
            Piece step = Step(shape, isNo, i > 0, isNo && i == steps - 1, depth, aliases, ref inner);
            parts.Add(i == 0 ? step : i == 1 ? New(Sort.Other, " then ", step) : New(Sort.Optional, " then ", step));
            last = isNo ? last : shape;
            afterNo = isNo;
        }

        return new Piece(Sort.Other, [.. parts]);
    }

    private Piece Step(EventShape shape, bool isNo, bool mayBeWithin, bool mustBeWithin, int depth, List<string> aliases, ref Scope scope)
    {
        string? alias = !isNo && dice.Chance(50) ? Fresh("s") : null;
        Scope outside = scope;
        Piece window = Optional(isNo ? 0 : 25, () => Window(depth - 1, outside));
        Scope inside = scope.With(shape, alias);
        Piece where = Optional(35, () => Where(depth - 2, inside));
        Piece within = mustBeWithin || (mayBeWithin && dice.Chance(55)) ? Within(isNo, aliases) : Nothing();
        if (alias is not null)
        {
            aliases.Add(alias);
            scope = scope with { Events = scope.Events.Add(new EventInScope(shape, alias, false)) };
        }

        Piece body = New(Sort.Other, isNo ? "no " : "", shape.Name, alias is null ? "" : " as " + alias, window, where);
        return New(Sort.Other, body, mustBeWithin ? New(Sort.Other, within) : within);
    }

    private Piece Within(bool isNo, List<string> aliases) => New(Sort.Optional, " within ", Amount(),
        !isNo && aliases.Count > 0 && dice.Chance(50) ? New(Sort.Optional, " of ", dice.Pick(aliases)) : Nothing());

    private Piece Window(int depth, Scope scope) => New(Sort.Optional, " ", dice.Weighted<Piece>(
        (12, () => New(Sort.Other, "in last ", Amount())),
        (4, () => New(Sort.Other, "in this ", dice.Pick(Units))),
        (4, () => New(Sort.Other, "in previous ", dice.Chance(50) ? dice.Pick(Units) : Amount())),
        (4, () => New(Sort.Other, "since ", Bound(depth, scope))),
        (4, () => New(Sort.Other, "before ", Bound(depth, scope))),
        (6, () => New(Sort.Other, "from ", Bound(depth, scope), " until ", Bound(depth, scope)))));

    private Piece Bound(int depth, Scope scope) => dice.Weighted<Piece>(
        (4, () => Moving(1)),
        (3, () => Leaf(Sort.DateTime, scope)),
        (2, () => Leaf(Sort.Date, scope)),
        (1, () => New(Sort.Date, "today")),
        (2, () => Value(dice.Of(Sort.Date, Sort.DateTime), Math.Min(depth, 1), scope)));

    private Piece Quantifier(bool isCount, int depth, Scope scope)
    {
        string variable = Fresh("i");
        Piece where = Optional(70, () => New(Sort.Optional, " where ",
            Condition(Math.Min(depth - 1, 1), scope with { Lists = scope.Lists.Add(variable) })));
        return isCount
            ? New(Sort.Int, "count(", variable, " in ", ListValue(depth, scope), where, ")")
            : New(Sort.Int, "sum(", variable, ".pieces in ", ListValue(depth, scope), where, ")");
    }

    private Piece ListSum(Sort sort, int depth, Scope scope)
    {
        string variable = Fresh("i");
        string path = dice.Pick(Schema.Item.Fields.Where(f => f.Sort == sort).ToArray()).Name;
        Piece where = Optional(50, () => New(Sort.Optional, " where ",
            Condition(Math.Min(depth - 1, 1), scope with { Lists = scope.Lists.Add(variable) })));
        return New(sort, "sum(", variable, ".", path, " in ", ListValue(depth, scope), where, ")");
    }

    private Piece ListValue(int depth, Scope scope) => dice.Chance(75)
        ? Leaf(Sort.Items, scope)
        : New(Sort.Items, dice.Of("first(", "last("), Query(Schema.Event("Purchase"), "", Math.Min(depth, 1), scope), ").items");
}
