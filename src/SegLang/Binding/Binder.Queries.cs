using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

public sealed partial class Binder
{
    private BoundExpression BindAggregate(AggregateSyntax syntax)
    {
        if (Array.IndexOf(AggregateNames, syntax.Name.Text) is var index && index < 0)
        {
            return Report(syntax, syntax.Name.Text == "all"
                ? Rules.BadSequence.At(source, syntax.Name.Span, "`all` looks at a list of records", "of events, ask `none(Event where not …)`")
                : Rules.UnknownFunction.At(source, syntax.Name.Span, syntax.Name.Text, Suggest(syntax.Name.Text, AggregateNames)));
        }

        AggregateKind kind = (AggregateKind)index;
        if (BindQuery(syntax.Query, out BoundExpression? value) is not { } query)
        {
            return new BoundError(syntax);
        }

        bool takesSequence = kind is AggregateKind.Any or AggregateKind.None or AggregateKind.Count or AggregateKind.First or AggregateKind.Last;
        if (query.IsSequence && (!takesSequence || value is not null))
        {
            return Report(syntax, Rules.SequenceNotHere.At(
                source, syntax.Span, syntax.Name.Text, "only any, none, count, first and last take a sequence, without a field before `then`"));
        }

        return value is null ? AggregateEvents(syntax, kind, query) : AggregateValues(syntax, kind, query, value);
    }

    private BoundExpression AggregateEvents(AggregateSyntax syntax, AggregateKind kind, BoundQuery query)
    {
        EventSymbol last = query.Steps.Last(s => !s.IsNo).Variable.Event;
        return kind switch
        {
            AggregateKind.Any or AggregateKind.None => new BoundAggregate(syntax, kind, query, null, SegType.Bool, false),
            AggregateKind.Count => new BoundAggregate(syntax, kind, query, null, SegType.Int, false),
            AggregateKind.First or AggregateKind.Last => new BoundAggregate(syntax, kind, query, null, new EventType(last), true),
            _ => Report(syntax, Rules.AggregateNeedsField.At(source, syntax.Span, syntax.Name.Text)),
        };
    }

    private BoundExpression AggregateValues(AggregateSyntax syntax, AggregateKind kind, BoundQuery query, BoundExpression value)
    {
        if (kind is AggregateKind.Any or AggregateKind.None)
        {
            // any(E.f where c)   =>   any(E where c and f is known)
            return new BoundAggregate(syntax, kind, WithKnown(query, value), null, SegType.Bool, false);
        }

        if (AggregateType(kind, value.Type) is not { } type)
        {
            string? help = value.Type == SegType.Number && kind is AggregateKind.Sum or AggregateKind.Avg or AggregateKind.Median && value.Type == SegType.Number
                ? "a `number` is inexact; declare the field as `decimal(6)`, for example"
                : null;
            return Report(syntax, Rules.AggregateOverType.At(source, syntax.Span, syntax.Name.Text, value.Type.Name, help));
        }

        bool always = kind is AggregateKind.Count or AggregateKind.Distinct;
        return new BoundAggregate(syntax, kind, query, value, type, !always);
    }

    private static BoundQuery WithKnown(BoundQuery query, BoundExpression value)
    {
        BoundStep step = query.Steps[0];
        BoundExpression known = new BoundIsKnown(value.Syntax, value);
        BoundExpression where = step.Where is null ? known : new BoundLogical(value.Syntax, true, [step.Where, known]);
        return query with { Steps = [step with { Where = where }] };
    }

    private static SegType? AggregateType(AggregateKind kind, SegType type)
    {
        bool isPlain = type is ScalarType or DecimalType or MoneyType or EnumType;
        bool isSummable = type.IsExact || type == SegType.Duration;
        return kind switch
        {
            AggregateKind.Count => isPlain ? SegType.Int : null,
            AggregateKind.Distinct => isPlain ? SegType.Int : null,
            AggregateKind.Sum => isSummable ? type : null,
            AggregateKind.Avg or AggregateKind.Median => isSummable ? Mean(type) : null,
            _ => isPlain ? type : null,
        };
    }

    // Four more digits than the values have, at most nine; a mean of durations is a duration.
    private static SegType Mean(SegType type) => type switch
    {
        MoneyType money => money with { Digits = Math.Min(9, money.Digits + 4) },
        { Scale: { } scale } => new DecimalType(Math.Min(9, scale + 4)),
        _ => type,
    };

