using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>
/// A test with its operands settled: the values (or codes) that pass, as ranges or as a table by code, perhaps inverted. An
/// unknown value never passes.
/// </summary>
internal sealed class Selection
{
    private const int MostRanges = 4; // With more a table is faster.
    private static readonly (long Low, long High) Empty = (1, 0);
    private readonly (long Low, long High)[] ranges;
    private readonly (double Low, double High)[] numbers;

    private Selection((long, long)[] ranges, (double, double)[] numbers, byte[]? table, bool inverted)
    {
        this.ranges = ranges;
        this.numbers = numbers;
        Table = table;
        Inverted = inverted;
    }

    /// <summary>By code 1 where it passes, or null.</summary>
    public byte[]? Table { get; }

    /// <summary>Whether known values outside the ranges pass instead.</summary>
    public bool Inverted { get; }

    /// <summary>Nothing passes.</summary>
    public static Selection Nothing { get; } = new([], [], null, false);

    /// <summary>Every known value passes.</summary>
    public static Selection Known { get; } = new([], [], null, true);

    /// <summary>Whether an integer passes.</summary>
    public bool Passes(long value)
    {
        if (Table is not null)
        {
            return Table[value] != 0;
        }

        foreach ((long low, long high) in ranges)
        {
            if (value >= low && value <= high)
            {
                return !Inverted;
            }
        }

        return Inverted;
    }

    /// <summary>Settles a test of integers; null where it is not about such.</summary>
    public static Selection OfIntegers(BlockTest test, Func<BlockOperand, long?> value)
    {
        if (test.Operator == BlockOperator.IsKnown)
        {
            return Known;
        }

        if (test.Operator == BlockOperator.IsTrue)
        {
            return new([(1, 1)], [], null, !test.Wanted);
        }

        if (test.Operator == BlockOperator.InRange)
        {
            long? low = test.Operands[0].IsMissing ? long.MinValue : value(test.Operands[0]);
            long? high = test.Operands[1].IsMissing ? long.MaxValue : value(test.Operands[1]);
            return low is null || high is null
                ? Nothing
                : new([(low.Value, test.Operands[1].IsMissing || high == long.MinValue ? high.Value : high.Value - 1)], [], null, !test.Wanted);
        }

        var all = new (long, long)[test.Operands.Length];
        bool inverted = !test.Wanted;
        for (int i = 0; i < all.Length; i++)
        {
            if (value(test.Operands[i]) is not { } bits)
            {
                return Nothing;
            }

            BlockOperator op = test.Operator == BlockOperator.In ? BlockOperator.Equal : test.Operator;
            if (op == BlockOperator.NotEqual)
            {
                op = BlockOperator.Equal;
                inverted = !inverted;
            }

            all[i] = RangeOf(op, bits, test.Scale, test.OperandScale);
        }

        return new(all, [], null, inverted);
    }

    /// <summary>Settles a test of numbers.</summary>
    public static Selection OfNumbers(BlockTest test, Func<BlockOperand, long?> value)
    {
        if (test.Operator == BlockOperator.IsKnown)
        {
            return Known;
        }

        var all = new List<(double, double)>();
        bool inverted = !test.Wanted ^ (test.Operator == BlockOperator.NotEqual);
        foreach (BlockOperand operand in test.Operands)
        {
            if (value(operand) is not { } bits)
            {
                return Nothing;
            }

            double number = BitConverter.Int64BitsToDouble(bits);
            all.Add(test.Operator switch
            {
                BlockOperator.Less => (double.MinValue, double.BitDecrement(number)),
                BlockOperator.LessOrEqual => (double.MinValue, number),
                BlockOperator.Greater => (double.BitIncrement(number), double.MaxValue),
                BlockOperator.GreaterOrEqual => (number, double.MaxValue),
                _ => (number, number),
            });
        }

        return new([], [.. all], null, inverted);
    }

