namespace SegLang.Syntax;

/// <summary>
/// Short texts that occur again and again (names, words, literals), one string each as long as its place is not taken by another.
/// Safe for several threads at once: who comes late makes a string of its own.
/// </summary>
internal static class SharedText
{
    private const int Longest = 40;
    private static readonly string?[] Places = new string?[1 << 13];

    /// <summary>A string of these characters.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Longest)
        {
            return text.ToString();
        }

        ref string? place = ref Places[Hash(text) % (uint)Places.Length];
        if (place is { } known && text.SequenceEqual(known))
        {
            return known;
        }

        string made = text.ToString();
        place = made;
        return made;
    }

    // FNV-1a.
    private static uint Hash(ReadOnlySpan<char> text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash ^ (hash >> 15);
    }
}