    /// <summary>The steps of a query, and the value that the single step's path names; null where something was reported.</summary>
    private BoundQuery? BindQuery(QuerySyntax syntax, out BoundExpression? value)
    {
        Scope before = scope;
        var steps = ImmutableArray.CreateBuilder<BoundStep>();
        value = null;
        bool good = true;
        foreach (StepSyntax step in syntax.Steps)
        {
            BoundStep? bound = BindStep(syntax, step, steps, out BoundExpression? path);
            good = bound is not null && path is not BoundError;
            if (bound is null || !good)
            {
                break; // What follows may speak of this step; it would only repeat the mistake.
            }

            steps.Add(bound);
            value ??= path;
        }

        scope = before;
        return good && CheckNoSteps(syntax, steps) ? new BoundQuery(syntax, steps.ToImmutable()) : null;
    }

    private BoundStep? BindStep(
        QuerySyntax query, StepSyntax syntax, ImmutableArray<BoundStep>.Builder earlier, out BoundExpression? path)
    {
        path = null;
        if (!syntax.Event.IsPresent)
        {
            return null;
        }

        if (Look(syntax.Event.Text) is not EventSymbol symbol)
        {
            diagnostics.Add(NotAnEvent(syntax.Event));
            return null;
        }

        Note(syntax.Event, symbol);
        EventVariable variable = new(symbol, syntax.Alias?.Text);
        BoundWindow? window = syntax.Window is null ? null : BindWindow(syntax.Window, isComparison: false);
        BoundAmount? within = syntax.Within is null ? null : BindAmount(syntax.Within);
        EventVariable? withinOf = FindStep(syntax.WithinOf, earlier);
        bool good = (window is not null || syntax.Window is null)
            && (within is not null || syntax.Within is null)
            && (withinOf is not null || syntax.WithinOf is null);
        if (syntax.Alias is { } alias && syntax.No is null)
        {
            if (earlier.Any(s => s.Variable.Alias == alias.Text))
            {
                diagnostics.Add(Rules.DuplicateName.At(source, alias.Span, alias.Text, "give each step a name of its own"));
                return null;
            }

            record?.Declare(variable, new AliasSymbol(alias.Text, symbol, source, alias.Span));
            scope = scope.WithVariable(alias.Text, variable);
        }

        Scope outside = scope;
        scope = scope.WithFields(variable);
        BoundExpression? where = syntax.Where is null ? null : BindCondition(syntax.Where);
        path = syntax.Path.Length == 0 ? null : BindPath(query, syntax, variable);
        scope = outside;
        good &= where is not BoundError && CheckStep(syntax, earlier);
        return good ? new BoundStep(syntax.No is not null, variable, window, where, within, withinOf) : null;
    }

    private Diagnostic NotAnEvent(Token token)
    {
        string name = token.Text;
        string? help = ProfileField(name)?.Type is ListType
            ? $"`{name}` is a list: write `i in {name}`, or `size({name})`"
            : Suggest(name, table.Events.Select(e => e.Name)) ?? MendOfEvent(name);
        return Rules.UnknownEvent.At(source, token.Span, name, help);
    }

    private string MendOfEvent(string name)
    {
        record?.LookAtAll();
        if (ProfileField(name)?.Type is SetType)
        {
            return $"`{name}` is a set: write `size({name})`, or `{name} contains …`";
        }

        return table.Events.FirstOrDefault(e => e.Find(name) is not null) is { } owner
            ? $"name its event: `{owner.Name}.{name}`"
            : $"declare it: `event {name} {{ … }}`";
    }

    private EventVariable? FindStep(Token? alias, ImmutableArray<BoundStep>.Builder earlier)
    {
        if (alias is not { IsPresent: true })
        {
            return null;
        }

        BoundStep? step = earlier.FirstOrDefault(s => !s.IsNo && s.Variable.Alias == alias.Text);
        if (step is null)
        {
            string? help = Suggest(alias.Text, earlier.Select(s => s.Variable.Alias).OfType<string>()) ?? "name a step with `as`";
            diagnostics.Add(Rules.UnknownStep.At(source, alias.Span, alias.Text, help));
        }
        else
        {
            record?.UseAlias(source, alias.Span, step.Variable);
        }

        return step?.Variable;
    }

    private BoundExpression BindPath(QuerySyntax query, StepSyntax syntax, EventVariable variable)
    {
        Token first = syntax.Path[0];
        if (!first.IsPresent)
        {
            return new BoundError(query);
        }

        if (variable.Event.Find(first.Text) is not { } field)
        {
            string? help = Suggest(first.Text, variable.Event.Fields.Select(f => f.Name));
            return Report(query, Rules.UnknownField.At(source, first.Span, first.Text, variable.Event.Name, help));
        }

        if (first.Span != syntax.Event.Span)
        {
            Note(first, field); // Otherwise the name is not written: `without E` asks for `max(E.time)`.
        }

        BoundExpression value = FieldOf(field, f => new BoundEventField(query, variable, f), query);
        foreach (Token part in syntax.Path.Skip(1).Where(p => p.IsPresent))
        {
            value = value.Type.IsError ? value : AccessPart(query, part, value);
        }

        return value;
    }

