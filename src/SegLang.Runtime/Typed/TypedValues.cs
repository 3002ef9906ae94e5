using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// Values of .NET in the forms in which readers give them, exactly and without allocation. What cannot be held is an
/// <see cref="ArgumentException"/> that names the field. Methods that read return false where the value is null: unknown.
/// </summary>
public static class TypedValues
{
    private const int EpochDay = 719162; // 1970-01-01 as DateOnly counts.

    private static readonly long[] Powers = [.. Enumerable.Range(0, 10).Select(n => (long)Math.Pow(10, n))];

    /// <summary>An instant in microseconds since 1970-01-01T00:00Z; what is finer is cut off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Instant(DateTimeOffset value)
    {
        long ticks = value.UtcTicks - DateTime.UnixEpoch.Ticks;
        return (ticks - (ticks < 0 ? 9 : 0)) / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>A bool.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(bool given, out bool value)
    {
        value = given;
        return true;
    }

    /// <summary>A bool, or unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(bool? given, out bool value)
    {
        value = given.GetValueOrDefault();
        return given.HasValue;
    }

    /// <summary>A member of an enum by its ordinal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(int given, out int value)
    {
        value = given;
        return true;
    }

    /// <summary>A member of an enum by its ordinal, or unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(int? given, out int value)
    {
        value = given.GetValueOrDefault();
        return given.HasValue;
    }

    /// <summary>A date.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(DateOnly given, out int value)
    {
        value = given.DayNumber - EpochDay;
        return true;
    }

    /// <summary>A date, or unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(DateOnly? given, out int value)
    {
        value = given is { } date ? date.DayNumber - EpochDay : 0;
        return given.HasValue;
    }

    /// <summary>An int.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(long given, out long value)
    {
        value = given;
        return true;
    }

    /// <summary>An int, or unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(long? given, out long value)
    {
        value = given.GetValueOrDefault();
        return given.HasValue;
    }

    /// <summary>An instant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(DateTimeOffset given, out long value)
    {
        value = Instant(given);
        return true;
    }

    /// <summary>An instant, or unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(DateTimeOffset? given, out long value)
    {
        value = given is { } instant ? Instant(instant) : 0;
        return given.HasValue;
    }

    /// <summary>A duration; what is finer than a microsecond is cut off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(TimeSpan given, out long value)
    {
        value = given.Ticks / TimeSpan.TicksPerMicrosecond;
        return true;
    }

    /// <summary>A duration, or unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(TimeSpan? given, out long value)
    {
        value = given.GetValueOrDefault().Ticks / TimeSpan.TicksPerMicrosecond;
        return given.HasValue;
    }

    /// <summary>An exact number, unscaled; one with more decimals than <paramref name="scale"/>, or beyond 64 bits, is an error.</summary>
    public static bool Read(decimal given, int scale, string field, out long value)
    {
        int shift = scale - given.Scale;
        if (shift < 0)
        {
            given = Shorten(given, scale, field);
            shift = scale - given.Scale;
        }

        Int128 mantissa = Mantissa(given) * Powers[shift];
        value = (long)mantissa;
        return value == mantissa || Fail(field, given, "does not fit 64 bits");
    }

    /// <summary>An exact number, unscaled, or unknown.</summary>
    public static bool Read(decimal? given, int scale, string field, out long value)
    {
        value = 0;
        return given is { } known && Read(known, scale, field, out value);
    }

    /// <summary>A number; NaN and infinity are an error.</summary>
    public static bool Read(double given, string field, out double value)
    {
        value = given;
        return double.IsFinite(given) || Fail(field, given, "is not a number");
    }

    /// <summary>A number, or unknown.</summary>
    public static bool Read(double? given, string field, out double value)
    {
        value = 0;
        return given is { } known && Read(known, field, out value);
    }

    /// <summary>A text (NFC) that must not be null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(string? given, string field, out string value)
    {
        value = given ?? Missing(field);
        return true;
    }

    /// <summary>A text (NFC), or unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(string? given, out string value)
    {
        value = given ?? "";
        return given is not null;
    }

    /// <summary>What must be there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Present<T>(T? given, string field)
        where T : class => given ?? throw new ArgumentNullException(field);

    /// <summary>What the schema does not hold is never asked for by rules of that schema.</summary>
    public static bool None<T>(out T value) => throw new ArgumentOutOfRangeException(nameof(value), "the schema has no such field");

    /// <summary>A date of days since 1970-01-01.</summary>
    public static DateOnly ToDate(long days) => DateOnly.FromDayNumber((int)days + EpochDay);

    /// <summary>An instant (UTC) of microseconds since 1970-01-01T00:00Z.</summary>
    public static DateTimeOffset ToInstant(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>A duration of microseconds; beyond what a <see cref="TimeSpan"/> holds, its nearest.</summary>
    public static TimeSpan ToDuration(long micros) => micros switch
    {
        > long.MaxValue / TimeSpan.TicksPerMicrosecond => TimeSpan.MaxValue,
        < long.MinValue / TimeSpan.TicksPerMicrosecond => TimeSpan.MinValue,
        _ => new TimeSpan(micros * TimeSpan.TicksPerMicrosecond),
    };

    /// <summary>An exact number of an unscaled value.</summary>
    public static decimal ToDecimal(long unscaled, int scale)
    {
        ulong size = unscaled < 0 ? (ulong)-(Int128)unscaled : (ulong)unscaled;
        return new((int)size, (int)(size >> 32), 0, unscaled < 0, (byte)scale);
    }

    private static Int128 Mantissa(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        Int128 size = new((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        // Shifted by up to nine digits it must not leave 128 bits; what is larger fits 64 bits under no scale.
        size = Int128.Min(size, (Int128)1 << 90);
        return bits[3] < 0 ? -size : size;
    }

    // Zeros at the end are no decimals.
    private static decimal Shorten(decimal given, int scale, string field)
    {
        decimal shorter = Math.Round(given, scale);
        if (shorter != given)
        {
            Fail(field, given, $"has more than {scale.ToString(CultureInfo.InvariantCulture)} decimals");
        }

        return shorter;
    }

    [DoesNotReturn]
    private static string Missing(string field) => throw new ArgumentNullException(field);

    [DoesNotReturn]
    private static bool Fail<T>(string field, T value, string why)
        where T : IFormattable =>
        throw new ArgumentException($"`{field}` is {value.ToString(null, CultureInfo.InvariantCulture)}, which {why}", field);
}
