using System.Globalization;

namespace SegLang.Runtime;

/// <summary>What identifies a profile: a text (NFC) or an int.</summary>
public readonly struct ProfileKey : IEquatable<ProfileKey>, IComparable<ProfileKey>
{
    private readonly string? text;
    private readonly long number;

    /// <summary>A text key.</summary>
    public ProfileKey(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        this.text = Runtime.Text.Normalize(text);
    }

    /// <summary>An int key.</summary>
    public ProfileKey(long number) => this.number = number;

    private ProfileKey(string? text, long number) => (this.text, this.number) = (text, number);

    /// <summary>The text, or null of an int key.</summary>
    public string? Text => text;

    /// <summary>The int; 0 of a text key.</summary>
    public long Number => number;

    /// <summary>Equal keys, equal hashes, on every machine and in every run.</summary>
    internal uint Hash
    {
        get
        {
            ulong hash = (ulong)number * 0x9E3779B97F4A7C15;
            foreach (char c in text ?? "")
            {
                hash = (hash ^ c) * 0x100000001B3;
            }

            hash ^= hash >> 29;
            hash *= 0xBF58476D1CE4E5B9;
            return (uint)(hash >> 32);
        }
    }

    /// <summary>Whether both are the same key.</summary>
    public static bool operator ==(ProfileKey left, ProfileKey right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(ProfileKey left, ProfileKey right) => !left.Equals(right);

    /// <summary>A text key.</summary>
    public static implicit operator ProfileKey(string text) => new(text);

    /// <summary>An int key.</summary>
    public static implicit operator ProfileKey(long number) => new(number);

    /// <summary>A text key.</summary>
    public static ProfileKey FromString(string text) => new(text);

    /// <summary>An int key.</summary>
    public static ProfileKey FromInt64(long number) => new(number);

    /// <summary>Texts by code point, ints by value.</summary>
    public static bool operator <(ProfileKey left, ProfileKey right) => left.CompareTo(right) < 0;

    /// <summary>Texts by code point, ints by value.</summary>
    public static bool operator >(ProfileKey left, ProfileKey right) => left.CompareTo(right) > 0;

    /// <summary>Texts by code point, ints by value.</summary>
    public static bool operator <=(ProfileKey left, ProfileKey right) => left.CompareTo(right) <= 0;

    /// <summary>Texts by code point, ints by value.</summary>
    public static bool operator >=(ProfileKey left, ProfileKey right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public bool Equals(ProfileKey other) => number == other.number && text == other.text;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is ProfileKey other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => (int)Hash;

    /// <inheritdoc />
    public int CompareTo(ProfileKey other) => text is null || other.text is null
        ? number.CompareTo(other.number)
        : Runtime.Text.Compare(text, other.text);

    /// <summary>The key as text: an int by its invariant decimal digits.</summary>
    public override string ToString() => text ?? number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The key that a profile's fields hold.</summary>
    internal static ProfileKey Of(FactRow fields, int field) =>
        fields.Layout.Fields[field].Storage == Storage.Text
            ? new ProfileKey(fields.Objects[fields.Layout.Place(field)] as string ?? "", 0)
            : new ProfileKey(null, FactRow.TryGet(fields.Numbers, 0, fields.Layout, field, out long number) ? number : 0);
}
