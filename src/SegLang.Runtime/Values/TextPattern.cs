using System.Text.RegularExpressions;

namespace SegLang.Runtime;

/// <summary>A pattern of `matches`, searched for in time linear in the text.</summary>
/// <param name="expression">A .NET regular expression over UTF-16 that the compiler translated the pattern to.</param>
public sealed class TextPattern(string expression)
{
    private readonly Regex regex = new(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Whether the pattern occurs in a text.</summary>
    public bool IsMatch(string text) => regex.IsMatch(text);
}
