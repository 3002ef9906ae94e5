using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// What emitted code calls besides <see cref="Exact"/>, <see cref="Text"/> and <see cref="Calendar"/>. Methods that return bool say
/// whether there is an answer.
/// </summary>
public static class Operations
{
    /// <summary>Later than every instant; its negative is earlier than every one.</summary>
    public const long Never = long.MaxValue - 1;

    /// <summary>1 for true and 0 for false, without a jump (inside loops the JIT makes one of `? :`) and without an allocation in code that is not optimized yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Bit(bool value) => Unsafe.As<bool, byte>(ref value);

    /// <summary>`N units ago`; a negative count has no answer.</summary>
    public static bool Ago(Calendar calendar, long now, long count, CalendarUnit unit, out long result)
    {
        result = 0;
        return count >= 0 && calendar.TryAgo(now, count, unit, out result);
    }

    /// <summary>`N units ago` as a bound: beyond the calendar it is −<see cref="Never"/>.</summary>
    public static bool AgoBound(Calendar calendar, long now, long count, CalendarUnit unit, out long result)
    {
        if (count < 0 || !calendar.TryAgo(now, count, unit, out result))
        {
            result = -Never;
        }

        return count >= 0;
    }

    /// <summary>A moving instant moved by a span: back as <see cref="Ago"/>, forward by the calendar.</summary>
    public static bool Move(Calendar calendar, long from, CalendarSpan span, bool isBack, out long result)
    {
        result = 0;
        if (isBack ? span.Count > 0 : span.Count < 0)
        {
            return span.Count != long.MinValue && calendar.TryAgo(from, Math.Abs(span.Count), span.Unit, out result);
        }

        return span.Count != long.MinValue && calendar.TryAdd(from, isBack ? -span.Count : span.Count, span.Unit, out result);
    }

    /// <summary>The same as a bound: beyond the calendar it is ±<see cref="Never"/>, which stays what it is.</summary>
    public static long MoveBound(Calendar calendar, long from, CalendarSpan span, bool isBack)
    {
        if (from == Never || from == -Never)
        {
            return from;
        }

        bool goesBack = isBack ? span.Count > 0 : span.Count < 0;
        return Move(calendar, from, span, isBack, out long result) ? result : goesBack ? -Never : Never;
    }

    /// <summary>An instant ± a span by the calendar.</summary>
    public static bool Add(Calendar calendar, long instant, CalendarSpan span, bool isBack, out long result)
    {
        result = 0;
        return span.Count != long.MinValue && calendar.TryAdd(instant, isBack ? -span.Count : span.Count, span.Unit, out result);
    }

    /// <summary>A date ± a span of a day or longer.</summary>
    public static bool AddToDate(int date, CalendarSpan span, bool isBack, out int result)
    {
        result = 0;
        return span.Count != long.MinValue && Calendar.TryAddDate(date, isBack ? -span.Count : span.Count, span.Unit, out result);
    }

    /// <summary>The start of a date ± a span.</summary>
    public static bool AddToStart(Calendar calendar, int date, CalendarSpan span, bool isBack, out long result)
    {
        result = 0;
        return calendar.TryStartOfDay(date, out long start) && Add(calendar, start, span, isBack, out result);
    }

    /// <summary>The least of some instants.</summary>
    public static long Least(params ReadOnlySpan<long> instants)
    {
        long least = long.MaxValue;
        foreach (long instant in instants)
        {
            least = Math.Min(least, instant);
        }

        return least;
    }

    /// <summary>Date − date.</summary>
    public static long Between(int later, int earlier) => ((long)later - earlier) * Calendar.Day;

    /// <summary>Span × count.</summary>
    public static bool Times(CalendarSpan span, long factor, out CalendarSpan result)
    {
        bool fits = Exact.Multiply(span.Count, 0, factor, 0, out long count);
        result = new(count, span.Unit);
        return fits;
    }

    /// <summary>−span.</summary>
    public static bool Negate(CalendarSpan span, out CalendarSpan result)
    {
        result = new(unchecked(-span.Count), span.Unit);
        return span.Count != long.MinValue;
    }

    /// <summary>The elapsed time of a span of weeks or shorter units: a day is 24 hours.</summary>
    public static bool ToDuration(CalendarSpan span, out long result)
    {
        long unit = span.Unit switch
        {
            CalendarUnit.Second => Calendar.Second,
            CalendarUnit.Minute => Calendar.Minute,
            CalendarUnit.Hour => Calendar.Hour,
            CalendarUnit.Day => Calendar.Day,
            CalendarUnit.Week => 7 * Calendar.Day,
            _ => 0,
        };
        return Exact.Multiply(span.Count, 0, unit, 0, out result) && unit != 0;
    }

    /// <summary>The end of `within`, counted from an instant; <see cref="Never"/> beyond the calendar.</summary>
    public static long Deadline(Calendar calendar, long from, long count, CalendarUnit unit) =>
        calendar.TryAdd(from, count, unit, out long end) ? end : Never;

    /// <summary>Whether an event comes after another in event order.</summary>
    public static bool After<TReader>(ref TReader reader, int type, int index, int otherType, int otherIndex)
        where TReader : struct, IFactReader
    {
        if (type == otherType)
        {
            return index > otherIndex;
        }

        long time = reader.EventTime(type, index);
        long otherTime = reader.EventTime(otherType, otherIndex);
        if (time != otherTime)
        {
            return time > otherTime;
        }

        long order = reader.EventOrder(type, index);
        long otherOrder = reader.EventOrder(otherType, otherIndex);
        return order != otherOrder
            ? order > otherOrder
            : reader.EventArrival(type, index) > reader.EventArrival(otherType, otherIndex);
    }

    /// <summary>The first event of a type that comes after another; the count if none does.</summary>
    public static int FirstAfter<TReader>(ref TReader reader, int type, int otherType, int otherIndex)
        where TReader : struct, IFactReader
    {
        if (type == otherType)
        {
            return otherIndex + 1;
        }

        int count = reader.EventCount(type);
        int index = reader.FirstEventFrom(type, reader.EventTime(otherType, otherIndex), 0);
        while (index < count && !After(ref reader, type, index, otherType, otherIndex))
        {
            index++;
        }

        return index;
    }

    /// <summary>A set's values as an output holds them: ascending, boxed.</summary>
    public static object[] Ascending<T>(List<T> values)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(values);
        values.Sort(Order<T>());
        return [.. values.Select(v => (object)v)];
    }

    /// <summary>Values distinct and ascending; texts by code point.</summary>
    public static T[] Distinct<T>(params T[] values)
        where T : notnull
    {
        Array.Sort(values, Order<T>());
        return [.. values.Distinct()];
    }

    /// <summary>Texts as they are compared where case is ignored.</summary>
    public static string[] Folded(string[] values) => [.. values.Select(Text.Fold).Distinct()];

    /// <summary>The order of values: texts by code point, others as usual.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Comparison<T> Order<T>() => typeof(T) == typeof(string)
        ? (Comparison<T>)(object)(Comparison<string>)Text.Compare
        : Comparer<T>.Default.Compare;
}
