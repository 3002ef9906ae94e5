using System.Text;
using System.Text.Unicode;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>Reads text files strictly: UTF-8 with or without a byte order mark, no binary content, no surprises of size.</summary>
public static class StrictText
{
    private const int BinaryProbe = 8 * 1024;

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

    /// <summary>The text of bytes, or the finding that says why they are none.</summary>
    public static (SourceText? Text, Diagnostic? Finding) Decode(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        bool isWide = bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        if (!isWide && bytes[..Math.Min(bytes.Length, BinaryProbe)].Contains((byte)0))
        {
            return (null, Rules.BinaryFile.At(new SourceText(name, ""), default, name, "rule files and settings are UTF-8 text"));
        }

        char[] chars = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, chars, out _, out int written, replaceInvalidSequences: false);
        if (status == System.Buffers.OperationStatus.Done)
        {
            return (new SourceText(name, new string(chars, 0, written)), null);
        }

        SourceText lenient = new(name, isWide ? "" : Encoding.UTF8.GetString(bytes));
        TextSpan place = isWide ? default : new(written, 1);
        string help = isWide
            ? "it looks like UTF-16: save it as UTF-8"
            : "save it as UTF-8; the first bytes that are not are marked";
        return (null, Rules.NotUtf8.At(lenient, place, name, help));
    }

    /// <summary>The reason of a failed access in words that name no machinery.</summary>
    public static string Reason(Exception e) => e switch
    {
        UnauthorizedAccessException => "access is denied",
        PathTooLongException => "the path is too long",
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        _ => FirstLine(e.Message),
    };

    private static string FirstLine(string message)
    {
        string line = message.Split('\n', 2)[0].Trim().TrimEnd('.');
        return line.Length > 0 && char.IsUpper(line[0]) && !(line.Length > 1 && char.IsUpper(line[1]))
            ? char.ToLowerInvariant(line[0]) + line[1..]
            : line;
    }
}
