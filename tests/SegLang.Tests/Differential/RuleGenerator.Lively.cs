namespace SegLang.Tests.Differential;

/// <summary>Conditions that events, changes and time make true and false again, as journeys need them.</summary>
internal sealed partial class RuleGenerator
{
    private Piece Lively(int depth, Scope scope) => dice.Weighted<Piece>(
        (14, () => New(Sort.Bool, "(count(", Recent(60), ") ", dice.Of(">=", ">=", "==", "<"), " ", dice.Of("1", "2", "3"), ")")),
        (12, () => New(Sort.Bool, dice.Of("any(", "none("), Recent(90), ")")),
        (4, () => New(Sort.Bool, "(sum(", dice.Of("Purchase.quantity", "Visit.depth"), Lately(80), ") ", dice.Of(">", "<="), " ", dice.Of("2", "5", "10"), ")")),
        (12, FieldTest),
        (6, () => New(Sort.Bool, "(", dice.Of("registered", "seen", "born", "joined"), dice.Of(" in last ", " in next "), DayBeat(), ")")),
        (5, () => New(Sort.Bool, "(", dice.Of("hours", "days", "days", "weeks"), " since last(", dice.Pick(Schema.Events).Name, ").time ", Operator(), " ", dice.Of("1", "2", "24"), ")")),
        (4, () => New(Sort.Bool, "((now - last(", dice.Pick(Schema.Events).Name, ").time) ", dice.Of(">", ">=", "<"), " ", dice.Of("1 day", "2 hours", "90 minutes", "1 week"), ")")),
        (3, () => New(Sort.Bool, dice.Of("(now.hour >= 12)", "(now.weekday == monday)", "(today.day == 1)", "(today.weekday in [saturday, sunday])", "(now.minute < 30)"))),
        (4, () => New(Sort.Bool, "any(", About(dice.Pick(Schema.Events), 20), " then ", dice.Of("", "", "no "), dice.Pick(Schema.Events).Name, " within ", Beat(), ")")),
        (journeys.Count == 0 ? 0 : 14, JourneyReference),
        (8, () => Reference(scope)),
        (depth > 0 ? 6 : 0, () => New(Sort.Bool, "(", Lively(depth - 1, scope), dice.Of(" and ", " or "), Lively(depth - 1, scope), ")")),
        (depth > 0 ? 4 : 0, () => New(Sort.Bool, "(not ", Lively(depth - 1, scope), ")")),
        (6, () => Condition(Math.Min(depth, 1), scope)));

    private Piece Recent(int percent)
    {
        EventShape shape = dice.Pick(Schema.Events);
        return New(Sort.Other, shape.Name, Lately(percent), Optional(20, () => New(Sort.Optional, " where ", EventCondition(shape))));
    }

    private Piece Lately(int percent) => Optional(percent, () => dice.Weighted<Piece>(
        (10, () => New(Sort.Optional, " in last ", Beat())),
        (2, () => New(Sort.Optional, " in this ", dice.Of("hour", "day", "week", "month"))),
        (1, () => New(Sort.Optional, " in previous ", dice.Of("day", "week", "month"))),
        (1, () => New(Sort.Optional, " before ", Ago())),
        (journeys.Count == 0 ? 0 : 3, () => New(Sort.Optional, " since ", dice.Pick(journeys).Name, ".since"))));

    private Piece FieldTest() => New(Sort.Bool, dice.Of(
        "vip", "optin", "(not optin)", "(tier == high)", "(tier in [low, mid])", "(visits >= 2)", "(age is known)", "grown", "(channel == online)",
        "(interests contains \"a\")", "(restday is unknown)", "(city == \"a\")", "(visits == 0)"));

    private Piece DayBeat() => New(Sort.Span, dice.Of("1 day", "2 days", "1 week", "1 month"));

    /// <summary>A condition about an event of the shape by its own fields, most of them seldom false.</summary>
    private Piece EventCondition(EventShape shape)
    {
        Scope inner = Scope.Top.With(shape, null);
        if (dice.Chance(25))
        {
            return Condition(1, inner);
        }

        return New(Sort.Bool, shape.Name switch
        {
            "Visit" => dice.Of("(channel == online)", "(channel != store)", "(depth > 1)", "(page is known)", "(page starts with \"a\")", "evening", "(depth <= visits)"),
            "Purchase" => dice.Of("(quantity >= 2)", "(tier >= mid)", "gift", "(channel is unknown)", "(price > 1 EUR)", "(quantity < 3)", "(tags contains \"a\")"),
            "Click" => dice.Of("(target is known)", "(share > 1)", "(target == \"a\")", "(weekday == monday)"),
            _ => dice.Of("(time.hour < 12)", "(order == 0)", "profile.vip", "(count(Ping) >= 2)"),
        });
    }

    /// <summary>A condition about the state of a journey.</summary>
    private Piece JourneyReference()
    {
        (string name, string[] stages) = dice.Pick(journeys);
        return dice.Weighted<Piece>(
            (8, () => New(Sort.Bool, "(", name, dice.Of(" == ", " == ", " != "), dice.Pick(stages), ")")),
            (3, () => New(Sort.Bool, "(", name, Not(), " in [", dice.Pick(stages), ", ", dice.Pick(stages), "])")),
            (2, () => New(Sort.Bool, "(", name, dice.Of(" is known", " is unknown"), ")")),
            (3, () => New(Sort.Bool, "(", name, ".entered ", dice.Of(">=", "==", "<"), " ", dice.Of("1", "2", "3"), ")")),
            (2, () => New(Sort.Bool, "((now - ", name, ".since) ", dice.Of(">=", "<"), " ", dice.Of("1 day", "1 hour", "1 week"), ")")),
            (3, () => New(Sort.Bool, "(", name, ".since in last ", Beat(), ")")),
            (2, () => New(Sort.Bool, "((days since ", name, ".since) ", dice.Of(">=", "=="), " ", dice.Of("1", "2"), ")")),
            (2, () => New(Sort.Bool, "(", name, ".since ", dice.Of("<", ">="), " ", dice.Of("registered", "seen", "last(Visit).time"), ")")),
            (12, () => New(Sort.Bool, "((", name, " as of ", PastInstant(), ") == ", dice.Chance(50) ? name : dice.Pick(stages), ")")));
    }
}