    /// <summary>Settles a test of texts by asking it once of every distinct text.</summary>
    public static Selection OfTexts(BlockTest test, TextDictionary dictionary, Func<BlockOperand, string> text)
    {
        if (test.Operator == BlockOperator.IsKnown)
        {
            return Known;
        }

        string[] operands = new string[test.Operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = text(test.Operands[i]);
        }

        if (test is { Operator: BlockOperator.Equal or BlockOperator.NotEqual, IgnoreCase: false })
        {
            int code = dictionary.Find(operands[0]);
            return new(code < 0 ? [] : [(code, code)], [], null, !test.Wanted ^ (test.Operator == BlockOperator.NotEqual));
        }

        if (test is { Operator: BlockOperator.In, IgnoreCase: false } && operands.Length <= MostRanges)
        {
            var codes = new (long, long)[operands.Length];
            for (int i = 0; i < codes.Length; i++)
            {
                int code = dictionary.Find(operands[i]);
                codes[i] = code < 0 ? Empty : (code, code);
            }

            return new(codes, [], null, !test.Wanted);
        }

        Func<string, bool> passes = TextTestOf(test, operands);
        byte[] table = new byte[dictionary.Count];
        for (int code = 0; code < table.Length; code++)
        {
            table[code] = passes(dictionary[code]) == test.Wanted ? (byte)1 : (byte)0;
        }

        return new([], [], table, false);
    }

    /// <summary>Writes the mask of the rows [from, from + count) of a column that pass; from is a multiple of 64.</summary>
    public void Write(Column column, int from, int count, Span<ulong> mask)
    {
        switch (column)
        {
            case FixedColumn<int> c: Write(c.Values.AsSpan(from, count), mask); break;
            case FixedColumn<long> c: Write(c.Values.AsSpan(from, count), mask); break;
            case FixedColumn<byte> c: Write(c.Values.AsSpan(from, count), mask); break;
            case FixedColumn<double> c: Write(c.Values.AsSpan(from, count), mask); break;
            default: throw new InvalidOperationException("sets and lists are not tested in blocks");
        }

        if (column.Unknown is { } unknown)
        {
            Masks.AndNot(mask, mask, unknown.AsSpan(from >> 6, mask.Length));
        }
    }

    /// <summary>Writes the mask of values of which none is unknown.</summary>
    public void Write(ReadOnlySpan<int> values, Span<ulong> mask)
    {
        if (IsOneRange(int.MinValue, int.MaxValue, out long low, out long high))
        {
            Masks.Range(values, (int)low, (int)high, Inverted, mask);
            return;
        }

        mask.Clear();
        OrRanges(values, mask);
        if (Inverted)
        {
            Masks.Invert(mask, values.Length);
        }
    }

    /// <summary>Writes the mask of values of which none is unknown.</summary>
    public void Write(ReadOnlySpan<long> values, Span<ulong> mask)
    {
        if (IsOneRange(long.MinValue, long.MaxValue, out long low, out long high))
        {
            Masks.Range(values, low, high, Inverted, mask);
            return;
        }

        mask.Clear();
        OrRanges(values, mask);
        if (Inverted)
        {
            Masks.Invert(mask, values.Length);
        }
    }

    /// <summary>Writes the mask of results, of which one is known that differs from what stands for unknown: the least or the greatest number.</summary>
    public void Write(ReadOnlySpan<int> values, int unknown, Span<ulong> mask)
    {
        Write(values, mask);
        if (Passes(unknown))
        {
            Masks.AndNotEqual(values, unknown, mask);
        }
    }

    /// <summary>Writes the mask of results, of which one is known that differs from what stands for unknown: the least or the greatest number.</summary>
    public void Write(ReadOnlySpan<long> values, long unknown, Span<ulong> mask)
    {
        Write(values, mask);
        if (Passes(unknown))
        {
            Masks.AndNotEqual(values, unknown, mask);
        }
    }

    private void Write(ReadOnlySpan<byte> values, Span<ulong> mask)
    {
        mask.Clear();
        OrRanges(values, mask);
        if (Inverted)
        {
            Masks.Invert(mask, values.Length);
        }
    }

    private void Write(ReadOnlySpan<double> values, Span<ulong> mask)
    {
        mask.Clear();
        OrRanges(values, mask);
        if (Inverted)
        {
            Masks.Invert(mask, values.Length);
        }
    }

