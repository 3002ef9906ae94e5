using Microsoft.Data.Sqlite;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>Reads text files strictly: UTF-8 with or without a byte order mark, no binary content, no surprises of size.</summary>
public static class StrictText
{
    /// <summary>
    /// The text of a file, or the finding that says why there is none. <paramref name="name"/> is how findings call the file;
    /// a file above <paramref name="limit"/> bytes is not read at all and reported with <paramref name="tooLong"/>.
    /// </summary>
    public static (SourceText? Text, Diagnostic? Finding) Read(
        string path, string name, long limit, Func<SourceText, Diagnostic> tooLong)
    {
        SourceText nothing = new(name, "");
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            if (stream.Length > limit)
            {
                return (null, tooLong(nothing));
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return Decode(bytes, name);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, Rules.PathNotFound.At(nothing, default, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, Rules.CannotRead.At(nothing, default, name, Reason(e)));
        }
    }

    // The parser has the words for bytes that are no text; a file that is none is not bound with the others.
    private static (SourceText? Text, Diagnostic? Finding) Decode(ReadOnlySpan<byte> bytes, string name)
    {
        SourceText source = SourceText.FromBytes(name, bytes);
        return source.Fault == EncodingFault.None ? (source, null) : (null, SyntaxTree.Parse(source).Diagnostics[0]);
    }

    /// <summary>The reason of a failed access in words that name no machinery.</summary>
    public static string Reason(Exception e) => e switch
    {
        UnauthorizedAccessException => "access is denied",
        PathTooLongException => "the path is too long",
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        SqliteException { SqliteErrorCode: 13 } => "no space left on device",
        SqliteException { SqliteErrorCode: 26 } => "it is not a SQLite database",
        SqliteException sqlite => $"SQLite reports error {sqlite.SqliteErrorCode}",
        _ => FirstLine(e.Message),
    };

    private static string FirstLine(string message)
    {
        string line = message.Split('\n', 2)[0].Split(" : '", 2)[0].Trim().TrimEnd('.'); // The system adds the path, which may be a temporary one.
        return line.Length > 0 && char.IsUpper(line[0]) && !(line.Length > 1 && char.IsUpper(line[1]))
            ? char.ToLowerInvariant(line[0]) + line[1..]
            : line;
    }
}
