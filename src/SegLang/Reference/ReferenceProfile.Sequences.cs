using System.Diagnostics;
using SegLang.Binding;

namespace SegLang.Reference;

// Sequences, by trying every choice of events.
public sealed partial class ReferenceProfile
{
    private object? AggregateSequence(BoundAggregate aggregate, ReferenceScope? scope)
    {
        int[] ends = [.. Ends(aggregate.Query, scope)];
        return aggregate.Kind switch
        {
            AggregateKind.Any => ends.Length > 0,
            AggregateKind.None => ends.Length == 0,
            AggregateKind.Count => (long)ends.Length,
            AggregateKind.First => ends.Length > 0 ? events[ends[0]] : null,
            AggregateKind.Last => ends.Length > 0 ? events[ends[^1]] : null,
            _ => throw new UnreachableException(aggregate.Kind.ToString()),
        };
    }

    // Where the matches that do not overlap end: each as early as possible, the next one wholly after it.
    private IEnumerable<int> Ends(BoundQuery query, ReferenceScope? scope)
    {
        int before = 0;
        while (EarliestEnd(query, 0, before, null, scope, events.Length) is { } end)
        {
            yield return end;
            before = end + 1;
        }
    }

    // The least position, under the limit, of the last event of a match of the steps from `index` on with the events from `from` on.
    private int? EarliestEnd(BoundQuery query, int index, int from, int? previous, ReferenceScope? scope, int limit)
    {
        if (index == query.Steps.Length)
        {
            return previous;
        }

        var absence = query.Steps[index].IsNo ? query.Steps[index] : null;
        if (absence is not null && index + 1 == query.Steps.Length)
        {
            return previous is { } last && IsAbsentAfter(absence, last, scope) ? previous : null;
        }

        var step = absence is null ? query.Steps[index] : query.Steps[index + 1];
        int next = absence is null ? index + 1 : index + 2;
        int? earliest = null;
        for (int i = from; i < (earliest ?? limit); i++)
        {
            if (IsNext(step, i, previous, scope) && (absence is null || IsAbsentBetween(absence, previous, i, scope)))
            {
                var inner = new ReferenceScope(step.Variable, events[i], scope);
                earliest = EarliestEnd(query, next, i + 1, i, inner, earliest ?? limit) ?? earliest;
            }
        }

        return earliest;
    }

    private bool IsNext(BoundStep step, int index, int? previous, ReferenceScope? scope) =>
        Matches(step, index, scope)
        && (step.Within is not { } within || events[index].Time <= EndOf(within, step, previous, scope));

    // None strictly between in event order, and before the absence's end where it has one.
    private bool IsAbsentBetween(BoundStep absence, int? previous, int next, ReferenceScope? scope)
    {
        long end = absence.Within is { } within ? EndOf(within, absence, previous, scope) : Never;
        return IsAbsent(absence, previous ?? -1, next, end, scope);
    }

    // None after in event order and before the end, which must have come.
    private bool IsAbsentAfter(BoundStep absence, int previous, ReferenceScope? scope)
    {
        long end = absence.Within is { } within ? EndOf(within, absence, previous, scope) : Never;
        return end <= now && IsAbsent(absence, previous, events.Length, end, scope);
    }

    private bool IsAbsent(BoundStep absence, int after, int before, long end, ReferenceScope? scope)
    {
        for (int i = after + 1; i < before; i++)
        {
            if (events[i].Time < end && Matches(absence, i, scope))
            {
                return false;
            }
        }

        return true;
    }

    // The end of a step's `within`, counted from the step that it names, otherwise from the one before.
    private long EndOf(BoundAmount within, BoundStep step, int? previous, ReferenceScope? scope)
    {
        long start = step.WithinOf is { } named
            ? ((Symbols.EventFacts)ReferenceScope.Find(scope, named)).Time
            : events[previous ?? throw new UnreachableException("the first step has no `within`")].Time;
        return calendar.Add(start, Count(within, scope), within.Unit) ?? Never;
    }
}
