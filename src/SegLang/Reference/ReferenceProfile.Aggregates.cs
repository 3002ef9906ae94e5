using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

// Events in order, aggregates over them, quantifiers over lists.
public sealed partial class ReferenceProfile
{
    private static IEnumerable<EventFacts> InOrder(ImmutableArray<EventFacts> arrived) =>
        arrived.OrderBy(e => e.Time).ThenBy(e => e.Order); // A stable sort: then as they arrived.

    // `once by`: of events with the same known values only the first counts, and with a span the first after its end again.
    private ImmutableArray<EventFacts> WithoutRepetitions(IEnumerable<EventFacts> inOrder)
    {
        List<EventFacts> kept = [];
        foreach (var happened in inOrder)
        {
            if (!kept.Any(first => IsRepetition(first, happened)))
            {
                kept.Add(happened);
            }
        }

        return [.. kept];
    }

    /// <summary>Whether `once by` makes the later event a repetition of the first.</summary>
    internal bool IsRepetition(EventFacts first, EventFacts later)
    {
        if (first.Event != later.Event || later.Event.OnceBy.IsEmpty)
        {
            return false;
        }

        bool isSame = later.Event.OnceBy.All(symbol =>
            Field(first, symbol) is { } a && Field(later, symbol) is { } b
            && ReferenceArithmetic.Compare(a, symbol.Type, b, symbol.Type) == 0);
        return isSame && (later.Event.OnceFor is not { } span
            || later.Time <= (calendar.Add(first.Time, span.Count, span.Unit) ?? Never));
    }

    private object? Aggregate(BoundAggregate aggregate, ReferenceScope? scope)
    {
        if (aggregate.Query.IsSequence)
        {
            return AggregateSequence(aggregate, scope);
        }

        var step = aggregate.Query.Steps[0];
        var matching = Enumerable.Range(0, events.Length).Where(i => Matches(step, i, scope)).Select(i => events[i]);
        if (aggregate.Value is not { } value)
        {
            return Aggregate(aggregate.Kind, [.. matching]);
        }

        object[] known =
        [
            .. from happened in matching
               let one = Evaluate(value, new(step.Variable, happened, scope))
               where one is not null
               select one,
        ];
        return Aggregate(aggregate, known, value.Type);
    }

    private bool Matches(BoundStep step, int index, ReferenceScope? scope) =>
        events[index].Event == step.Variable.Event
        && EventRange(step.Window, scope).Contains(events[index].Time)
        && IsTrue(step.Where, new(step.Variable, events[index], scope));

    // Of events themselves.
    private static object? Aggregate(AggregateKind kind, EventFacts[] matching) => kind switch
    {
        AggregateKind.Any => matching.Length > 0,
        AggregateKind.None => matching.Length == 0,
        AggregateKind.Count => (long)matching.Length,
        AggregateKind.First => matching.FirstOrDefault(),
        AggregateKind.Last => matching.LastOrDefault(),
        _ => throw new UnreachableException(kind.ToString()),
    };

    // Of known values.
    private static object? Aggregate(BoundAggregate aggregate, object[] known, SegType type)
    {
        int more = (aggregate.Type.Scale ?? 0) - (type.Scale ?? 0); // The digits that avg and median add.
        Comparer<object> order = Comparer<object>.Create((a, b) => ReferenceArithmetic.Compare(a, type, b, type));
        return aggregate.Kind switch
        {
            AggregateKind.Any => known.Length > 0,
            AggregateKind.None => known.Length == 0,
            AggregateKind.Count => (long)known.Length,
            AggregateKind.Distinct => (long)Runs(known, order).Count,
            AggregateKind.Sum => ReferenceArithmetic.Fit(Sum(known)),
            AggregateKind.First => known.FirstOrDefault(),
            AggregateKind.Last => known.LastOrDefault(),
            _ when known.Length == 0 => null,
            AggregateKind.Avg => Mean(Sum(known), known.Length, more),
            AggregateKind.Min => known.Min(order),
            AggregateKind.Max => known.Max(order),
            AggregateKind.Median => Median([.. known.Order(order)], more),
            AggregateKind.Mode => Mode(known, order),
            _ => throw new UnreachableException(aggregate.Kind.ToString()),
        };
    }

    private static BigInteger Sum(IEnumerable<object> known) =>
        known.Aggregate(BigInteger.Zero, (sum, value) => sum + (long)value);

    private static object? Mean(BigInteger sum, int count, int more) =>
        ReferenceArithmetic.Fit(ReferenceArithmetic.DivideHalfAway(sum * ReferenceArithmetic.PowerOfTen(more), count));

    private static object? Median(object[] sorted, int more)
    {
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1
            ? Mean((long)sorted[middle], 1, more)
            : Mean((BigInteger)(long)sorted[middle - 1] + (long)sorted[middle], 2, more);
    }

    // The first of the longest runs: of several most frequent values the smallest.
    private static object Mode(object[] known, Comparer<object> order) =>
        Runs(known, order).MaxBy(run => run.Length).Value;

    // Sorted, equal values stand together: each with its frequency, in ascending order. Equal by the language's own comparison,
    // in which numbers of any form may be equal.
    private static List<(object Value, int Length)> Runs(object[] known, Comparer<object> order)
    {
        List<(object Value, int Length)> runs = [];
        foreach (object value in known.Order(order))
        {
            if (runs.Count > 0 && order.Compare(runs[^1].Value, value) == 0)
            {
                runs[^1] = (value, runs[^1].Length + 1);
            }
            else
            {
                runs.Add((value, 1));
            }
        }

        return runs;
    }

    private object? Quantify(BoundQuantifier quantifier, ReferenceScope? scope)
    {
        var records = (ImmutableArray<RecordValue>)(Evaluate(quantifier.List, scope) ?? ImmutableArray<RecordValue>.Empty);
        var scopes = records.Select(record => new ReferenceScope(quantifier.Variable, record, scope));
        var matching = scopes.Where(inner => IsTrue(quantifier.Where, inner)).ToList();
        return quantifier.Kind switch
        {
            QuantifierKind.Any => matching.Count > 0,
            QuantifierKind.All => matching.Count == records.Length,
            QuantifierKind.None => matching.Count == 0,
            QuantifierKind.Count => (long)matching.Count,
            QuantifierKind.Sum => ReferenceArithmetic.Fit(Sum(KnownValues(quantifier, matching))),
            _ => throw new UnreachableException(quantifier.Kind.ToString()),
        };
    }

    private IEnumerable<object> KnownValues(BoundQuantifier quantifier, List<ReferenceScope> matching) =>
        matching.Select(inner => quantifier.Value is { } value ? Evaluate(value, inner) : null).OfType<object>();
}
