using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

public sealed partial class Binder
{
    private ImmutableArray<BoundAction> BindActions()
    {
        var actions = ImmutableArray.CreateBuilder<BoundAction>();
        foreach (ActionSymbol action in table.Of<ActionSymbol>())
        {
            actions.Add(BindAction(action));
        }

        return actions.ToImmutable();
    }

    internal BoundAction BindAction(ActionSymbol action)
    {
        BoundAction? bound = null;
        InPart(action, action.Source, () =>
        {
            CheckParameters(action);
            BoundExpression? requires = action.Syntax.Requires is { } condition ? BindCondition(condition) : null;
            bound = new BoundAction(action, requires, BindCaps(action.Syntax.Caps), BindHours(action.Syntax.Hours));
        });
        return bound ?? throw new System.Diagnostics.UnreachableException();
    }

    private void CheckParameters(ActionSymbol action)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var (syntax, parameter) in action.Syntax.Parameters.Zip(action.Parameters))
        {
            if (syntax.Name.IsPresent && !names.Add(parameter.Name))
            {
                diagnostics.Add(Rules.DuplicateName.At(source, syntax.Name.Span, parameter.Name, "give one of them another name"));
            }

            if (parameter.Type is ListType)
            {
                diagnostics.Add(Rules.BadElement.At(source, syntax.Type.Span, "a parameter is one value or a set"));
            }
        }
    }

    private ImmutableArray<BoundCap> BindCaps(ImmutableArray<CapSyntax> caps)
    {
        var bound = ImmutableArray.CreateBuilder<BoundCap>();
        foreach (CapSyntax cap in caps)
        {
            BoundAmount? per = BindDelay(cap.Per, "the time that is looked back", "write `at most 2 per 7 days`, for example");
            if (cap.Count.Value is not long most)
            {
                continue; // The parser has reported it.
            }

            if (most < 1)
            {
                diagnostics.Add(Rules.AtLeastOne.At(source, cap.Count.Span, "a cap", "an action that is never to leave is left out of the journey"));
            }
            else if (per is not null)
            {
                bound.Add(new BoundCap(most, per));
            }
        }

        return bound.ToImmutable();
    }

    private BoundHours? BindHours(HoursSyntax? syntax)
    {
        if (syntax is null || Minutes(syntax.From) is not { } from || Minutes(syntax.To) is not { } until)
        {
            return null;
        }

        if (from == until)
        {
            diagnostics.Add(Rules.EmptyHours.At(source, syntax.Span, "for the whole day leave out `hours`"));
        }

        return new BoundHours(from, until);
    }

    private ImmutableArray<BoundLimit> BindLimits()
    {
        var limits = ImmutableArray.CreateBuilder<BoundLimit>();
        foreach (LimitSymbol limit in table.Of<LimitSymbol>())
        {
            limits.Add(BindLimit(limit));
        }

        return limits.ToImmutable();
    }

    internal BoundLimit BindLimit(LimitSymbol limit)
    {
        BoundLimit? bound = null;
        InPart(limit, limit.Source, () =>
        {
            ImmutableArray<ActionSymbol> actions = [.. limit.Syntax.Actions.Select(FindAction).OfType<ActionSymbol>().Distinct()];
            bound = new BoundLimit(limit, BindCaps(limit.Syntax.Caps), actions);
        });
        return bound ?? throw new System.Diagnostics.UnreachableException();
    }

    private ActionSymbol? FindAction(Token name)
    {
        ActionSymbol? action = Look(name.Text) as ActionSymbol;
        if (action is null && name.IsPresent)
        {
            string? help = Suggest(name.Text, table.Of<ActionSymbol>().Select(a => a.Name));
            diagnostics.Add(Rules.UnknownTarget.At(source, name.Span, name.Text, help));
        }

        Note(name, action);
        return action;
    }

    /// <summary>The actions after `do`; null where something was reported.</summary>
    private ImmutableArray<BoundActionCall>? BindCalls(ImmutableArray<ActionCallSyntax> calls)
    {
        ImmutableArray<BoundActionCall?> bound = [.. calls.Select(BindActionCall)];
        return bound.Contains(null) ? null : [.. bound.OfType<BoundActionCall>()];
    }

    private BoundActionCall? BindActionCall(ActionCallSyntax syntax)
    {
        if (FindAction(syntax.Name) is not { } action)
        {
            return null;
        }

        BoundExpression?[] arguments = new BoundExpression?[action.Parameters.Length];
        bool good = true;
        foreach (FieldValueSyntax given in syntax.Arguments)
        {
            if (FindParameter(action, given.Name, p => arguments[p] is not null) is { } index)
            {
                SegType type = action.Parameters[index].Type;
                Expect(given.Value, type);
                arguments[index] = Fit(Bind(given.Value, type), type);
                good &= arguments[index] is { Type.IsError: false };
            }
            else
            {
                good = false;
            }
        }

        // A name that was not understood is most likely the one that is missing.
        return good && HasAll(syntax, action, arguments) ? new BoundActionCall(syntax, action, [.. arguments]) : null;
    }

    private bool HasAll(ActionCallSyntax syntax, ActionSymbol action, BoundExpression?[] arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            var (name, type, isOptional) = action.Parameters[i];
            if (arguments[i] is null && type is SetType)
            {
                arguments[i] = new BoundSetLiteral(syntax, type, []); // A set that is not given is empty.
            }
            else if (arguments[i] is null && !isOptional)
            {
                diagnostics.Add(Rules.MissingArgument.At(
                    source, syntax.Name.Span, name, action.Name, $"add `{name}: …`, or declare the parameter as `{name}: {type.Name}?`"));
                return false;
            }
        }

        return true;
    }

    /// <summary>The place of the parameter that an argument is for; null where its name is missing or was reported.</summary>
    private int? FindParameter(ActionSymbol action, Token name, Func<int, bool> isGiven)
    {
        int index = name.IsPresent ? PlaceOf(action, name.Text) : -1;
        Note(name, index < 0 ? null : action.Parameters[index]);
        if (index >= 0 && !isGiven(index))
        {
            return index;
        }

        if (name.IsPresent)
        {
            diagnostics.Add(index >= 0
                ? Rules.ArgumentTwice.At(source, name.Span, name.Text, "keep one of them")
                : Rules.UnknownParameter.At(source, name.Span, name.Text, action.Name, Suggest(name.Text, action.Parameters.Select(p => p.Name))));
        }

        return null;
    }

    private static int PlaceOf(ActionSymbol action, string parameter)
    {
        int place = 0;
        while (place < action.Parameters.Length && action.Parameters[place].Name != parameter)
        {
            place++;
        }

        return place < action.Parameters.Length ? place : -1;
    }
}
