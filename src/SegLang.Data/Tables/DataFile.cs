using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>
/// A data file by its name: `.csv`, `.tsv` and all that is not known otherwise is CSV, `.jsonl` and `.ndjson` JSON Lines,
/// `file.db#table` SQLite; each also `.gz`.
/// </summary>
public static class DataFile
{
    /// <summary>
    /// Opens a file, or says why not. <paramref name="onBytes"/> is told how many bytes were read of how many;
    /// <paramref name="collects"/> makes columns of all members of JSON Lines.
    /// </summary>
    public static (RowReader? Reader, Diagnostic? Finding) Open(
        string file, char? delimiter = null, Action<long, long>? onBytes = null, bool collects = false)
    {
        int mark = file.LastIndexOf('#');
        bool isTable = mark > 0 && !File.Exists(file);
        string path = isTable ? file[..mark] : file;
        string name = Path.GetFileName(path);
        SourceText nothing = new(name, "");
        try
        {
            if (Directory.Exists(path))
            {
                return (null, Rules.CannotRead.At(nothing, default, file, "it is a folder"));
            }

            return isTable ? OpenTable(path, file[(mark + 1)..]) : OpenStream(path, name, delimiter, onBytes, collects);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, Rules.PathNotFound.At(nothing, default, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (null, Rules.CannotRead.At(nothing, default, path, Reason(e)));
        }
    }

    /// <summary>Why a stream of data broke off, in words for people.</summary>
    public static string Reason(Exception e) => e is InvalidDataException ? "it is damaged or incomplete" : StrictText.Reason(e);

    private static (RowReader?, Diagnostic?) OpenStream(
        string path, string name, char? delimiter, Action<long, long>? onBytes, bool collects)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        Stream counted = onBytes is null ? file : new CountingStream(file, onBytes);
        bool isPacked = IsPacked(file);
        Stream stream = isPacked ? new PackedStream(counted) : counted;
        try
        {
            string bare = Unpacked(path);
            if (IsSqlite(path, isPacked))
            {
                stream.Dispose();
                return (null, Rules.NoSuchTable.At(new SourceText(name, ""), default, name, "", $"name the table: `{path}#table`"));
            }

            return (IsJsonLines(bare)
                ? JsonLinesReader.Open(stream, name, collects)
                : CsvReader.Open(stream, name, delimiter), null);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static (RowReader?, Diagnostic?) OpenTable(string path, string table)
    {
        string name = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            return (null, Rules.PathNotFound.At(new SourceText(name, ""), default, path));
        }

        string? temporary = Unpack(path);
        SqliteReader? reader = null;
        try
        {
            (reader, Diagnostic? finding) = SqliteReader.Open(temporary ?? path, table, name, temporary);
            return (reader, finding);
        }
        finally
        {
            if (reader is null && temporary is not null)
            {
                File.Delete(temporary);
            }
        }
    }

    // A database must be a file: a packed one is unpacked to a temporary one.
    private static string? Unpack(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (!IsPacked(file))
        {
            return null;
        }

        string temporary = Path.Combine(Path.GetTempPath(), $"seg-{Guid.NewGuid():N}.db");
        try
        {
            using PackedStream packed = new(file);
            using FileStream unpacked = new(temporary, FileMode.CreateNew);
            packed.CopyTo(unpacked);
            return temporary;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static bool IsPacked(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
    }

    private static bool IsSqlite(string path, bool isPacked)
    {
        Span<byte> magic = stackalloc byte[16];
        using Stream stream = isPacked
            ? new PackedStream(File.OpenRead(path))
            : File.OpenRead(path);
        return stream.ReadAtLeast(magic, 16, throwOnEndOfStream: false) == 16 && magic.SequenceEqual("SQLite format 3\0"u8);
    }

    private static string Unpacked(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;

    private static bool IsJsonLines(string path) =>
        path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase);
}
