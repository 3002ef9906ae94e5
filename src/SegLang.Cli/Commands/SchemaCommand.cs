using System.Collections.Immutable;
using System.Text;
using SegLang.Data;
using SegLang.Diagnostics;

namespace SegLang.Cli;

/// <summary>`seg schema FILE…`: declarations that fit data, written from the data itself.</summary>
internal static class SchemaCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(Session session, string[] files, string? output, string? delimiter, Format format)
    {
        if (!DataRequest.TryReadDelimiter(session, delimiter, out char? given))
        {
            return ExitCode.Usage;
        }

        if (output is not null && files.Any(f => Path.GetFullPath(Split(f).Path) == Path.GetFullPath(output)))
        {
            session.Terminal.Error.WriteLine($"error: `--out` would write over `{Paint.Safe(output)}`, which is read");
            return ExitCode.Usage;
        }

        List<TableShape> tables = [];
        foreach (string file in files)
        {
            (string? name, string path) = Split(file);
            (TableShape? shape, Diagnostic? finding) = TableShape.Read(path, name, given, session.Cancellation);
            if (shape is null || finding is not null)
            {
                ImmutableArray<Diagnostic> findings = finding is null ? [] : [finding];
                session.ReportAside(format, findings);
                return findings.Any(f => f.Code == Rules.PathNotFound.Code || f.Code == Rules.CannotRead.Code)
                    ? ExitCode.InputOutput
                    : ExitCode.BadData;
            }

            tables.Add(shape);
        }

        string text = SchemaText.Write(tables);
        if (output is null)
        {
            session.Terminal.Out.Write(text);
            return ExitCode.Ok;
        }

        if (Files.TryWrite(output, () => AtomicFile.Write(output, Encoding.UTF8.GetBytes(text))) is { } failure)
        {
            session.ReportAside(format, [failure]);
            return ExitCode.InputOutput;
        }

        return ExitCode.Ok;
    }

    // `Purchase=orders.csv` names the event; a file whose own name has a `=` is taken as it is.
    private static (string? Name, string Path) Split(string file)
    {
        int equals = file.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !File.Exists(file) ? (file[..equals], file[(equals + 1)..]) : (null, file);
    }
}
