namespace SegLang.Runtime;

/// <summary>A stretch of instants, both ends included; empty where From is greater than Until.</summary>
/// <param name="From">The first instant that belongs to it, microseconds since 1970-01-01T00:00Z.</param>
/// <param name="Until">The last instant that belongs to it.</param>
public readonly record struct Window(long From, long Until)
{
    /// <summary>No instant.</summary>
    public static Window Empty { get; } = new(long.MaxValue, long.MinValue);

    /// <summary>Whether an instant belongs to it.</summary>
    public bool Contains(long instant) => instant >= From && instant <= Until;
}

/// <summary>
/// What depends on the evaluation instant only, computed once for all profiles: emitted programs fill
/// <see cref="Instants"/> and <see cref="Windows"/> in <see cref="RuleProgram.Prepare"/>. Immutable afterwards and shared by threads, but for
/// <see cref="RuleProgram.Move"/>, which is for one thread alone.
/// </summary>
public sealed class EvaluationContext
{
    internal EvaluationContext(Calendar calendar, long now, int instants, int windows, int values)
    {
        Calendar = calendar;
        Now = now;
        Today = calendar.DateOf(now);
        Instants = new Instant[instants];
        Windows = new Window[windows];
        Values = new long[values];
        Known = new bool[values];
    }

    /// <summary>The calendar of the rule set's zone.</summary>
    public Calendar Calendar { get; }

    /// <summary>The evaluation instant, microseconds since 1970-01-01T00:00Z.</summary>
    public long Now { get; private set; }

    /// <summary>Its local date, days since 1970-01-01.</summary>
    public int Today { get; private set; }

    internal void MoveTo(long now)
    {
        Now = now;
        Today = Calendar.DateOf(now);
    }

    /// <summary>The instants at which the program evaluates: now, and those that `as of` asks for, by the program's numbering.</summary>
    public Instant[] Instants { get; }

    /// <summary>The windows that depend on an instant only, by the program's numbering; never beyond their instant.</summary>
    public Window[] Windows { get; }

    /// <summary>Other values that depend on an instant only, by the program's numbering, in the forms of <see cref="RowOutput.Bits"/>.</summary>
    public long[] Values { get; }

    /// <summary>Which of <see cref="Values"/> are known.</summary>
    public bool[] Known { get; }
}

/// <summary>An instant that rules are evaluated at.</summary>
/// <param name="IsKnown">False for an `as of` that lies after now: everything asked of it is unknown.</param>
/// <param name="Now">Microseconds since 1970-01-01T00:00Z.</param>
/// <param name="Today">Its local date, days since 1970-01-01.</param>
public readonly record struct Instant(bool IsKnown, long Now, int Today);
