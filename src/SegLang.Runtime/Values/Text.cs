using System.Runtime.CompilerServices;
using System.Text;

namespace SegLang.Runtime;

/// <summary>Operations on texts. Operands are NFC; results are too. Order and length are by code point.</summary>
public static partial class Text
{
    /// <summary>The text in NFC; a lone surrogate becomes U+FFFD.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
        {
            return text;
        }

        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormC);
        }
    }

    /// <summary>Less than, equal to or greater than zero as a is to b, by code point.</summary>
    public static int Compare(string a, string b)
    {
        int common = a.AsSpan().CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        // By UTF-16 unit, but surrogates (U+D800 … U+DFFF) stand for code points above U+FFFF.
        char x = a[common];
        char y = b[common];
        bool high = char.IsSurrogate(x);
        return high != char.IsSurrogate(y) ? (high ? 1 : -1) : x.CompareTo(y);
    }

    /// <summary>Whether two texts are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);

    /// <summary>Whether a text holds another; every text holds the empty one.</summary>
    public static bool Contains(string text, string part) => text.Contains(part, StringComparison.Ordinal);

    /// <summary>Whether a text starts with another.</summary>
    public static bool StartsWith(string text, string part) => text.StartsWith(part, StringComparison.Ordinal);

    /// <summary>Whether a text ends with another.</summary>
    public static bool EndsWith(string text, string part) => text.EndsWith(part, StringComparison.Ordinal);

    /// <summary>The number of code points.</summary>
    public static long Length(string text)
    {
        int length = text.Length;
        foreach (char unit in text)
        {
            length -= char.IsLowSurrogate(unit) ? 1 : 0;
        }

        return length;
    }

    /// <summary>The text without white space (Unicode White_Space) at both ends.</summary>
    public static string Trim(string text)
    {
        string trimmed = text.Trim(WhiteSpace);
        return trimmed.Length == text.Length ? text : Normalize(trimmed);
    }

    /// <summary>The full Unicode case folding of a text, in NFC: texts that differ only in case have the same.</summary>
    public static string Fold(string text) => Ascii.IsValid(text) ? text.ToLowerInvariant() : Map(text, CaseMapping.Fold);

    /// <summary>The text with the simple lower case of every code point.</summary>
    public static string Lower(string text) => Ascii.IsValid(text) ? text.ToLowerInvariant() : Map(text, CaseMapping.Lower);

    /// <summary>The text with the simple upper case of every code point.</summary>
    public static string Upper(string text) => Ascii.IsValid(text) ? text.ToUpperInvariant() : Map(text, CaseMapping.Upper);

    private static readonly char[] WhiteSpace =
    [
        '\u0009', '\u000A', '\u000B', '\u000C', '\u000D', '\u0020', '\u0085', '\u00A0', '\u1680', '\u2000', '\u2001', '\u2002',
        '\u2003', '\u2004', '\u2005', '\u2006', '\u2007', '\u2008', '\u2009', '\u200A', '\u2028', '\u2029', '\u202F', '\u205F',
        '\u3000',
    ];

    private static string Map(string text, CaseMapping mapping)
    {
        var mapped = new StringBuilder(text.Length + 8);
        Span<char> units = stackalloc char[2];
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (mapping == CaseMapping.Fold && FullFold(rune.Value) is { } full)
            {
                mapped.Append(full);
            }
            else
            {
                int length = new Rune(Simple(rune.Value, mapping)).EncodeToUtf16(units);
                mapped.Append(units[..length]);
            }
        }

        return Normalize(mapped.ToString());
    }

    private enum CaseMapping
    {
        Lower,
        Upper,
        Fold,
    }
}
