namespace SegLang.Runtime;

// What can be vectorised over the data at hand.
internal sealed partial class BlockBinding
{
    private bool CanFilter(EventStore store, int where)
    {
        if (whereWorks[where] is { } known)
        {
            return known;
        }

        BlockNode node = Plan.Wheres[where];
        bool works;
        if (node.Kind == BlockNodeKind.Value)
        {
            works = node.Test is not null && (IsCoded(store, node.Subject) || Extent(store, node.Subject) is not null);
            if (works && node.Test is { } test)
            {
                wheres[where] = IsCoded(store, node.Subject)
                    ? Settle(ColumnOf(store, node.Subject), test)
                    : Selection.OfIntegers(test, Value);
            }
        }
        else
        {
            works = node.Parts.All(p => CanFilter(store, p));
        }

        whereWorks[where] = works;
        return works;
    }

    // Between which bounds a value of events lies over this data; null where it may overflow or is not an integer.
    private (Int128 Low, Int128 High)? Extent(EventStore store, int value)
    {
        BlockValue plan = Plan.Values[value];
        if (plan.Field == -1)
        {
            return (Calendar.FirstInstant, Calendar.LastInstant);
        }

        if (plan.Field >= 0)
        {
            return store.Fields[plan.Field] switch
            {
                TextColumn => null,
                FixedColumn<int> => ((Int128)int.MinValue, (Int128)int.MaxValue),
                FixedColumn<long> longs => (longs.Extent().Low, longs.Extent().High),
                _ => null,
            };
        }

        if (Extent(store, plan.Left) is not { } left || Extent(store, plan.Right) is not { } right)
        {
            return null;
        }

        (Int128 Low, Int128 High) a = (left.Low * plan.LeftFactor, left.High * plan.LeftFactor);
        (Int128 Low, Int128 High) b = (right.Low * plan.RightFactor, right.High * plan.RightFactor);
        if (!Fits(a) || !Fits(b))
        {
            return null;
        }

        (Int128 Low, Int128 High) result = plan.Operator switch
        {
            '+' => (a.Low + b.Low, a.High + b.High),
            '-' => (a.Low - b.High, a.High - b.Low),
            _ => Product(a, b),
        };
        return Fits(result) ? result : null;
    }

    private static (Int128 Low, Int128 High) Product((Int128 Low, Int128 High) a, (Int128 Low, Int128 High) b)
    {
        Int128[] corners = [a.Low * b.Low, a.Low * b.High, a.High * b.Low, a.High * b.High];
        return (corners.Min(), corners.Max());
    }

    private static bool Fits((Int128 Low, Int128 High) extent) => extent.Low >= long.MinValue && extent.High <= long.MaxValue;
}
