using System.Runtime.CompilerServices;
using System.Text;

namespace SegLang.Runtime;

/// <summary>
/// Distinct texts in NFC with codes from 0 in order of first appearance. Adding is for one thread; reading is for many.
/// The order of UTF-8 bytes is the order of code points, so ranks compare by code point.
/// </summary>
public sealed class TextDictionary
{
    private byte[] arena = new byte[1024];
    private int[] ends = new int[64];
    private int[] slots = new int[128];
    private uint[] hashes = new uint[64];
    private string?[] strings = new string?[64];
    private int[]? ranks;

    /// <summary>How many distinct texts.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes that the texts and their index occupy.</summary>
    public long Bytes => arena.LongLength + (4 * (ends.LongLength + slots.LongLength + hashes.LongLength)) + (8 * strings.LongLength);

    /// <summary>The text of a code.</summary>
    public string this[int code]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => strings[code] ?? Decode(code);
    }

    /// <summary>The text of a code in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8(int code)
    {
        int from = code == 0 ? 0 : ends[code - 1];
        return arena.AsSpan(from, ends[code] - from);
    }

    /// <summary>The code of a text, which is added where it is new.</summary>
    public int Add(ReadOnlySpan<char> text)
    {
        if (!Ascii.IsValid(text))
        {
            text = Text.Normalize(text.ToString());
        }

        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> utf8 = most <= 512 ? stackalloc byte[512] : new byte[most];
        return AddNormal(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    /// <summary>The code of a text of valid UTF-8, which is added where it is new.</summary>
    public int Add(ReadOnlySpan<byte> utf8) =>
        Ascii.IsValid(utf8) ? AddNormal(utf8) : Add(Encoding.UTF8.GetString(utf8).AsSpan());

    /// <summary>The code of a text in NFC, or −1.</summary>
    public int Find(string text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> utf8 = most <= 512 ? stackalloc byte[512] : new byte[most];
        utf8 = utf8[..Encoding.UTF8.GetBytes(text, utf8)];
        return slots[Slot(utf8, Hash(utf8))] - 1;
    }

    /// <summary>The code of a text of valid UTF-8 in NFC, or −1.</summary>
    public int Find(ReadOnlySpan<byte> utf8) => slots[Slot(utf8, Hash(utf8))] - 1;

    /// <summary>By code, the text's place in code-point order; computed when first asked for.</summary>
    public int[] Ranks()
    {
        if (ranks is { } known && known.Length == Count)
        {
            return known;
        }

        var codes = new int[Count];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = i;
        }

        Array.Sort(codes, (a, b) => Utf8(a).SequenceCompareTo(Utf8(b)));
        var computed = new int[Count];
        for (int i = 0; i < codes.Length; i++)
        {
            computed[codes[i]] = i;
        }

        return ranks = computed;
    }

    /// <summary>A bit per code, set where the text passes the test: one test for each distinct text.</summary>
    public ulong[] Test(Func<string, bool> test)
    {
        var bits = new ulong[(Count + 63) >> 6];
        for (int code = 0; code < Count; code++)
        {
            if (test(this[code]))
            {
                bits[code >> 6] |= 1UL << code;
            }
        }

        return bits;
    }

    private int AddNormal(ReadOnlySpan<byte> utf8)
    {
        uint hash = Hash(utf8);
        int slot = Slot(utf8, hash);
        if (slots[slot] != 0)
        {
            return slots[slot] - 1;
        }

        int from = Count == 0 ? 0 : ends[Count - 1];
        if (from + (long)utf8.Length > arena.Length)
        {
            Array.Resize(ref arena, (int)Math.Min(Array.MaxLength, Math.Max(arena.Length * 2L, from + (long)utf8.Length)));
        }

        if (Count == ends.Length)
        {
            Array.Resize(ref ends, Count * 2);
            Array.Resize(ref hashes, Count * 2);
            Array.Resize(ref strings, Count * 2);
        }

        utf8.CopyTo(arena.AsSpan(from));
        ends[Count] = from + utf8.Length;
        hashes[Count] = hash;
        slots[slot] = ++Count;
        if (Count * 2 > slots.Length)
        {
            Rehash();
        }

        return Count - 1;
    }

    private void Rehash()
    {
        slots = new int[slots.Length * 2];
        for (int code = 0; code < Count; code++)
        {
            int slot = (int)(hashes[code] & (uint)(slots.Length - 1));
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & (slots.Length - 1);
            }

            slots[slot] = code + 1;
        }
    }

    private int Slot(ReadOnlySpan<byte> utf8, uint hash)
    {
        int mask = slots.Length - 1;
        int slot = (int)hash & mask;
        while (slots[slot] is var code and not 0 && !(hashes[code - 1] == hash && Utf8(code - 1).SequenceEqual(utf8)))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        ulong hash = (ulong)utf8.Length * 0x9E3779B97F4A7C15UL;
        while (utf8.Length >= 8)
        {
            hash = (hash ^ BitConverter.ToUInt64(utf8)) * 0x9E3779B97F4A7C15UL;
            hash ^= hash >> 29;
            utf8 = utf8[8..];
        }

        ulong tail = 0;
        for (int i = 0; i < utf8.Length; i++)
        {
            tail |= (ulong)utf8[i] << (8 * i);
        }

        hash = (hash ^ tail) * 0xBF58476D1CE4E5B9UL;
        return (uint)(hash >> 32) ^ (uint)(hash >> 11);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private string Decode(int code)
    {
        string text = Encoding.UTF8.GetString(Utf8(code));
        strings[code] = text;
        return text;
    }
}
