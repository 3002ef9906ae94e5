using System.Globalization;
using System.Text;

namespace SegLang.Reference;

/// <summary>Text by code point: order, length, case. Inputs and results are in NFC.</summary>
internal static class ReferenceText
{
    private static readonly Dictionary<int, int[]> UpperCase = ReadRuns(ReferenceCaseData.Upper);
    private static readonly Dictionary<int, int[]> LowerCase = ReadRuns(ReferenceCaseData.Lower);
    private static readonly Dictionary<int, int[]> Folding = ReadFolding();

    /// <summary>The order by code point.</summary>
    public static int Compare(string left, string right)
    {
        foreach (var (a, b) in left.EnumerateRunes().Zip(right.EnumerateRunes()))
        {
            if (a != b)
            {
                return a.CompareTo(b);
            }
        }

        return Length(left).CompareTo(Length(right));
    }

    /// <summary>The number of code points.</summary>
    public static long Length(string text) => text.EnumerateRunes().Count();

    /// <summary>The simple upper case of every code point.</summary>
    public static string Upper(string text) => Map(text, UpperCase);

    /// <summary>The simple lower case of every code point.</summary>
    public static string Lower(string text) => Map(text, LowerCase);

    /// <summary>The full case folding.</summary>
    public static string Fold(string text) => Map(text, Folding);

    /// <summary>The text without white space (Unicode White_Space) at its ends.</summary>
    public static string Trim(string text) => text.Trim();

    public static bool Contains(string text, string part, bool ignoreCase) =>
        ignoreCase ? Contains(Fold(text), Fold(part), false) : text.Contains(part, StringComparison.Ordinal);

    public static bool StartsWith(string text, string part, bool ignoreCase) =>
        ignoreCase ? StartsWith(Fold(text), Fold(part), false) : text.StartsWith(part, StringComparison.Ordinal);

    public static bool EndsWith(string text, string part, bool ignoreCase) =>
        ignoreCase ? EndsWith(Fold(text), Fold(part), false) : text.EndsWith(part, StringComparison.Ordinal);

    private static string Map(string text, Dictionary<int, int[]> mapping)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (int codePoint in mapping.GetValueOrDefault(rune.Value, [rune.Value]))
            {
                result.Append(new Rune(codePoint));
            }
        }

        return Compose(result.ToString());
    }

    // Normal form C; the platform refuses texts with U+FFFE, which composes with nothing.
    private static string Compose(string text) =>
        string.Join('\uFFFE', text.Split('\uFFFE').Select(part => part.Normalize(NormalizationForm.FormC)));

    private static Dictionary<int, int[]> ReadFolding()
    {
        var folding = ReadRuns(ReferenceCaseData.Fold);
        foreach (string entry in Entries(ReferenceCaseData.FoldToSeveral))
        {
            string[] sides = entry.Split(':');
            folding[Hex(sides[0])] = [.. sides[1].Split('.').Select(Hex)];
        }

        return folding;
    }

    private static Dictionary<int, int[]> ReadRuns(string runs)
    {
        var mapping = new Dictionary<int, int[]>();
        foreach (string run in Entries(runs))
        {
            int sign = run.LastIndexOfAny(['+', '-']);
            int delta = Hex(run[(sign + 1)..]) * (run[sign] == '-' ? -1 : 1);
            string[] ends = run[..sign].Split('-', '=');
            int step = run[..sign].Contains('=', StringComparison.Ordinal) ? 2 : 1;
            for (int codePoint = Hex(ends[0]); codePoint <= Hex(ends[^1]); codePoint += step)
            {
                mapping.Add(codePoint, [codePoint + delta]);
            }
        }

        return mapping;
    }

    private static string[] Entries(string data) =>
        data.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
