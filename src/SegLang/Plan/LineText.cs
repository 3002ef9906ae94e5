using System.Text;
using SegLang.Text;

namespace SegLang.Plan;

internal static class LineText
{
    /// <summary>A part of a source as one line: runs of white space and comments are one space. From the start of one span to the end of the other.</summary>
    public static string Of(SourceText? source, TextSpan from, TextSpan until)
    {
        ReadOnlySpan<char> written = (source?.Content ?? "").AsSpan()[from.Start..until.End];
        StringBuilder line = new(written.Length);
        for (int i = 0; i < written.Length;)
        {
            int length = Blank(written[i..]);
            if (length > 0)
            {
                line.Append(line.Length > 0 && line[^1] != ' ' ? " " : "");
            }
            else
            {
                length = Quoted(written[i..]);
                line.Append(written.Slice(i, length));
            }

            i += length;
        }

        return line.ToString().Trim();
    }

    // The length of the white space or comment that a text begins with; 0 if none.
    private static int Blank(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("//"))
        {
            int end = text.IndexOfAny('\r', '\n');
            return end < 0 ? text.Length : end;
        }

        if (text.StartsWith("/*"))
        {
            int end = text[2..].IndexOf("*/");
            return end < 0 ? text.Length : end + 4;
        }

        return char.IsWhiteSpace(text[0]) ? 1 : 0;
    }

    // The length of the text or quoted name that a text begins with; 1 for anything else.
    private static int Quoted(ReadOnlySpan<char> text)
    {
        char quote = text[0];
        if (quote is not ('"' or '`'))
        {
            return 1;
        }

        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && quote == '"')
            {
                i++;
            }
            else if (text[i] == quote)
            {
                return i + 1;
            }
        }

        return text.Length;
    }
}
