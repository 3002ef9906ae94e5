using System.Globalization;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>Journeys, and the actions and limits that they ask for.</summary>
internal sealed partial class RuleGenerator
{
    private static readonly string[] StageNames = ["one", "two", "three", "four", "five"];
    private static readonly string[] Clocks = ["09:00", "00:00", "02:30", "23:59", "12:00", "20:00"];

    private static readonly (string Type, Sort Sort)[] ParameterTypes =
    [
        ("text", Sort.Text), ("int", Sort.Int), ("bool", Sort.Bool), ("datetime", Sort.DateTime), ("date", Sort.Date), ("Tier", Sort.Tier),
        ("number", Sort.Number), ("set of text", Sort.TextSet),
    ];

    private readonly List<(string Name, string[] Stages)> journeys = [];
    private readonly List<(string Name, (string Name, Sort Sort, bool Optional)[] Parameters)> actions = [];

    /// <summary>Whether there is a journey, for definitions that are about one.</summary>
    public bool HasJourneys => journeys.Count > 0;

    /// <summary>Whether there is an action for journeys to ask for.</summary>
    public bool HasActions => actions.Count > 0;

    /// <summary>Four actions and a limit, which the journeys of this generator ask for.</summary>
    public IEnumerable<Definition> Actions()
    {
        Definition[] four = [.. Enumerable.Range(0, 4).Select(_ => Action(Fresh("A")))];
        string name = Fresh("L");
        return [.. four, new Definition(name, New(Sort.Other, $"limit {name} {{ ", Cap(), "  ", four[0].Name, ", ", four[2].Name, " }"))];
    }

    /// <summary>The next journey, which later definitions may refer to.</summary>
    public Definition Journey()
    {
        string name = Fresh("J");
        string[] stages = StageNames[..dice.Between(2, 5)];
        int finals = dice.Of(0, 1, 1, 1, stages.Length > 2 ? 2 : 1);
        List<object> parts = [$"journey {name} {{ ", Start(stages, true)];
        for (int more = dice.Of(0, 0, 1, 1, 2); more > 0; more--)
        {
            parts.Add(Start(stages, false));
        }

        if (finals > 0 && dice.Chance(75))
        {
            parts.Add(New(Sort.Optional, dice.Of("reenter never ", "reenter always ", "reenter always ", $"reenter after {Beat()} ")));
        }

        if (dice.Chance(42))
        {
            parts.Add(new Piece(Sort.Optional, ["anywhere { ", .. Enumerable.Range(0, dice.Of(1, 1, 2)).Select(_ => Line(stages, true)), "} "]));
        }

        for (int i = 0; i < stages.Length; i++)
        {
            bool isFinal = i >= stages.Length - finals;
            parts.Add(isFinal ? New(Sort.Optional, $"final stage {stages[i]} ") : Stage(stages[i], stages));
        }

        journeys.Add((name, stages));
        return new Definition(name, new Piece(Sort.Other, [.. parts, "}"]));
    }

    /// <summary>What is asked of a journey besides its stage, as traits: where these stand, engines must count and remember.</summary>
    public IEnumerable<Definition> AboutJourney(string name)
    {
        yield return Asks($"{name}.since");
        yield return Asks($"{name}.entered");
        yield return Asks($"({name} as of {PastInstant()}) == {name}");
    }

    /// <summary>A segment, class or score that is about a journey.</summary>
    public Definition OnJourney()
    {
        string name = Fresh("S");
        Piece body = dice.Chance(50)
            ? JourneyReference()
            : New(Sort.Bool, "(", JourneyReference(), dice.Of(" and ", " or "), Lively(1, Scope.Top), ")");
        segments.Add(name);
        return new Definition(name, New(Sort.Other, $"segment {name} {{ ", body, " }"));
    }

    private Definition Asks(string expression)
    {
        string name = Fresh("T");
        return new Definition(name, New(Sort.Other, $"trait {name} = {expression}"));
    }

    private Definition Action(string name)
    {
        (string Name, Sort Sort, bool Optional)[] parameters = new (string, Sort, bool)[dice.Of(0, 1, 1, 2)];
        List<string> declared = [];
        for (int i = 0; i < parameters.Length; i++)
        {
            (string type, Sort sort) = dice.Pick(ParameterTypes);
            parameters[i] = (string.Create(CultureInfo.InvariantCulture, $"p{i}"), sort, sort != Sort.TextSet && dice.Chance(50));
            declared.Add($"{parameters[i].Name}: {type}{(parameters[i].Optional ? "?" : "")}");
        }

        actions.Add((name, parameters));
        return new Definition(name, New(
            Sort.Other,
            $"action {name}({string.Join(", ", declared)}) {{ ",
            Optional(40, () => New(Sort.Optional, "requires ", dice.Chance(50) ? New(Sort.Bool, dice.Of("optin", "vip", "(not vip)")) : Lively(1, Scope.Top), "  ")),
            Optional(40, Cap),
            Optional(40, () => New(Sort.Optional, " hours ", dice.Of("08:00 to 20:00", "09:00 to 09:01", "22:00 to 06:00", "02:30 to 03:00"), " ")),
            "}"));
    }

    private Piece Cap() => New(Sort.Optional, "at most ", Literals.Int(dice.Of(1, 1, 2, 3)), " per ", Beat());

    // A span of the pool that is longer than nothing; the param is at least 7.
    private Piece Beat() => New(Sort.Span, dice.Chance(4) ? dice.Of("many minutes", "many hours") : pools.Beat());

