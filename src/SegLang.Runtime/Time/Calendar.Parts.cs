namespace SegLang.Runtime;

public sealed partial class Calendar
{
    /// <summary>Year, month (1 … 12) and day (1 … 31) of a date (the algorithm of Howard Hinnant's chrono papers).</summary>
    public static (int Year, int Month, int Day) Civil(int date)
    {
        int shifted = date + 719_468;
        int era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        int dayOfEra = shifted - (era * 146_097);
        int yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        int dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        int shiftedMonth = ((5 * dayOfYear) + 2) / 153;
        int day = dayOfYear - (((153 * shiftedMonth) + 2) / 5) + 1;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, day);
    }

    /// <summary>The date of a year, month and day that exist.</summary>
    public static int DateFrom(int year, int month, int day)
    {
        int shiftedYear = month <= 2 ? year - 1 : year;
        int era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400;
        int yearOfEra = shiftedYear - (era * 400);
        int dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        int dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }

    /// <summary>The days of a month.</summary>
    public static int DaysInMonth(int year, int month) => month == 2
        ? (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28)
        : 30 + ((month + (month >> 3)) & 1);

    /// <summary>The weekday of a date: Monday is 0, Sunday 6.</summary>
    public static int Weekday(int date)
    {
        int rest = (date + 3) % 7;
        return rest < 0 ? rest + 7 : rest;
    }

    /// <summary>The year of a date.</summary>
    public static long Year(int date) => Civil(date).Year;

    /// <summary>The quarter of a date, 1 … 4.</summary>
    public static long Quarter(int date) => (Civil(date).Month + 2) / 3;

    /// <summary>The month of a date, 1 … 12.</summary>
    public static long Month(int date) => Civil(date).Month;

    /// <summary>The day of month of a date.</summary>
    public static long DayOfMonth(int date) => Civil(date).Day;

    /// <summary>The local hour of an instant, 0 … 23.</summary>
    public long HourOf(long instant) => Modulo(ToLocal(instant), Day) / Hour;

    /// <summary>The local minute of an instant, 0 … 59.</summary>
    public long MinuteOf(long instant) => Modulo(ToLocal(instant), Hour) / Minute;
}
