using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace SegLang.Emit;

/// <summary>
/// The C# names of one scope, distinct from each other: from names of rules, which may be keywords, differ in case only, or hold what C# does not read
/// in names. They are made of letters, digits and `_` alone: C# overlooks format characters, so that two names with them could be one.
/// </summary>
internal sealed class TypedNames(params IEnumerable<string> taken)
{
    private static readonly string[] OfObject =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    private readonly HashSet<string> used = [.. taken.Concat(OfObject)];

    /// <summary>A name that nothing else in the scope has: the one asked for, or that with a number.</summary>
    public string Take(string name)
    {
        string free = name;
        for (int number = 2; !used.Add(free); number++)
        {
            free = name + number.ToString(CultureInfo.InvariantCulture);
        }

        return free;
    }

    /// <summary>A name of rules as C# writes names: `last_purchase` is `LastPurchase`, `käufer` is `Käufer`.</summary>
    public static string Pascal(string name)
    {
        StringBuilder made = new(name.Length);
        bool startsWord = true;
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (!rune.IsBmp)
            {
                made.Append(CultureInfo.InvariantCulture, $"U{rune.Value:X}"); // C# has no such letters in names.
                startsWord = true;
                continue;
            }

            char unit = (char)rune.Value;
            if (IsPart(unit))
            {
                made.Append(startsWord ? char.ToUpperInvariant(unit) : unit);
            }

            startsWord = !IsPart(unit);
        }

        bool starts = made.Length > 0 && SyntaxFacts.IsIdentifierStartCharacter(made[0]);
        return starts ? made.ToString() : "_" + made;
    }

    /// <summary>Whether a text is an identifier of C# as it stands, and no keyword.</summary>
    public static bool IsIdentifier(string name) =>
        SyntaxFacts.IsValidIdentifier(name) && name.All(c => c == '_' || IsPart(c)) && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None;

    private static bool IsPart(char unit) => char.IsLetterOrDigit(unit)
        || char.GetUnicodeCategory(unit) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber;
}
