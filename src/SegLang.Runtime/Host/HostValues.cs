using System.Numerics;
using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// Values of host types in the forms of <see cref="IFactReader"/>, exactly and without allocation. Methods that return bool say whether the value is
/// known: null is not. What the form cannot hold is a <see cref="RuleDataException"/> without a place.
/// </summary>
public static class HostValues
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const long EpochMicroseconds = 62_135_596_800_000_000; // From 0001-01-01 to 1970-01-01.
    private const int EpochDays = 719_162;
    private const int ScaleShift = 16;

    // What is widened by up to so many decimals without a look at its size.
    private const int MostWidened = 9;
    private const ulong Widened = long.MaxValue / 1_000_000_000;

    private static readonly long[] Powers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
        10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    /// <summary>A bool.</summary>
    [MethodImpl(Inline)]
    public static bool Bool(bool value, out bool result)
    {
        result = value;
        return true;
    }

    /// <summary>A bool.</summary>
    [MethodImpl(Inline)]
    public static bool Bool(bool? value, out bool result)
    {
        result = value.GetValueOrDefault();
        return value.HasValue;
    }

    /// <summary>A text; null is unknown and leaves an empty one.</summary>
    [MethodImpl(Inline)]
    public static bool Text(string? value, out string result)
    {
        result = value ?? "";
        return value is not null;
    }

    /// <summary>A text of a GUID: 32 lower-case digits with hyphens.</summary>
    public static bool Text(Guid value, out string result)
    {
        result = value.ToString("D");
        return true;
    }

    /// <summary>An exact number of a scale.</summary>
    [MethodImpl(Inline)]
    public static bool Exact(long value, int scale, out long result)
    {
        result = scale == 0 ? value : Scaled(value, scale);
        return true;
    }

    /// <summary>An exact number of a scale.</summary>
    [MethodImpl(Inline)]
    public static bool Exact(int value, int scale, out long result) => Exact((long)value, scale, out result);

    /// <summary>An exact number of a scale.</summary>
    [MethodImpl(Inline)]
    public static bool Exact<T>(T value, int scale, out long result)
        where T : struct, IBinaryInteger<T> => Exact(ToInt64(value), scale, out result);

    /// <summary>An exact number of a scale.</summary>
    [MethodImpl(Inline)]
    public static bool Exact(long? value, int scale, out long result)
    {
        Exact(value.GetValueOrDefault(), scale, out result);
        return value.HasValue;
    }

    /// <summary>An exact number of a scale.</summary>
    [MethodImpl(Inline)]
    public static bool Exact(int? value, int scale, out long result)
    {
        Exact((long)value.GetValueOrDefault(), scale, out result);
        return value.HasValue;
    }

    /// <summary>An exact number of a scale.</summary>
    [MethodImpl(Inline)]
    public static bool Exact<T>(T? value, int scale, out long result)
        where T : struct, IBinaryInteger<T>
    {
        Exact(ToInt64(value.GetValueOrDefault()), scale, out result);
        return value.HasValue;
    }

    /// <summary>An exact number of a scale: decimals beyond it must be zeros.</summary>
    [MethodImpl(Inline)]
    public static bool Exact(decimal value, int scale, out long result)
    {
        if (!TryWiden(value, scale, out result))
        {
            DecimalParts parts = Unsafe.As<decimal, DecimalParts>(ref value);
            result = Rescaled(new UInt128(parts.High, parts.Low), parts.Scale - scale, parts.Flags < 0);
        }

        return true;
    }

    /// <summary>An exact number of a scale: decimals beyond it must be zeros.</summary>
    [MethodImpl(Inline)]
    public static bool Exact(decimal? value, int scale, out long result)
    {
        Exact(value.GetValueOrDefault(), scale, out result); // Of null it is 0, and cheaper than to ask first.
        return value.HasValue;
    }

    /// <summary>A number; it must be finite.</summary>
    [MethodImpl(Inline)]
    public static bool Number(double value, out double result)
    {
        result = double.IsFinite(value) ? value : throw Failure("a number is not finite");
        return true;
    }

    /// <summary>A number; it must be finite.</summary>
    [MethodImpl(Inline)]
    public static bool Number(double? value, out double result)
    {
        Number(value.GetValueOrDefault(), out result);
        return value.HasValue;
    }

    /// <summary>A number; it must be finite.</summary>
    [MethodImpl(Inline)]
    public static bool Number<T>(T value, out double result)
        where T : struct, INumber<T> => Number(double.CreateChecked(value), out result);

    /// <summary>A number; it must be finite.</summary>
    [MethodImpl(Inline)]
    public static bool Number<T>(T? value, out double result)
        where T : struct, INumber<T>
    {
        Number(double.CreateChecked(value.GetValueOrDefault()), out result);
        return value.HasValue;
    }

    /// <summary>A date, days since 1970-01-01.</summary>
    [MethodImpl(Inline)]
    public static bool Date(DateOnly value, out int result)
    {
        result = value.DayNumber - EpochDays;
        return true;
    }

    /// <summary>A date, days since 1970-01-01.</summary>
    [MethodImpl(Inline)]
    public static bool Date(DateOnly? value, out int result)
    {
        Date(value.GetValueOrDefault(), out result);
        return value.HasValue;
    }

    /// <summary>An instant, microseconds since 1970-01-01T00:00Z; what is finer is dropped.</summary>
    [MethodImpl(Inline)]
    public static long Instant(DateTimeOffset value) => (long)((ulong)value.UtcTicks / 10) - EpochMicroseconds;

    /// <summary>An instant, microseconds since 1970-01-01T00:00Z; what is finer is dropped.</summary>
    [MethodImpl(Inline)]
    public static bool Instant(DateTimeOffset value, Calendar calendar, out long result)
    {
        result = Instant(value);
        return true;
    }

    /// <summary>An instant, microseconds since 1970-01-01T00:00Z; what is finer is dropped.</summary>
    [MethodImpl(Inline)]
    public static bool Instant(DateTimeOffset? value, Calendar calendar, out long result)
    {
        result = Instant(value.GetValueOrDefault());
        return value.HasValue;
    }

    /// <summary>An instant; where the value says neither that it is in UTC nor in the machine's zone, it is local to the rules' zone.</summary>
    [MethodImpl(Inline)]
    public static bool Instant(DateTime value, Calendar calendar, out long result)
    {
        long microseconds = (long)((ulong)value.Ticks / 10) - EpochMicroseconds;
        result = value.Kind == DateTimeKind.Utc ? microseconds : Local(value, microseconds, calendar);
        return true;
    }

    /// <summary>An instant; where the value says neither that it is in UTC nor in the machine's zone, it is local to the rules' zone.</summary>
    [MethodImpl(Inline)]
    public static bool Instant(DateTime? value, Calendar calendar, out long result)
    {
        result = 0;
        return value is { } known && Instant(known, calendar, out result);
    }

    /// <summary>A duration in microseconds; what is finer is dropped.</summary>
    [MethodImpl(Inline)]
    public static bool Duration(TimeSpan value, out long result)
    {
        result = value.Ticks / 10;
        return true;
    }

    /// <summary>A duration in microseconds; what is finer is dropped.</summary>
    [MethodImpl(Inline)]
    public static bool Duration(TimeSpan? value, out long result)
    {
        result = value.GetValueOrDefault().Ticks / 10;
        return value.HasValue;
    }

    /// <summary>An enum's member by its name, exactly as in the rules.</summary>
    public static bool Member(string? value, string[] members, out int result)
    {
        ArgumentNullException.ThrowIfNull(members);
        result = 0;
        if (value is null)
        {
            return false;
        }

        result = Array.IndexOf(members, value);
        return result >= 0 ? true : throw Failure("a text names no member of the enum");
    }

    /// <summary>To be called with a number that an enum of the host does not name: never returns.</summary>
    public static int NoMember() => throw Failure("a value is none of the enum's members");

    /// <summary>To be called with whether a value is known that always must be.</summary>
    [MethodImpl(Inline)]
    public static bool Required(bool known) => known ? true : throw Failure("a value is null, but the field is never unknown");

    /// <summary>A decimal of an exact number.</summary>
    public static decimal ToDecimal(long value, int scale) =>
        new((int)Magnitude(value), (int)(Magnitude(value) >> 32), 0, value < 0, (byte)scale);

    /// <summary>The instant of microseconds since 1970-01-01T00:00Z.</summary>
    public static DateTimeOffset ToInstant(long microseconds) => new((microseconds + EpochMicroseconds) * 10, TimeSpan.Zero);

    /// <summary>The date of days since 1970-01-01.</summary>
    public static DateOnly ToDate(int days) => DateOnly.FromDayNumber(days + EpochDays);

    /// <summary>The time of microseconds; beyond what it can hold, its least or greatest value.</summary>
    public static TimeSpan ToDuration(long microseconds) => microseconds switch
    {
        > long.MaxValue / 10 => TimeSpan.MaxValue,
        < long.MinValue / 10 => TimeSpan.MinValue,
        _ => new(microseconds * 10),
    };

    private static ulong Magnitude(long value) => value < 0 ? (ulong)-value : (ulong)value;

    // All that apps mostly have, by one way: whether `12.5` has as many decimals as the field is as good as random.
    [MethodImpl(Inline)]
    internal static bool TryWiden(decimal value, int scale, out long result)
    {
        DecimalParts parts = Unsafe.As<decimal, DecimalParts>(ref value);
        int missing = scale - parts.Scale;
        bool fits = parts.High == 0 & parts.Low <= Widened & (uint)missing <= MostWidened;
        long sign = parts.Flags >> 31;
        result = fits ? (((long)parts.Low * Powers[missing]) ^ sign) - sign : 0;
        return fits;
    }

    [MethodImpl(Inline)]
    private static long ToInt64<T>(T value)
        where T : struct, IBinaryInteger<T> =>
        typeof(T) == typeof(ulong) || typeof(T) == typeof(nuint) || typeof(T) == typeof(Int128) || typeof(T) == typeof(UInt128) ? Checked(value) : long.CreateTruncating(value);

    private static long Checked<T>(T value)
        where T : struct, IBinaryInteger<T>
    {
        long result = long.CreateSaturating(value);
        return T.CreateTruncating(result) == value ? result : throw TooLarge();
    }

    private static long Scaled(long value, int scale)
    {
        Int128 wide = (Int128)value * Powers[scale];
        return (long)wide == wide ? (long)wide : throw TooLarge();
    }

    private static long Rescaled(UInt128 magnitude, int excess, bool isNegative)
    {
        if (excess is < 0 and >= -9 && magnitude <= int.MaxValue)
        {
            long small = (long)magnitude * Powers[-excess]; // Most numbers: `12` for 12.00.
            return isNegative ? -small : small;
        }

        for (; excess > 0; excess--)
        {
            (magnitude, UInt128 rest) = UInt128.DivRem(magnitude, 10);
            if (rest != 0)
            {
                throw Failure("a number has more decimals than the field");
            }
        }

        for (; excess < 0 && magnitude <= ulong.MaxValue; excess++)
        {
            magnitude *= 10;
        }

        if (magnitude > long.MaxValue)
        {
            return isNegative && magnitude == (UInt128)long.MaxValue + 1 && excess == 0 ? long.MinValue : throw TooLarge();
        }

        return isNegative ? -(long)magnitude : (long)magnitude;
    }

    private static long Local(DateTime value, long microseconds, Calendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return value.Kind == DateTimeKind.Local ? Instant(new DateTimeOffset(value)) : calendar.Zone.FromLocal(microseconds);
    }

    // A decimal as it lies in memory, which interop fixes.
    private readonly record struct DecimalParts(int Flags, uint High, ulong Low)
    {
        public int Scale => (Flags >> ScaleShift) & 0xFF;
    }

    private static RuleDataException TooLarge() => Failure("a number is too large for the field");

    private static RuleDataException Failure(string reason) => new(reason);
}
