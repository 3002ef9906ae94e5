using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Names as they must be written.</summary>
public static class Names
{
    /// <summary>The name, in backticks where it would be read as something else: it has spaces, begins with a digit, or is an operator's word.</summary>
    public static string Quoted(string name) => NeedsQuotes(name) ? $"`{name}`" : name;

    private static bool NeedsQuotes(string name)
    {
        if (Words.BeforeOperand.Contains(name) || Words.AfterOperand.Contains(name))
        {
            return true;
        }

        if (name.All(char.IsAsciiLetter))
        {
            return name.Length == 0;
        }

        // The lexer decides what one word is.
        var tokens = new Lexer(new SourceText("", name)).Lex();
        return tokens is not [{ Kind: TokenKind.Identifier } word, { Kind: TokenKind.EndOfFile }] || word.Span.Length != name.Length;
    }
}
