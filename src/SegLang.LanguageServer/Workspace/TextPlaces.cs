using System.Text;
using SegLang.LanguageServer.Protocol;
using SegLang.Text;
using Range = SegLang.LanguageServer.Protocol.Range;

namespace SegLang.LanguageServer.Workspace;

/// <summary>
/// A text as the client counts it: lines from 0, and in them UTF-16 or UTF-8 units. Positions outside the text are taken to its
/// nearest place, as the protocol asks. A byte order mark that the client keeps counts there, but is not part of the source.
/// </summary>
internal readonly record struct TextPlaces(SourceText Source, bool IsUtf8, bool HasMark = false)
{
    /// <summary>The position of an offset.</summary>
    public Position At(int offset)
    {
        (int line, int column) = Source.LineAndColumn(Math.Clamp(offset, 0, Source.Content.Length));
        int start = Source.LineStart(line);
        int units = IsUtf8 ? Encoding.UTF8.GetByteCount(Source.Content.AsSpan(start, column - 1)) : column - 1;
        return new(line - 1, units + (line == 1 ? Mark : 0));
    }

    /// <summary>The position of an offset that stands in <paramref name="line"/> (from 1) or after it, to whose line that is moved.</summary>
    public Position At(int offset, ref int line)
    {
        while (line < Source.LineCount && Source.LineStart(line + 1) <= offset)
        {
            line++;
        }

        int start = Source.LineStart(line);
        int units = IsUtf8 ? Encoding.UTF8.GetByteCount(Source.Content.AsSpan(start, offset - start)) : offset - start;
        return new(line - 1, units + (line == 1 ? Mark : 0));
    }

    /// <summary>The range of a span.</summary>
    public Range RangeOf(TextSpan span) => new(At(span.Start), At(span.End));

    /// <summary>How many units the client counts in a span that stands on one line.</summary>
    public int LengthOf(TextSpan span) => IsUtf8 ? Encoding.UTF8.GetByteCount(Source.Content.AsSpan(span.Start, span.Length)) : span.Length;

    /// <summary>The offset of a position.</summary>
    public int Offset(Position position)
    {
        if (position.Line < 0)
        {
            return 0;
        }

        if (position.Line >= Source.LineCount)
        {
            return Source.Content.Length;
        }

        int start = Source.LineStart(position.Line + 1);
        ReadOnlySpan<char> line = Source.Content.AsSpan(start, LineLength(position.Line + 1));
        int units = Math.Max(0, position.Character - (position.Line == 0 ? Mark : 0));
        return start + (IsUtf8 ? Utf16Length(line, units) : Math.Min(units, line.Length));
    }

    /// <summary>The span of a range; one that is turned round is read the other way.</summary>
    public TextSpan SpanOf(Range range)
    {
        int start = Offset(range.Start), end = Offset(range.End);
        return TextSpan.FromBounds(Math.Min(start, end), Math.Max(start, end));
    }

    private int Mark => !HasMark ? 0 : IsUtf8 ? 3 : 1;

    private int LineLength(int line)
    {
        int end = line < Source.LineCount ? Source.LineStart(line + 1) : Source.Content.Length;
        int start = Source.LineStart(line);
        while (end > start && Source.Content[end - 1] is '\r' or '\n')
        {
            end--;
        }

        return end - start;
    }

    private static int Utf16Length(ReadOnlySpan<char> line, int bytes)
    {
        int at = 0;
        while (at < line.Length && bytes > 0)
        {
            if (Rune.DecodeFromUtf16(line[at..], out Rune rune, out int units) != System.Buffers.OperationStatus.Done)
            {
                rune = Rune.ReplacementChar;
            }

            bytes -= rune.Utf8SequenceLength;
            if (bytes >= 0)
            {
                at += units;
            }
        }

        return at;
    }
}