    private bool CheckStep(StepSyntax syntax, ImmutableArray<BoundStep>.Builder earlier)
    {
        if (syntax.Within is { } within && earlier.Count == 0)
        {
            diagnostics.Add(Rules.FirstStepWithin.At(source, within.Span, "limit the first step with a window: `in last 7 days`"));
            return false;
        }

        if (syntax.No is { } no && earlier.Count == 0)
        {
            diagnostics.Add(Rules.BadSequence.At(source, no.Span, "a sequence begins with an event that happens", "to ask for absence alone, write `none(…)`"));
            return false;
        }

        if (syntax is { No: not null, Alias: { } alias })
        {
            diagnostics.Add(Rules.BadSequence.At(source, alias.Span, "a step that does not happen has no name"));
            return false;
        }

        if (syntax.No is not null && (syntax.Window is not null || syntax.WithinOf is not null))
        {
            var span = syntax.Window?.Span ?? syntax.WithinOf?.Span ?? syntax.Span;
            diagnostics.Add(Rules.BadSequence.At(source, span, "a step that does not happen takes `where` and `within` only"));
            return false;
        }

        if (syntax.No is not null && earlier[^1].IsNo)
        {
            diagnostics.Add(Rules.BadSequence.At(source, syntax.Span, "two steps that do not happen cannot follow each other"));
            return false;
        }

        return true;
    }

    private bool CheckNoSteps(QuerySyntax syntax, ImmutableArray<BoundStep>.Builder steps)
    {
        if (steps.Count > 0 && steps[^1] is { IsNo: true, Within: null })
        {
            diagnostics.Add(Rules.BadSequence.At(
                source, syntax.Steps[^1].Span, "an absence at the end needs to know how long", "add `within 1 hour`, for example"));
            return false;
        }

        return steps.Count > 0;
    }

    private BoundExpression BindQuantifier(QuantifierSyntax syntax)
    {
        BoundExpression list = Bind(syntax.List);
        if (list.Type.IsError)
        {
            return list;
        }

        if (list.Type is not ListType { Element: var element })
        {
            string? help = Look(syntax.Variable.Text) is EventSymbol ? "a window says which: `in last …`, `in this …`, `in previous …`" : null;
            return Report(syntax, Rules.WrongType.At(source, syntax.List.Span, "list", list.Type.Name, help));
        }

        QuantifierKind? kind = syntax.Name.Text switch
        {
            "any" => QuantifierKind.Any,
            "all" => QuantifierKind.All,
            "none" => QuantifierKind.None,
            "count" => QuantifierKind.Count,
            "sum" => QuantifierKind.Sum,
            _ => null,
        };
        if (kind is not { } known)
        {
            return Report(syntax, Rules.AggregateOverType.At(source, syntax.Name.Span, syntax.Name.Text, list.Type.Name, "a list can be asked any, all, none, count and sum"));
        }

        Scope outside = scope;
        ListVariable variable = new(element, syntax.Variable.Text);
        record?.Declare(variable, new AliasSymbol(variable.Name, element, source, syntax.Variable.Span));
        scope = scope.WithVariable(variable.Name, variable);
        BoundExpression? where = syntax.Where is null ? null : BindCondition(syntax.Where);
        BoundExpression? value = syntax.Value is null ? null : Bind(syntax.Value);
        scope = outside;
        if (where is BoundError || value is { Type.IsError: true })
        {
            return new BoundError(syntax);
        }

        return MakeQuantifier(syntax, known, variable, list, where, value);
    }

    private BoundExpression MakeQuantifier(
        QuantifierSyntax syntax, QuantifierKind kind, ListVariable variable, BoundExpression list, BoundExpression? where,
        BoundExpression? value)
    {
        if (kind != QuantifierKind.Sum)
        {
            if (value is not null)
            {
                // count(i.price in items)   =>   count(i in items where i.price is known)
                BoundExpression known = new BoundIsKnown(syntax, value);
                where = where is null ? known : new BoundLogical(syntax, true, [where, known]);
            }

            SegType type = kind == QuantifierKind.Count ? SegType.Int : SegType.Bool;
            return new BoundQuantifier(syntax, kind, variable, list, where, null, type);
        }

        if (value is null)
        {
            return Report(syntax, Rules.AggregateNeedsField.At(source, syntax.Span, "sum", $"write `sum({variable.Name}.field in …)`"));
        }

        return value.Type.IsExact || value.Type == SegType.Duration
            ? new BoundQuantifier(syntax, kind, variable, list, where, value, value.Type)
            : Report(syntax, Rules.AggregateOverType.At(source, syntax.Span, "sum", value.Type.Name));
    }
}
