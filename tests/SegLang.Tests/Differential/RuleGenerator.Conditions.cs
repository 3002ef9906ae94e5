namespace SegLang.Tests.Differential;

/// <summary>Conditions.</summary>
internal sealed partial class RuleGenerator
{
    private readonly List<string> segments = [];
    private readonly List<(string Name, string[] Entries)> classes = [];
    private readonly List<(string Name, bool Fades)> scores = [];

    /// <summary>A condition.</summary>
    public Piece Condition(int depth, Scope scope)
    {
        if (depth <= 0)
        {
            return SmallCondition(scope);
        }

        return dice.Weighted<Piece>(
            (22, () => Logical(depth, scope)),
            (7, () => New(Sort.Bool, "(not ", Condition(depth - 1, scope), ")")),
            (24, () => Comparison(depth, scope)),
            (5, () => Between(depth, scope)),
            (6, () => InList(depth, scope)),
            (7, () => TextTest(depth, scope)),
            (4, () => New(Sort.Bool, "(", Value(Sort.Text, depth - 1, scope), Not(), " matches ", Pattern(), ")")),
            (9, () => SetTest(depth, scope)),
            (5, () => New(Sort.Bool, "(", Value(dice.Pick(Scalars), depth - 1, scope), dice.Of(" is known", " is unknown"), ")")),
            (6, () => InWindow(depth, scope)),
            (14, () => New(Sort.Bool, dice.Of("any(", "any(", "none("), AnyQuery(depth, scope), ")")),
            (6, () => ListCondition(depth, scope)),
            (3, () => Aggregate(Sort.Bool, depth, scope)),
            (2, () => EventMember(Sort.Bool, depth, scope)),
            (3, () => New(Sort.Bool, "(", Condition(depth - 1, scope), " else ", Condition(depth - 1, scope), ")")),
            (3, () => AsOf(Sort.Bool, depth, scope)),
            (5, () => Elapsed(depth, scope)),
            (10, () => Reference(scope)),
            (2, () => New(Sort.Bool, "sample(", dice.Of("10%", "50%", "33%", "99%", "0%", "100%"), ", \"", dice.Of("a", "b", "ä"), "\")")),
            (3, () => SmallCondition(scope)));
    }

    private Piece SmallCondition(Scope scope) => dice.Weighted<Piece>(
        (3, () => Leaf(Sort.Bool, scope)),
        (2, () => Reference(scope)),
        (2, () => New(Sort.Bool, "(", Leaf(dice.Pick(Scalars[1..]), scope), dice.Of(" is known", " is unknown"), ")")),
        (9, () => Comparison(0, scope)));

    private string Not() => dice.Chance(25) ? " not" : "";

    private Piece IgnoringCase() => Optional(55, () => New(Sort.Optional, " ignoring case"));

    private Piece Logical(int depth, Scope scope)
    {
        string word = dice.Of(" and ", " or ");
        List<object> parts = ["(", Condition(depth - 1, scope), word, Condition(depth - 1, scope)];
        for (int more = dice.Of(0, 0, 1, 2); more > 0; more--)
        {
            parts.Add(New(Sort.Optional, word, Condition(depth - 2, scope)));
        }

        return new Piece(Sort.Bool, [.. parts, ")"]);
    }

    private Piece Comparison(int depth, Scope scope)
    {
        Sort sort = dice.Chance(52) ? Sort.Int : dice.Pick(Scalars);
        Piece left = depth > 0 && dice.Chance(60) ? Specific(sort, depth, scope) : Value(sort, depth - 1, scope);
        if (sort is Sort.Channel or Sort.Weekday or Sort.Bool or Sort.Tier)
        {
            string word = sort == Sort.Tier ? Operator() : dice.Of("==", "!=");
            return New(Sort.Bool, "(", left, " ", word, " ", dice.Chance(60) ? Member(sort, scope) : Value(sort, depth - 1, scope), ")");
        }

        Piece right = dice.Chance(55) ? Literal(sort) : Value(dice.Chance(70) ? sort : Mixed(sort), depth - 1, scope.Fixed);
        return New(Sort.Bool, "(", left, " ", Operator(), " ", right, sort == Sort.Text ? IgnoringCase() : "", ")");
    }

    private string Operator() => dice.Of("==", "!=", "<", "<=", ">", ">=");

