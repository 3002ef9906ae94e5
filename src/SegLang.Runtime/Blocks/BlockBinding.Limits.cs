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
            works = node.Test is not null && (IsCoded(store, node.Subject) || TryExtent(store, node.Subject, out _));
            if (works && node.Test is { } test)
            {
                wheres[where] = IsCoded(store, node.Subject)
                    ? Settle(ColumnOf(store, node.Subject), test)
                    : Selection.OfIntegers(test, Value);
            }
        }
        else
        {
            works = true;
            foreach (int part in node.Parts)
            {
                works &= CanFilter(store, part);
            }
        }

        whereWorks[where] = works;
        return works;
    }

    // Between which bounds a value of events lies over this data; false where it may overflow or is not an integer.
    private bool TryExtent(EventStore store, int value, out Extent extent)
    {
        BlockValue plan = Plan.Values[value];
        extent = default;
        switch (plan.Field < 0 ? null : store.Fields[plan.Field])
        {
            case TextColumn:
                return false;
            case FixedColumn<int>:
                extent = new(int.MinValue, int.MaxValue);
                return true;
            case FixedColumn<long> longs:
                (long low, long high) = longs.Extent();
                extent = new(low, high);
                return true;
            case null when plan.Field == -1:
                extent = new(Calendar.FirstInstant, Calendar.LastInstant);
                return true;
            case null when plan.Field == -2:
                return TryExtent(store, plan.Left, out Extent left) && left.TryTimes(new(plan.LeftFactor, plan.LeftFactor), out left)
                    && TryExtent(store, plan.Right, out Extent right) && right.TryTimes(new(plan.RightFactor, plan.RightFactor), out right)
                    && left.TryCombine(plan.Operator, right, out extent);
            default:
                return false;
        }
    }
}

/// <summary>Between which bounds values lie, both included.</summary>
internal readonly record struct Extent(long Low, long High)
{
    /// <summary>Whether every value fits 32 bits, with one number to spare at either end.</summary>
    public bool IsNarrow => Low > int.MinValue && High < int.MaxValue;

    /// <summary>Whether there is one number to spare at either end of 64 bits.</summary>
    public bool LeavesRoom => Low > long.MinValue && High < long.MaxValue;

    /// <summary>The extent of sums of so many values; false where one may overflow.</summary>
    public bool TrySum(int most, out Extent sums)
    {
        bool fits = Exact.Multiply(Math.Min(0, Low), most, out long low) & Exact.Multiply(Math.Max(0, High), most, out long high);
        sums = new(low, high);
        return fits;
    }

    /// <summary>The extent of products; false where one may overflow.</summary>
    public bool TryTimes(Extent other, out Extent products)
    {
        // All four first: the result may be written where this is read.
        bool fits = Exact.Multiply(Low, other.Low, out long a) & Exact.Multiply(Low, other.High, out long b)
            & Exact.Multiply(High, other.Low, out long c) & Exact.Multiply(High, other.High, out long d);
        products = new(Math.Min(Math.Min(a, b), Math.Min(c, d)), Math.Max(Math.Max(a, b), Math.Max(c, d)));
        return fits;
    }

    /// <summary>The extent of sums, differences or products; false where one may overflow.</summary>
    public bool TryCombine(char op, Extent other, out Extent results)
    {
        if (op == '*')
        {
            return TryTimes(other, out results);
        }

        bool fits = op == '+'
            ? Exact.Add(Low, other.Low, out long low) & Exact.Add(High, other.High, out long high)
            : Exact.Subtract(Low, other.High, out low) & Exact.Subtract(High, other.Low, out high);
        results = new(low, high);
        return fits;
    }
}
