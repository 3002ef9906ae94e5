using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Testing;

/// <summary>An action that an engine asked for: when, which, and a value per parameter (null where unknown or left out).</summary>
public sealed record AskedAction(long Time, ActionSymbol Action, ImmutableArray<object?> Arguments)
{
    /// <summary>Whether it is the expected action with the arguments that are given there.</summary>
    public bool Matches(BoundExpectActionStep expected) =>
        expected.Action == Action
        && expected.Arguments.All(a => Equals(Arguments[PlaceOf(a.Name)], a.Value));

    private int PlaceOf(string parameter)
    {
        int place = 0;
        while (Action.Parameters[place].Name != parameter)
        {
            place++;
        }

        return place;
    }
}
