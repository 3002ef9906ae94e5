using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

// Actions: hours, what they require, caps. The log.
public sealed partial class ReferenceJourneys
{
    private readonly List<ReferenceLogLine> log = [];
    private readonly List<(Due Due, long Opens)> waiting = [];
    private readonly List<(long Time, ActionSymbol Action)> asked = [];
    private readonly ImmutableArray<BoundDefinition> watched; // Segments and classes, in declared order.
    private readonly Dictionary<Symbol, object?> seen = new(ReferenceEqualityComparer.Instance);

    // An action that a line of a journey has called.
    private sealed record Due(ReferenceCourse Course, string? Cause, ReferenceCall Call);

    /// <summary>
    /// The log: moves and actions as they happened, after those of an instant what segments and classes have become at it.
    /// What happens later at the last instant belongs to a later log.
    /// </summary>
    public ImmutableArray<ReferenceLogLine> Log
    {
        get
        {
            CloseInstant();
            return [.. log];
        }
    }

    private ReferenceCall CallOf(BoundActionCall call, ReferenceScope? scope) =>
        new(call.Action, [.. call.Arguments.Select(a => a is null ? null : profile.Value(a, scope))]);

    private void Ask(Due due)
    {
        if (HoursOf(due.Call.Action) is not { } hours || evaluator.Calendar.IsWithin(now, hours.From, hours.Until))
        {
            Leave(due);
            return;
        }

        waiting.Add((due, evaluator.Calendar.NextOpening(now, hours.From, hours.Until)));
        Write(due, ReferenceOutcome.Waits);
    }

    private BoundHours? HoursOf(ActionSymbol action) => evaluator.Rules.Actions.FirstOrDefault(a => a.Action == action)?.Hours;

    private void LeaveWaiting()
    {
        var open = waiting.Where(w => w.Opens <= now).ToList();
        waiting.RemoveAll(w => w.Opens <= now);
        open.ForEach(w => Leave(w.Due));
    }

    private void DropWaiting(ReferenceCourse course)
    {
        foreach (var (due, _) in waiting.Where(w => w.Due.Course == course))
        {
            Write(due, ReferenceOutcome.Dropped);
        }

        waiting.RemoveAll(w => w.Due.Course == course);
    }

    private void Leave(Due due)
    {
        var action = due.Call.Action;
        var definition = evaluator.Rules.Actions.FirstOrDefault(a => a.Action == action);
        if (!profile.Holds(definition?.Requires))
        {
            Write(due, ReferenceOutcome.Refused);
        }
        else if ((definition?.Caps ?? []).Any(c => IsReached(c, [action]))
            || evaluator.Rules.Limits.Where(l => l.Actions.Contains(action)).Any(l => l.Caps.Any(c => IsReached(c, l.Actions))))
        {
            Write(due, ReferenceOutcome.Capped);
        }
        else
        {
            asked.Add((now, action));
            Write(due, ReferenceOutcome.Asked);
        }
    }

    private bool IsReached(BoundCap cap, ImmutableArray<ActionSymbol> actions)
    {
        long count = CountOf(cap.Per);
        long start = count < 0 ? now : evaluator.Calendar.Ago(now, count, cap.Per.Unit) ?? long.MinValue;
        return asked.Count(a => actions.Contains(a.Action) && a.Time > start) >= cap.Most;
    }

    private void Write(Due due, ReferenceOutcome outcome) => log.Add(new(now, ReferenceLogKind.Action, due.Call.Action)
    {
        Journey = due.Course.Journey,
        Outcome = outcome,
        Cause = due.Cause,
        Calls = [due.Call],
    });

    private static ImmutableArray<BoundDefinition> Watched(BoundRuleSet rules) =>
    [
        .. rules.Definitions.Where(d => d is BoundSegment or BoundClass)
            .OrderBy(d => d.Symbol.Source?.Path, StringComparer.Ordinal).ThenBy(d => d.Symbol.NameSpan.Start),
    ];

    // What segments and classes are when all of an instant has happened.
    private void CloseInstant()
    {
        foreach (var definition in hasBegun ? watched : [])
        {
            var symbol = definition.Symbol;
            object? value = profile.Value(symbol);
            object? before = seen.GetValueOrDefault(symbol, definition is BoundSegment ? false : null);
            seen[symbol] = value;
            if (!Equals(value, before))
            {
                log.Add(LineOf(definition, before, value));
            }
        }
    }

    private ReferenceLogLine LineOf(BoundDefinition definition, object? before, object? value) => definition is BoundClass entries
        ? new(now, ReferenceLogKind.Class, definition.Symbol) { From = EntryOf(entries, before), To = EntryOf(entries, value) }
        : new(now, value is true ? ReferenceLogKind.Enter : ReferenceLogKind.Leave, definition.Symbol);

    private static MemberSymbol? EntryOf(BoundClass definition, object? value) =>
        value is int ordinal ? definition.Entries.First(e => e.Entry.Ordinal == ordinal).Entry : null;
}
