using System.Globalization;

namespace SegLang.Tests.Differential;

/// <summary>A definition of a random rule set; in text it stands on one line.</summary>
internal sealed record Definition(string Name, Piece Body)
{
    public override string ToString() => Body.ToString();
}

/// <summary>Definitions that conditions refer to: params, traits, segments, classes and scores.</summary>
internal sealed partial class RuleGenerator
{
    /// <summary>Params and named spans and instants, which the conditions of this generator expect to be there.</summary>
    public IEnumerable<Definition> Fixtures()
    {
        yield return Param("few", Sort.Int, "int", Literals.Int(dice.Of(1, 2, 3, 0, -1)));
        yield return Param("many", Sort.Int, "int", Literals.Int(dice.Of(7, 30, 90, 365)));
        yield return Param("since", Sort.DateTime, "datetime", pools.Literal(Sort.DateTime));
        yield return Param("opening", Sort.Date, "date", pools.Literal(Sort.Date));
        yield return Param("bar", Sort.Money, "money(EUR)", Literals.Decimal(dice.Of(0, 100, 250, 1250), 2) + " EUR");
        yield return Param("quota", Sort.Decimal, "decimal(3)", Literals.Decimal(dice.Of(0, 500, 1500, 2250), 3));
        yield return Param("factor", Sort.Number, "number", dice.Of("0.5", "1.5", "3"));
        yield return Param("word", Sort.Text, "text", pools.Literal(Sort.Text));
        yield return Param("strict", Sort.Bool, "bool", dice.Of("true", "false"));
        yield return Param("place", Sort.Channel, "Channel", dice.Pick(Schema.Channels));
        yield return Param("grace", Sort.Duration, "duration", dice.Of("2 days", "1 hour", "90 minutes"));
        yield return new Definition("Patience", New(Sort.Other, "trait Patience = ", pools.Span()));
        yield return new Definition("Wait", New(Sort.Other, "trait Wait = ", pools.Span()));
        yield return new Definition("Since", New(Sort.Other, "trait Since = ", Ago()));
    }

    /// <summary>The next random definition, which later ones may refer to.</summary>
    public Definition Next()
    {
        int depth = dice.Of(1, 2, 2);
        return dice.Weighted<Definition>(
            (9, () => Trait(depth)),
            (4, () => Segment(depth)),
            (2, () => Classify(depth)),
            (2, () => Fit(depth)),
            (4, () => Score(depth)));
    }

    /// <summary>Takes back a definition that was refused.</summary>
    public void Forget(string name)
    {
        named.RemoveAll(n => n.Name == name);
        segments.Remove(name);
        classes.RemoveAll(c => c.Name == name);
        scores.RemoveAll(s => s.Name == name);
        journeys.RemoveAll(j => j.Name == name);
        actions.RemoveAll(a => a.Name == name);
    }

    /// <summary>A definition whose value is asked for: mostly a condition, as a segment or as a three-valued trait.</summary>
    public Definition Asked(int index)
    {
        int depth = dice.Of(1, 2, 2, 3, 3, 4);
        string name = string.Create(CultureInfo.InvariantCulture, $"Q{index}");
        return dice.Chance(60)
            ? new Definition(name, New(Sort.Other, $"segment {name} {{ ", Condition(depth, Scope.Top), " }"))
            : new Definition(name, New(Sort.Other, $"trait {name} = ", Condition(depth, Scope.Top)));
    }

    private Definition Param(string name, Sort sort, string type, string value)
    {
        if (name is not ("few" or "many"))
        {
            named.Add((name, sort, false));
        }

        return new Definition(name, New(Sort.Other, $"param {name}: {type} = {value}"));
    }

    private Definition Trait(int depth)
    {
        string name = Fresh("T");
        Sort sort = dice.Chance(12) ? Sort.TextSet : dice.Pick(Scalars);
        Piece value = sort == Sort.TextSet
            ? SetValue(sort, depth, Scope.Top)
            : sort is Sort.Text or Sort.Channel && dice.Chance(40) ? Aggregate(sort, depth, Scope.Top.Fixed) : Value(sort, depth, Scope.Top.Fixed);
        named.Add((name, sort, false));
        return new Definition(name, New(Sort.Other, $"trait {name} = ", value));
    }

    private Definition Segment(int depth)
    {
        string name = Fresh("S");
        Piece body = Condition(depth, Scope.Top);
        segments.Add(name);
        return new Definition(name, New(Sort.Other, $"segment {name} {{ ", body, " }"));
    }

    private Definition Classify(int depth)
    {
        string name = Fresh("C");
        string[] entries = ["gold", "silver", "iron"];
        List<object> parts = [$"classify {name} {{ gold when ", Condition(depth, Scope.Top), "  silver when ", Condition(depth, Scope.Top)];
        parts.Add(dice.Chance(50) ? "  iron otherwise }" : New(Sort.Other, "  iron when ", Condition(depth - 1, Scope.Top), " }"));
        classes.Add((name, entries));
        return new Definition(name, new Piece(Sort.Other, [.. parts]));
    }

    private Definition Fit(int depth)
    {
        string name = Fresh("F");
        Sort sort = dice.Of(Sort.Int, Sort.Int, Sort.Decimal, Sort.Money, Sort.Number);
        List<object> parts = [$"classify {name} {{ green by ", Value(sort, depth, Scope.Top.Fixed), "  red by ", Value(sort, depth, Scope.Top.Fixed)];
        parts.Add(dice.Chance(60) ? $"  grey otherwise below {dice.Of("0", "1", "2", "5")}{(sort == Sort.Money ? " EUR" : "")} }}" : " }");
        classes.Add((name, parts[^1] is " }" ? ["green", "red"] : ["green", "red", "grey"]));
        return new Definition(name, new Piece(Sort.Other, [.. parts]));
    }

    private Definition Score(int depth)
    {
        string name = Fresh("P");
        List<object> parts = [$"score {name} {{ "];
        bool fades = false;
        for (int i = dice.Between(1, 3); i > 0; i--)
        {
            bool halves = dice.Chance(30);
            fades |= halves;
            parts.Add(New(parts.Count == 1 || halves ? Sort.Other : Sort.Optional, halves ? Halving(depth) : Line(depth), "  "));
        }

        if (dice.Chance(40))
        {
            parts.Add(New(Sort.Optional, dice.Of("range 0 to 20 ", "range -5 to 10 ", "range 1 to 100 ")));
        }

        scores.Add((name, fades));
        if (!fades)
        {
            named.Add((name, Sort.Int, false));
        }

        return new Definition(name, new Piece(Sort.Other, [.. parts, "}"]));
    }

    private string Points() => dice.Of("add ", "add ", "subtract ") + Literals.Int(dice.Of(1, 5, 8, 10));

    private Piece Max() => Optional(40, () => New(Sort.Optional, " max ", Literals.Int(dice.Of(5, 10, 12, 20))));

    private Piece Line(int depth) => dice.Chance(45)
        ? New(Sort.Other, Points(), " when ", Condition(depth - 1, Scope.Top))
        : New(Sort.Other, Points(), " per ", AnyQuery(depth, Scope.Top), Max());

    private Piece Halving(int depth)
    {
        EventShape shape = dice.Pick(Schema.Events);
        Piece where = Optional(40, () => New(Sort.Optional, " where ", Condition(depth - 1, Scope.Top.With(shape, null))));
        return New(Sort.Other, Points(), " per ", shape.Name, where, " halving every ", dice.Of("7 days", "1 day", "12 hours", "1 week"), Max());
    }
}
