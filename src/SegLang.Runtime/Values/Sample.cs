using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SegLang.Runtime;

/// <summary>A deterministic, evenly spread choice by key: the first 8 hex digits of MD5 of `salt:key` as a fraction of 2³².</summary>
public static class Sample
{
    /// <summary>Whether a text key lies below the share, unscaled at <paramref name="scale"/>.</summary>
    public static bool Chosen(string salt, string key, long share, int scale)
    {
        int most = Encoding.UTF8.GetMaxByteCount(salt.Length + key.Length + 1);
        Span<byte> text = most <= 1024 ? stackalloc byte[1024] : new byte[most];
        int length = Encoding.UTF8.GetBytes(salt, text);
        text[length++] = (byte)':';
        length += Encoding.UTF8.GetBytes(key, text[length..]);
        return Chosen(text[..length], share, scale);
    }

    /// <summary>Whether an int key, by its decimal text, lies below the share.</summary>
    public static bool Chosen(string salt, long key, long share, int scale)
    {
        int most = Encoding.UTF8.GetMaxByteCount(salt.Length) + 24;
        Span<byte> text = most <= 1024 ? stackalloc byte[1024] : new byte[most];
        int length = Encoding.UTF8.GetBytes(salt, text);
        text[length++] = (byte)':';
        key.TryFormat(text[length..], out int digits, default, CultureInfo.InvariantCulture);
        return Chosen(text[..(length + digits)], share, scale);
    }

    /// <summary>Whether a text key lies below a share of 0 … 1.</summary>
    public static bool Chosen(string salt, string key, decimal share) =>
        Fraction(Encoding.UTF8.GetBytes($"{salt}:{key}")) < share * 4_294_967_296m;

    private static bool Chosen(ReadOnlySpan<byte> text, long share, int scale) =>
        (Int128)Fraction(text) * Exact.Power(scale) < (Int128)share << 32;

    private static uint Fraction(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[16];
#pragma warning disable CA5351 // The language fixes MD5: every SQL engine has it, and nothing here is secret.
        MD5.HashData(text, hash);
#pragma warning restore CA5351
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
