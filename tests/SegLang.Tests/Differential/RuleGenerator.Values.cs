namespace SegLang.Tests.Differential;

/// <summary>Values of every type.</summary>
internal sealed partial class RuleGenerator
{
    private static readonly string[] Units = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];

    /// <summary>An expression of a sort.</summary>
    public Piece Value(Sort sort, int depth, Scope scope)
    {
        if (depth <= 0 || sort == Sort.Items)
        {
            return Leaf(sort, scope);
        }

        if (sort == Sort.Bool)
        {
            return Condition(depth, scope);
        }

        return dice.Weighted<Piece>(
            (26, () => Leaf(sort, scope)),
            (40, () => Specific(sort, depth, scope)),
            (9, () => Aggregate(sort, depth, scope)),
            (7, () => EventMember(sort, depth, scope)),
            (7, () => New(sort, "(", Value(sort, depth - 1, scope.Fixed), " else ", Value(sort, depth - 1, scope.Fixed), ")")),
            (5, () => Extreme(sort, depth, scope)),
            (4, () => AsOf(sort, depth, scope)));
    }

    private Piece AsOf(Sort sort, int depth, Scope scope) =>
        New(sort, "(", Value(sort, depth - 1, scope), " as of ", PastInstant(), ")");

    // What `as of` takes: a literal, a param, or `N units ago`.
    private Piece PastInstant() => dice.Weighted<Piece>(
        (3, Ago),
        (2, () => Literal(Sort.DateTime)),
        (1, () => New(Sort.DateTime, "since")),
        (1, () => New(Sort.DateTime, pools.Literal(Sort.Date))));

    private Piece Ago() => New(Sort.DateTime, "(", Amount(), " ago)");

    /// <summary>`30 days`, or `few days` with an int param.</summary>
    private Piece Amount() => dice.Chance(14)
        ? New(Sort.Span, dice.Of("few ", "many "), dice.Pick(Units), "s")
        : New(Sort.Span, pools.Span());

    private Piece Specific(Sort sort, int depth, Scope scope) => sort switch
    {
        Sort.Text => Text(depth, scope),
        Sort.Int => Int(depth, scope),
        Sort.Decimal => Decimal(depth, scope),
        Sort.Money => Money(depth, scope),
        Sort.Number => Number(depth, scope),
        Sort.Date => Date(depth, scope),
        Sort.DateTime => DateTime(depth, scope),
        Sort.Duration => Duration(depth, scope),
        Sort.Span => Span(depth),
        Sort.Weekday => Part(sort, "weekday", depth, scope),
        _ => Aggregate(sort, depth, scope),
    };

    private Piece Extreme(Sort sort, int depth, Scope scope)
    {
        if (sort is Sort.Channel or Sort.Tier or Sort.Weekday or Sort.Span or Sort.TextSet or Sort.ChannelSet or Sort.IntSet or Sort.DateSet)
        {
            return Leaf(sort, scope);
        }

        scope = scope.Fixed;
        Piece third = Optional(30, () => New(Sort.Optional, ", ", Value(sort, depth - 2, scope)));
        return New(sort, dice.Of("least(", "greatest("), Value(sort, depth - 1, scope), ", ", Value(sort, depth - 1, scope), third, ")");
    }

    private Piece Call(Sort sort, string name, Sort argument, int depth, Scope scope) =>
        New(sort, name, "(", Value(argument, depth - 1, scope), ")");

    private Piece Binary(Sort sort, Sort left, string word, Sort right, int depth, Scope scope) =>
        New(sort, "(", Value(left, depth - 1, scope), " ", word, " ", Value(right, depth - 1, scope), ")");

    // As a literal may come out negative, and `--1` reads badly.
    private Piece Negated(Sort sort, int depth, Scope scope) => New(sort, "(-(", Value(sort, depth - 1, scope), "))");

    private Piece Text(int depth, Scope scope) =>
        Call(Sort.Text, dice.Of("lower", "upper", "trim"), Sort.Text, depth, scope);

    private Piece Int(int depth, Scope scope) => dice.Weighted<Piece>(
        (21, () => Count(depth, scope)),
        (11, () => Call(Sort.Int, "length", Sort.Text, depth, scope)),
        (8, () => Call(Sort.Int, "size", dice.Of(Sort.TextSet, Sort.ChannelSet, Sort.IntSet, Sort.Items, Sort.Items), depth, scope)),
        (16, () => Call(Sort.Int, dice.Of("floor", "ceil"), dice.Of(Sort.Decimal, Sort.Decimal, Sort.Number), depth, scope)),
        (3, () => Call(Sort.Int, "abs", Sort.Int, depth, scope)),
        (9, () => New(Sort.Int, "mod(", Value(Sort.Int, depth - 1, scope), ", ", Value(Sort.Int, depth - 1, scope), ")")),
        (8, () => Binary(Sort.Int, Sort.Int, dice.Of("+", "-", "*"), Sort.Int, depth, scope)),
        (6, () => Negated(Sort.Int, depth, scope)),
        (22, () => UnitsBetween(depth, scope)),
        (32, () => Part(Sort.Int, Schema.Parts[dice.Of(0, 1, 2, 3, 5, 6)], depth, scope)),
        (14, () => Quantifier(dice.Chance(60), depth, scope)));

    private Piece UnitsBetween(int depth, Scope scope)
    {
        Sort of = dice.Of(Sort.Date, Sort.DateTime);
        return New(Sort.Int, "(", dice.Pick(Units), "s ", dice.Of("since ", "until "), "(", Value(of, depth - 1, scope.Fixed), "))");
    }

    private Piece Part(Sort sort, string part, int depth, Scope scope)
    {
        bool instant = part is "hour" or "minute" or "date" || dice.Chance(50);
        return New(sort, "(", Value(instant ? Sort.DateTime : Sort.Date, depth - 1, scope), ").", part);
    }

    private Piece Decimal(int depth, Scope scope) => dice.Weighted<Piece>(
        (6, () => Binary(Sort.Decimal, Sort.Decimal, dice.Of("+", "-", "*"), dice.Of(Sort.Decimal, Sort.Int), depth, scope)),
        (2, () => Binary(Sort.Decimal, Sort.Int, dice.Of("+", "-", "*"), Sort.Decimal, depth, scope)),
        (6, () => Round(Sort.Decimal, depth, scope)),
        (2, () => Call(Sort.Decimal, "abs", Sort.Decimal, depth, scope)),
        (3, () => New(Sort.Decimal, "mod(", Value(Sort.Decimal, depth - 1, scope), ", ", Value(dice.Of(Sort.Int, Sort.Decimal), depth - 1, scope), ")")),
        (1, () => Negated(Sort.Decimal, depth, scope)),
        (9, () => Mean(Sort.Decimal, dice.Of(Sort.Int, Sort.Decimal), depth, scope)),
        (4, () => ListSum(Sort.Decimal, depth, scope)));

    private Piece Money(int depth, Scope scope) => dice.Weighted<Piece>(
        (5, () => Binary(Sort.Money, Sort.Money, dice.Of("+", "-"), Sort.Money, depth, scope)),
        (4, () => Binary(Sort.Money, Sort.Money, dice.Of("*", "/"), dice.Of(Sort.Int, Sort.Decimal), depth, scope)),
        (2, () => Binary(Sort.Money, dice.Of(Sort.Int, Sort.Decimal), "*", Sort.Money, depth, scope)),
        (5, () => Round(Sort.Money, depth, scope)),
        (3, () => Call(Sort.Money, dice.Of("abs", "floor", "ceil"), Sort.Money, depth, scope)),
        (1, () => Negated(Sort.Money, depth, scope)),
        (6, () => Mean(Sort.Money, Sort.Money, depth, scope)),
        (3, () => ListSum(Sort.Money, depth, scope)));

    private Piece Round(Sort sort, int depth, Scope scope) =>
        New(sort, "round(", Value(sort, depth - 1, scope), ", ", Literals.Int(dice.Of(0, 1, 2, 3, 4, 9)), ")");

    private Piece Number(int depth, Scope scope) => dice.Weighted<Piece>(
        (4, () => Binary(Sort.Number, Sort.Int, "/", dice.Of(Sort.Int, Sort.Decimal), depth, scope)),
        (2, () => Binary(Sort.Number, Sort.Decimal, "/", dice.Of(Sort.Int, Sort.Decimal), depth, scope)),
        (3, () => Binary(Sort.Number, Sort.Money, "/", Sort.Money, depth, scope)),
        (2, () => Binary(Sort.Number, Sort.Duration, "/", Sort.Duration, depth, scope)),
        (5, () => Binary(Sort.Number, Sort.Number, dice.Of("+", "-", "*", "/"), dice.Of(Sort.Number, Sort.Int, Sort.Decimal), depth, scope)),
        (2, () => Call(Sort.Number, "abs", Sort.Number, depth, scope)),
        (1, () => Negated(Sort.Number, depth, scope)));

    private Piece Date(int depth, Scope scope) => dice.Weighted<Piece>(
        (3, () => New(Sort.Date, "today")),
        (4, () => Part(Sort.Date, "date", depth, scope)),
        (5, () => New(Sort.Date, "(", Value(Sort.Date, depth - 1, scope), dice.Of(" + ", " - "), DaySpan(), ")")),
        (4, () => Call(Sort.Date, "anniversary", Sort.Date, depth, scope)));

    private Piece DaySpan()
    {
        string unit = Units[dice.Between(3, 7)];
        return New(Sort.Span, Literals.Int(dice.Of(0, 1, 1, 2, 3, 12, 30)), " ", unit, "s");
    }

    private Piece DateTime(int depth, Scope scope) => dice.Weighted<Piece>(
        (5, () => New(Sort.DateTime, "(", Value(Sort.DateTime, depth - 1, scope.Fixed), dice.Of(" + ", " - "), Span(depth - 1), ")")),
        (2, () => New(Sort.DateTime, "(", Value(Sort.DateTime, depth - 1, scope.Fixed), dice.Of(" + ", " - "), Value(Sort.Duration, depth - 1, scope), ")")),
        (1, () => New(Sort.DateTime, "(", Value(Sort.Date, depth - 1, scope), dice.Of(" + ", " - "), Literals.Int(dice.Between(1, 30)), dice.Of(" hours", " minutes", " seconds"), ")")),
        (scope.WithoutNow ? 0 : 3, () => Moving(depth)),
        (2, () => Leaf(Sort.DateTime, scope)));

    /// <summary>An instant that moves with now.</summary>
    private Piece Moving(int depth) => dice.Weighted<Piece>(
        (4, Ago),
        (1, () => New(Sort.DateTime, "now")),
        (2, () => New(Sort.DateTime, "(now - ", Span(depth - 1), ")")),
        (1, () => New(Sort.DateTime, "(now + ", pools.Span(), ")")),
        (1, () => New(Sort.DateTime, "(now - ", pools.Span(), " - ", pools.Span(), ")")),
        (1, () => New(Sort.DateTime, "(", Ago(), " else now)")),
        (1, () => New(Sort.DateTime, dice.Of("least(", "greatest("), Ago(), ", ", Ago(), ")")),
        (1, () => New(Sort.DateTime, "Since")));

    private Piece Span(int depth) => dice.Weighted<Piece>(
        (6, () => New(Sort.Span, pools.Span())),
        (2, () => New(Sort.Span, dice.Of("Patience", "Wait"))),
        (depth > 0 ? 1 : 0, () => New(Sort.Span, "(", pools.Span(), " * ", Literals.Int(dice.Between(-1, 3)), ")")),
        (depth > 0 ? 1 : 0, () => New(Sort.Span, "(-(", pools.Span(), "))")));

    private Piece Duration(int depth, Scope scope) => dice.Weighted<Piece>(
        (3, () => Binary(Sort.Duration, Sort.DateTime, "-", Sort.DateTime, depth, scope.Fixed)),
        (2, () => Binary(Sort.Duration, Sort.Date, "-", Sort.Date, depth, scope.Fixed)),
        (4, () => Binary(Sort.Duration, Sort.Duration, dice.Of("+", "-"), Sort.Duration, depth, scope)),
        (3, () => Binary(Sort.Duration, Sort.Duration, dice.Of("*", "/"), Sort.Int, depth, scope)),
        (2, () => Call(Sort.Duration, "abs", Sort.Duration, depth, scope)),
        (1, () => Negated(Sort.Duration, depth, scope)),
        (4, () => Mean(Sort.Duration, Sort.Duration, depth, scope)));
}
