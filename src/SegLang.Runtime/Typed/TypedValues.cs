using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// What generated readers give: <see cref="HostValues"/> by one name, so that the app's compiler chooses by type, with the field's name where something
/// may not fit, which is a <see cref="RuleDataException"/>. Nothing is allocated. Methods that read return false where the value is null: unknown.
/// </summary>
public static class TypedValues
{
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
    public static bool Read(DateOnly given, out int value) => HostValues.Date(given, out value);

    /// <summary>A date, or unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(DateOnly? given, out int value) => HostValues.Date(given, out value);

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
        value = HostValues.Instant(given);
        return true;
    }

    /// <summary>An instant, or unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(DateTimeOffset? given, out long value)
    {
        value = given is { } instant ? HostValues.Instant(instant) : 0;
        return given.HasValue;
    }

    /// <summary>A duration; what is finer than a microsecond is cut off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(TimeSpan given, out long value) => HostValues.Duration(given, out value);

    /// <summary>A duration, or unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(TimeSpan? given, out long value) => HostValues.Duration(given, out value);

    /// <summary>An exact number, unscaled; one with more decimals than <paramref name="scale"/>, or beyond 64 bits, does not fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(decimal given, int scale, string field, out long value) =>
        HostValues.TryWiden(given, scale, out value) || ReadOther(given, scale, field, out value);

    /// <summary>An exact number, unscaled, or unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(decimal? given, int scale, string field, out long value)
    {
        Read(given.GetValueOrDefault(), scale, field, out value);
        return given.HasValue;
    }

    private static bool ReadOther(decimal given, int scale, string field, out long value)
    {
        try
        {
            return HostValues.Exact(given, scale, out value);
        }
        catch (RuleDataException e)
        {
            throw new RuleDataException($"`{field}`", e.Message, e);
        }
    }

    /// <summary>A number; NaN and infinity do not fit.</summary>
    public static bool Read(double given, string field, out double value)
    {
        try
        {
            return HostValues.Number(given, out value);
        }
        catch (RuleDataException e)
        {
            throw new RuleDataException($"`{field}`", e.Message, e);
        }
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
        value = given ?? throw new RuleDataException($"`{field}`", "a value is null, but the field is never unknown", null);
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
}
