using System.Collections.Frozen;
using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>
/// Tells where a rename cannot go wrong, without trying it: the new name is written nowhere in the rule set and is no word of the
/// language, and wherever the old one is written it is renamed. Then no look-up finds anything but what it found before.
/// </summary>
internal static class FreshName
{
    // The one sign besides those of ASCII that becomes one of them in normal form.
    private const char Kelvin = '\u212A';

    private static readonly FrozenSet<string> OfTheLanguage = Grammar.Instance.States.SelectMany(s => s.Terminals).Where(t => t.Terminal.IsWord).Select(t => t.Terminal.Text)
        .Concat([.. LanguageTexts.All.Select(t => t.Word), .. Words.Declarations, .. Words.BeforeOperand, .. Words.AfterOperand, .. Words.Aggregates, .. Words.InPlace])
        .Concat(Words.Units).Concat(Words.Units.Select(u => u + "s"))
        .Concat([.. TypeTexts.Names, .. Currencies.Codes, .. Functions.Rows.Select(f => f.Name)])
        .Concat([SymbolTable.Weekday.Name, .. SymbolTable.Weekday.Members.Select(m => m.Name)])
        .Concat(["time", "order", "since", "entered", "weekday", "date", "profile", "owner", "tag", "deprecated", "sensitive", "was"])
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a rename of these places, which are all that the symbol has, cannot change what anything means.</summary>
    public static bool Fits(RuleSnapshot snapshot, string old, string written, ImmutableArray<SymbolUse> places)
    {
        bool isPlain = IsWord(written) && !OfTheLanguage.Contains(written) && old.All(char.IsAscii);
        return isPlain && !places.Any(Touches)
            && snapshot.Trees.All(t => !t.Source.Content.Contains(written, StringComparison.Ordinal) && !t.Source.Content.Contains(Kelvin, StringComparison.Ordinal))
            && AreAll(snapshot, old, places);
    }

    private static bool IsWord(string name) => name.All(char.IsAsciiLetterOrDigit) && char.IsAsciiLetter(name[0]);

    // A name in backticks may stand right beside a word, with which another would become one.
    private static bool Touches(SymbolUse use)
    {
        string text = use.Source.Content;
        return (use.Span.Start > 0 && IsPart(text[use.Span.Start - 1])) || (use.Span.End < text.Length && IsPart(text[use.Span.End]));

        static bool IsPart(char c) => char.IsLetterOrDigit(c) || c == '_' || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark;
    }

    private static bool AreAll(RuleSnapshot snapshot, string old, ImmutableArray<SymbolUse> places)
    {
        HashSet<(SourceText, int)> known = [.. places.Select(p => (p.Source, p.Span.Start))];
        return snapshot.Trees.All(t => Written(t, old).All(start => known.Contains((t.Source, start))));
    }

    // Where a name is written in a file, be it as part of what could not be read.
    private static IEnumerable<int> Written(SyntaxTree tree, string name)
    {
        string text = tree.Source.Content;
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            Token token = tree.Tokens[SyntaxParts.TokenIndexAt(tree.Tokens, at + 1)];
            if (token.Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier && token.Span.Start <= at && token.Text == name)
            {
                yield return token.Span.Start;
            }
        }
    }
}