    // `online`, which is that member since the other side is an enum.
    private Piece Member(Sort sort, Scope scope) => sort switch
    {
        Sort.Channel => New(Sort.Other, dice.Pick(Schema.Channels)),
        Sort.Tier => New(Sort.Other, dice.Pick(Schema.Tiers)),
        Sort.Weekday => New(Sort.Other, dice.Pick(Schema.Weekdays)),
        _ => Value(sort, 0, scope),
    };

    private Sort Mixed(Sort sort) => sort switch
    {
        Sort.Int => dice.Of(Sort.Decimal, Sort.Number),
        Sort.Decimal => dice.Of(Sort.Int, Sort.Number),
        Sort.Number => dice.Of(Sort.Int, Sort.Decimal),
        Sort.Date => Sort.DateTime,
        Sort.DateTime => Sort.Date,
        _ => sort,
    };

    private Piece Between(int depth, Scope scope)
    {
        Sort sort = dice.Of(Sort.Int, Sort.Int, Sort.Decimal, Sort.Money, Sort.Number, Sort.Date, Sort.DateTime, Sort.Text, Sort.Duration);
        scope = scope.Fixed;
        return New(Sort.Bool, "(", Value(sort, depth - 1, scope), Not(), " between ", Leaf(sort, scope), " and ", Value(sort, depth - 2, scope), ")");
    }

    private Piece InList(int depth, Scope scope)
    {
        Sort sort = dice.Of(Sort.Text, Sort.Text, Sort.Int, Sort.Int, Sort.Decimal, Sort.Money, Sort.Date, Sort.DateTime, Sort.Channel, Sort.Tier, Sort.Weekday);
        scope = scope.Fixed;
        List<object> parts = ["(", Value(sort, depth - 1, scope), Not(), " in ["];
        bool constant = dice.Chance(80);
        for (int i = dice.Between(1, 4); i > 0; i--)
        {
            Piece element = sort is Sort.Channel or Sort.Tier or Sort.Weekday && dice.Chance(70)
                ? Member(sort, scope)
                : constant ? Literal(sort) : Leaf(sort, scope);
            parts.Add(parts.Count == 4 ? element : New(Sort.Optional, ", ", element));
        }

        return new Piece(Sort.Bool, [.. parts, "]", sort == Sort.Text ? IgnoringCase() : "", ")"]);
    }

    private Piece TextTest(int depth, Scope scope) =>
        New(Sort.Bool, "(", Value(Sort.Text, depth - 1, scope), Not(), dice.Of(" contains ", " starts with ", " ends with "),
            dice.Chance(60) ? Literal(Sort.Text) : Value(Sort.Text, depth - 1, scope), IgnoringCase(), ")");

    private Piece SetTest(int depth, Scope scope)
    {
        Sort sort = dice.Of(Sort.TextSet, Sort.TextSet, Sort.ChannelSet, Sort.IntSet, Sort.DateSet);
        Sort element = ElementOf(sort);
        Piece set = SetValue(sort, depth, scope);
        Piece ending = sort == Sort.TextSet ? IgnoringCase() : Nothing();
        return dice.Next(4) switch
        {
            0 => New(Sort.Bool, "(", Value(element, depth - 1, scope), Not(), " in ", set, ending, ")"),
            1 => New(Sort.Bool, "(", set, Not(), " contains ", dice.Chance(50) ? Literal(element) : Value(element, depth - 1, scope), ending, ")"),
            _ => New(Sort.Bool, "(", set, Not(), dice.Of(" contains any ", " contains all ", " contains none "),
                dice.Chance(70) ? Literal(sort) : SetValue(sort, depth, scope), ending, ")"),
        };
    }

    private Piece SetValue(Sort sort, int depth, Scope scope) => sort == Sort.TextSet && dice.Chance(25)
        ? EventMember(sort, depth - 1, scope)
        : New(sort, Name(sort, scope) ?? "interests");

