namespace SegLang.Runtime;

/// <summary>The units of time, from finest to coarsest; second, minute and hour are exact, the others follow the calendar.</summary>
public enum CalendarUnit : byte
{
    /// <summary>An exact second.</summary>
    Second,

    /// <summary>An exact minute.</summary>
    Minute,

    /// <summary>An exact hour.</summary>
    Hour,

    /// <summary>A calendar day.</summary>
    Day,

    /// <summary>Seven calendar days.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>Three calendar months.</summary>
    Quarter,

    /// <summary>Twelve calendar months.</summary>
    Year,
}

/// <summary>A span that keeps its unit: `30 days`.</summary>
/// <param name="Count">How many units.</param>
/// <param name="Unit">The unit.</param>
public readonly record struct CalendarSpan(long Count, CalendarUnit Unit);