    // Most tests are of one range, which is written without a mask of zeros first.
    private bool IsOneRange(long least, long most, out long low, out long high)
    {
        (low, high) = ranges.Length == 1 ? (Math.Max(ranges[0].Low, least), Math.Min(ranges[0].High, most)) : Empty;
        return low <= high;
    }

    private void OrRanges(ReadOnlySpan<int> values, Span<ulong> mask)
    {
        if (Table is not null)
        {
            Masks.OrTable(values, Table, mask);
            return;
        }

        foreach ((long low, long high) in ranges)
        {
            if (low <= int.MaxValue && high >= int.MinValue)
            {
                Masks.OrRange(values, (int)Math.Max(low, int.MinValue), (int)Math.Min(high, int.MaxValue), mask);
            }
        }
    }

    private void OrRanges(ReadOnlySpan<long> values, Span<ulong> mask)
    {
        foreach ((long low, long high) in ranges)
        {
            Masks.OrRange(values, low, high, mask);
        }
    }

    private void OrRanges(ReadOnlySpan<byte> values, Span<ulong> mask)
    {
        foreach ((long low, long high) in ranges)
        {
            Masks.OrRange(values, (int)Math.Clamp(low, -1, 256), (int)Math.Clamp(high, -1, 256), mask);
        }
    }

    private void OrRanges(ReadOnlySpan<double> values, Span<ulong> mask)
    {
        foreach ((double low, double high) in numbers)
        {
            Masks.OrRange(values, low, high, mask);
        }
    }

    // x op c / 10^s  =>  x in a range of integers: the constant lies between two neighbours at the value's scale, or is one of them.
    private static (long Low, long High) RangeOf(BlockOperator op, long constant, int scale, int constantScale)
    {
        long below;
        long above;
        if (constantScale > scale)
        {
            below = Exact.Floor(constant, constantScale - scale);
            above = Exact.Ceil(constant, constantScale - scale);
        }
        else if (Exact.Multiply(constant, Exact.Power(scale - constantScale), out below))
        {
            above = below;
        }
        else
        {
            bool all = constant > 0 ? op is BlockOperator.Less or BlockOperator.LessOrEqual : op is BlockOperator.Greater or BlockOperator.GreaterOrEqual;
            return all ? (long.MinValue, long.MaxValue) : Empty;
        }

        return op switch
        {
            BlockOperator.Less => above == long.MinValue ? Empty : (long.MinValue, above - 1),
            BlockOperator.LessOrEqual => (long.MinValue, below),
            BlockOperator.Greater => below == long.MaxValue ? Empty : (below + 1, long.MaxValue),
            BlockOperator.GreaterOrEqual => (above, long.MaxValue),
            _ => below == above ? (below, below) : Empty,
        };
    }

    private static Func<string, bool> TextTestOf(BlockTest test, string[] operands)
    {
        if (test.Operator == BlockOperator.Matches)
        {
            return new TextPattern(operands[0]).IsMatch;
        }

        if (test.IgnoreCase)
        {
            operands = Array.ConvertAll(operands, Text.Fold);
        }

        Func<string, bool> passes = test.Operator switch
        {
            BlockOperator.In => new HashSet<string>(operands, StringComparer.Ordinal).Contains,
            BlockOperator.Contains => text => Text.Contains(text, operands[0]),
            BlockOperator.StartsWith => text => Text.StartsWith(text, operands[0]),
            BlockOperator.EndsWith => text => Text.EndsWith(text, operands[0]),
            BlockOperator.Equal => text => Text.Equal(text, operands[0]),
            BlockOperator.NotEqual => text => !Text.Equal(text, operands[0]),
            BlockOperator.Less => text => Text.Compare(text, operands[0]) < 0,
            BlockOperator.LessOrEqual => text => Text.Compare(text, operands[0]) <= 0,
            BlockOperator.Greater => text => Text.Compare(text, operands[0]) > 0,
            BlockOperator.GreaterOrEqual => text => Text.Compare(text, operands[0]) >= 0,
            _ => throw new ArgumentException($"{test.Operator} is no test of a text", nameof(test)),
        };
        return test.IgnoreCase ? text => passes(Text.Fold(text)) : passes;
    }
}