    private Piece InWindow(int depth, Scope scope)
    {
        bool isDate = dice.Chance(50);
        int first = isDate ? 3 : 0;
        string unit = Units[dice.Between(first, 7)];
        string count = dice.Chance(15) ? dice.Of("few", "many") : Literals.Int(dice.Of(1, 1, 2, 3, 7, 30));
        int kind = dice.Next(6);
        string window = kind switch
        {
            0 => $"in this {unit}",
            1 => $"in previous {unit}",
            2 => $"in previous {count} {unit}s",
            3 => $"in next {unit}",
            4 => $"in next {count} {unit}s",
            _ => $"in last {count} {unit}s",
        };
        return New(Sort.Bool, "(", Value(isDate ? Sort.Date : Sort.DateTime, depth - 1, kind < 4 ? scope : scope.Fixed), Not(), " ", window, ")");
    }

    private Piece AnyQuery(int depth, Scope scope) => dice.Chance(35)
        ? Sequence(depth, scope, out _)
        : Query(dice.Pick(Schema.Events), "", depth, scope);

    private Piece ListCondition(int depth, Scope scope)
    {
        string variable = Fresh("i");
        Scope inner = scope with { Lists = scope.Lists.Add(variable) };
        return New(Sort.Bool, dice.Of("any(", "all(", "none("), variable, " in ", ListValue(depth, scope), " where ",
            Condition(Math.Min(depth - 1, 2), inner), ")");
    }

    // `now - x` may only be compared with a duration.
    private Piece Elapsed(int depth, Scope scope) =>
        New(Sort.Bool, "((now - ", Value(Sort.DateTime, depth - 1, scope.Fixed), ") ", dice.Of("<", "<=", ">", ">="), " ",
            dice.Chance(70) ? Literal(Sort.Duration) : Leaf(Sort.Duration, scope), ")");

    private Piece Reference(Scope scope)
    {
        if (journeys.Count > 0 && dice.Chance(25))
        {
            return JourneyReference();
        }

        int kind = dice.Next(8);
        if (kind < 2 && classes.Count > 0)
        {
            (string name, string[] entries) = dice.Pick(classes);
            return dice.Next(4) switch
            {
                0 => New(Sort.Bool, "(", name, dice.Of(" is known", " is unknown"), ")"),
                1 => New(Sort.Bool, "(", name, Not(), " in [", dice.Pick(entries), ", ", dice.Pick(entries), "])"),
                2 => New(Sort.Bool, "((", name, " as of ", PastInstant(), ") ", dice.Of("==", "!="), " ", name, ")"),
                _ => New(Sort.Bool, "(", name, dice.Of(" == ", " != "), dice.Pick(entries), ")"),
            };
        }

        if (kind < 4 && scores.Count > 0)
        {
            (string name, bool fades) = dice.Pick(scores);
            string limit = fades ? dice.Of("1", "3", "5", "8", "12.5", "0") : Literals.Int(dice.Of(0, 1, 5, 10, 12, 15, 20, -5));
            return New(Sort.Bool, "(", name, " ", fades ? dice.Of("<", "<=", ">", ">=") : Operator(), " ", limit, ")");
        }

        return segments.Count > 0 ? New(Sort.Bool, dice.Pick(segments)) : Leaf(Sort.Bool, scope);
    }

    private string Pattern() => Literals.Text(PatternPart(2));

    private string PatternPart(int depth) => depth == 0 ? PatternAtom() : dice.Next(11) switch
    {
        9 => "(" + dice.Of("", PatternPart(depth - 1) + "|") + ")",
        0 => PatternPart(depth - 1) + "|" + PatternPart(depth - 1),
        1 => "(" + PatternPart(depth - 1) + ")" + Repetition(),
        2 => "(?:" + PatternPart(depth - 1) + ")" + Repetition(),
        3 => "^" + PatternPart(depth - 1),
        4 => PatternPart(depth - 1) + "$",
        5 => "^(" + PatternPart(depth - 1) + ")" + Repetition() + "$",
        _ => PatternPart(depth - 1) + PatternPart(depth - 1),
    };

    private string PatternAtom() => dice.Of(
        "a", "b", "A", "/", "s", "K", "ß", "Köln", "1", " ", "[a-z]", "[^a-z]", "[A-ZÄÖÜ]", ".", "\\d", "\\w", "\\s", "\\D", "\\W",
        "\\S", "\\.", "[ab.]", "[\\d/]", "\\n", "😀", "[😀-😂]", "\\u{E0}", "[^\\s]") + Repetition();

    private string Repetition() => dice.Of("", "", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}");
}
