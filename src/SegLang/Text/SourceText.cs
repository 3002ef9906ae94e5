using System.Text;
using System.Text.Unicode;

namespace SegLang.Text;

/// <summary>Why the bytes of a file are no text.</summary>
public enum EncodingFault
{
    /// <summary>The bytes are text.</summary>
    None,

    /// <summary>There is a NUL: a binary file.</summary>
    Binary,

    /// <summary>The bytes are not UTF-8.</summary>
    NotUtf8,
}

/// <summary>One rule file: its text, its name relative to the rule folder, and where its lines begin. Immutable.</summary>
public sealed class SourceText
{
    private readonly int[] lineStarts;

    /// <summary>Takes the text as it is; <paramref name="path"/> is the name that diagnostics show.</summary>
    public SourceText(string path, string content)
    {
        Path = path;
        Content = content;
        lineStarts = FindLineStarts(content);
    }

    /// <summary>
    /// Decodes strict UTF-8, with or without a byte order mark. Never throws: what is no text is kept in
    /// <see cref="Fault"/> and <see cref="FaultPosition"/>, with U+FFFD in its place, and reported by the parser.
    /// </summary>
    public static SourceText FromBytes(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            Encoding utf16 = bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
            return new(path, utf16.GetString(bytes[2..])) { Fault = EncodingFault.NotUtf8 };
        }

        ReadOnlySpan<byte> body = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        string content = Encoding.UTF8.GetString(body);
        int binary = content.IndexOf('\0', StringComparison.Ordinal);
        if (binary >= 0)
        {
            return new(path, content) { Fault = EncodingFault.Binary, FaultPosition = binary };
        }

        int valid = Utf8.IsValid(body) ? body.Length : ValidPrefix(body);
        return valid == body.Length
            ? new(path, content)
            : new(path, content) { Fault = EncodingFault.NotUtf8, FaultPosition = Encoding.UTF8.GetCharCount(body[..valid]) };
    }

    /// <summary>Why the file's bytes are no text.</summary>
    public EncodingFault Fault { get; private init; }

    /// <summary>The offset at which they stop being text.</summary>
    public int FaultPosition { get; private init; }

    /// <summary>The file's name relative to its rule folder, with `/`.</summary>
    public string Path { get; }

    /// <summary>The whole text.</summary>
    public string Content { get; }

    /// <summary>The number of lines; at least one.</summary>
    public int LineCount => lineStarts.Length;

    /// <summary>The line and column, both from 1, columns in UTF-16 units, of an offset in [0, length].</summary>
    public (int Line, int Column) LineAndColumn(int position)
    {
        int index = Array.BinarySearch(lineStarts, position);
        int line = index >= 0 ? index : ~index - 1;
        return (line + 1, position - lineStarts[line] + 1);
    }

    /// <summary>The text of a line (from 1) without its line break.</summary>
    public string Line(int line)
    {
        int start = lineStarts[line - 1];
        int end = line < lineStarts.Length ? lineStarts[line] : Content.Length;
        return Content[start..end].TrimEnd('\r', '\n');
    }

    /// <summary>The offset at which a line (from 1) begins.</summary>
    public int LineStart(int line) => lineStarts[line - 1];

    /// <summary>The text of a span.</summary>
    public string Slice(TextSpan span) => Content.Substring(span.Start, span.Length);

    /// <summary>The text of a span as one line: each run of white space is one blank.</summary>
    public string OneLine(TextSpan span) =>
        string.Join(' ', Slice(span).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // The number of bytes before the first that is not UTF-8.
    private static int ValidPrefix(ReadOnlySpan<byte> bytes)
    {
        int valid = 0;
        while (valid < bytes.Length && Rune.DecodeFromUtf8(bytes[valid..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            valid += length;
        }

        return valid;
    }

    // Lines end at \n, \r\n or a lone \r, as editors count them.
    private static int[] FindLineStarts(string content)
    {
        List<int> starts = [0];
        for (int i = 0; i < content.Length; i++)
        {
            if (content[i] == '\n' || (content[i] == '\r' && (i + 1 == content.Length || content[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        return [.. starts];
    }
}