    private Piece Start(string[] stages, bool isFirst)
    {
        string stage = dice.Chance(70) ? stages[0] : dice.Pick(stages);
        return New(
            isFirst ? Sort.Other : Sort.Optional,
            $"start {stage} ",
            dice.Chance(isFirst ? 75 : 35) ? New(Sort.Other, "on ", About(dice.Pick(Schema.Events), 25)) : New(Sort.Other, "when ", Lively(2, Scope.Top)),
            " ");
    }

    private Piece Stage(string name, string[] stages)
    {
        List<object> parts = [$"stage {name} {{ "];
        for (int lines = dice.Of(0, 1, 2, 2, 3, 3, 4); lines > 0; lines--)
        {
            parts.Add(Line(stages, false));
        }

        if (dice.Chance(8))
        {
            parts.Add(Split(stages));
        }

        return new Piece(Sort.Optional, [.. parts, "} "]);
    }

    private Piece Split(string[] stages)
    {
        (string first, string rest) = dice.Of(("50%", "30%"), ("30%", "50%"), ("79.5%", "0.5%"));
        return New(
            Sort.Optional, $"split {{ {first} -> ", dice.Pick(stages), "  20% -> ", dice.Pick(stages), $"  {rest} -> ", dice.Pick(stages), " } ");
    }

    private Piece Line(string[] stages, bool isAnywhere) => dice.Weighted<Piece>(
        (30, () => OnLine(stages)),
        (24, () => New(Sort.Optional, "when ", Lively(2, Scope.Top), Effect(stages, Scope.Top))),
        (26, () => AfterLine(stages)),
        (10, () => New(Sort.Optional, "at ", FixedInstant(), Effect(stages, Scope.Top))),
        (isAnywhere ? 14 : 8, () => New(Sort.Optional, "enter do ", Calls(Scope.Top), " ")));

    private Piece OnLine(string[] stages)
    {
        EventShape shape = dice.Pick(Schema.Events);
        return New(Sort.Optional, "on ", About(shape, 35), Effect(stages, Scope.Top.With(shape, null)));
    }

    private Piece AfterLine(string[] stages) => New(
        Sort.Optional,
        "after ",
        New(Sort.Span, dice.Chance(4) ? "many hours" : pools.Beat(dice.Chance(70) ? TimeUnit.Day : TimeUnit.Hour)), // Shorter ones go round for ever.
        Optional(35, () => New(Sort.Optional, " without ", About(dice.Pick(Schema.Events), 30))),
        Optional(25, () => New(Sort.Optional, " at ", dice.Pick(Clocks))),
        Effect(stages, Scope.Top));

    private Piece About(EventShape shape, int percent) => New(
        Sort.Other, shape.Name, Optional(percent, () => New(Sort.Optional, " where ", EventCondition(shape))));

    // Where a line leads and what it asks for: at least one of both.
    private Piece Effect(string[] stages, Scope scope)
    {
        bool moves = dice.Chance(75);
        Piece target = moves ? New(Sort.Optional, " -> ", dice.Pick(stages)) : Nothing();
        Piece calls = !moves || dice.Chance(25) ? New(Sort.Optional, " do ", Calls(scope)) : Nothing();
        return New(Sort.Other, target, calls, " ");
    }

    private Piece Calls(Scope scope)
    {
        List<object> parts = [Call(scope)];
        if (dice.Chance(20))
        {
            parts.Add(New(Sort.Optional, ", ", Call(scope)));
        }

        return new Piece(Sort.Other, [.. parts]);
    }

    private Piece Call(Scope scope)
    {
        (string name, (string Name, Sort Sort, bool Optional)[] parameters) = dice.Pick(actions);
        List<object> parts = [$"{name}("];
        foreach ((string parameter, Sort sort, _) in parameters.Where(p => !p.Optional || dice.Chance(70)))
        {
            parts.Add($"{(parts.Count == 1 ? "" : ", ")}{parameter}: ");
            parts.Add(sort == Sort.TextSet ? New(sort, Name(sort, scope) ?? "interests") : Argument(sort, scope));
        }

        return new Piece(Sort.Other, [.. parts, ")"]);
    }

    private Piece Argument(Sort sort, Scope scope) => sort == Sort.Bool
        ? Lively(1, Scope.Top)
        : dice.Chance(30) ? Value(sort, 1, scope.Fixed) : Leaf(sort, scope.Fixed);

    // An instant that does not move with now.
    private Piece FixedInstant() => dice.Weighted<Piece>(
        (3, () => New(Sort.DateTime, dice.Of("registered", "seen"))),
        (3, () => New(Sort.DateTime, "(", dice.Of("registered", "seen"), dice.Of(" + ", " - "), Beat(), ")")),
        (3, () => New(Sort.DateTime, "(anniversary(", dice.Of("born", "joined"), ")", dice.Of(" - ", " + "), DaySpan(), ")")),
        (3, () => New(Sort.DateTime, "(last(", dice.Pick(Schema.Events).Name, ").time + ", Beat(), ")")),
        (2, () => New(Sort.DateTime, "last(Visit).planned")),
        (2, () => New(Sort.DateTime, "max(Click.noted)")),
        (2, () => Literal(Sort.DateTime)),
        (1, () => New(Sort.DateTime, "least(registered, seen)")),
        (journeys.Count == 0 ? 0 : 4, () => New(Sort.DateTime, "(", dice.Pick(journeys).Name, ".since + ", Beat(), ")")),
        (2, () => Leaf(Sort.DateTime, Scope.Top.Fixed)));
}
