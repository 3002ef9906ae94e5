using System.Collections.Immutable;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Text;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Cli;

/// <summary>Which data a command reads, and what it must not write over.</summary>
internal static class DataRequest
{
    private static readonly string[] OtherForms = [".gz", ".zip", ".json", ".tsv", ".xlsx", ".xls", ".parquet", ".arrow", ".avro", ".orc"];

    /// <summary>Where the data lies, and how it is read. Flags come before settings, kind by kind. False where that was told to be wrong.</summary>
    public static bool TryRead(Session session, RunOptions options, Settings settings, out DataFiles files, out LoadOptions load)
    {
        files = settings.Data;
        load = new(Threads: options.Threads);
        if (Mistake(options) is { } mistake)
        {
            session.Terminal.Error.WriteLine($"error: {Paint.Safe(mistake)}");
            return false;
        }

        if (!TryReadDelimiter(session, options.Delimiter ?? settings.Delimiter, out char? delimiter))
        {
            return false;
        }

        files = new(
            options.Profiles.IsEmpty ? files.Profiles : options.Profiles,
            options.Events.IsEmpty ? files.Events : [.. options.Events.Select(Event)],
            options.Changes.IsEmpty ? files.Changes : options.Changes);
        load = load with { Delimiter = delimiter };
        if (files.IsEmpty)
        {
            session.ReportAside(options.Format, [Rules.NoData.At(new SourceText(ParamReader.CommandLine, ""), default, "`--profiles FILE` and `--events NAME=FILE` give it, or `data` in `seglang.json`")]);
            return false;
        }

        return !OverwritesInput(session, options, files);
    }

    /// <summary>A delimiter as written: one ASCII character, or `tab`; null where none is given.</summary>
    public static bool TryReadDelimiter(Session session, string? text, out char? delimiter)
    {
        char read = default;
        bool ok = text is null || CsvDelimiter.TryRead(text, out read);
        delimiter = ok && text is not null ? read : null;
        if (!ok)
        {
            session.Terminal.Error.WriteLine($"error: `--delimiter` takes {CsvDelimiter.Forms}");
        }

        return ok;
    }

    /// <summary>The instant that `--now` or the settings name; null for `latest`. False where that was told to be none.</summary>
    public static bool TryReadNow(Session session, RunOptions options, Settings settings, Calendar calendar, out long? now)
    {
        string? text = options.Now ?? settings.Now;
        bool ok = EvaluationInstant.TryRead(text, calendar, out now);
        if (!ok)
        {
            string flag = options.Now is null ? "`now` in `seglang.json`" : "`--now`";
            session.Terminal.Error.WriteLine($"error: `{Paint.Safe(text ?? "")}` is no datetime; {flag} takes `2026-03-09T15:00`, `latest` or nothing for the clock");
        }

        return ok;
    }

    private static string? Mistake(RunOptions options)
    {
        string? doubled = options.Select.SelectMany(Selection.Names)
            .GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        string? nameless = options.Events.FirstOrDefault(e => Event(e) is not ({ Length: > 0 }, { Length: > 0 }));
        string? form = OtherForms.FirstOrDefault(f => options.Out?.EndsWith(f, StringComparison.OrdinalIgnoreCase) == true);
        return doubled is not null ? $"`--select` names `{doubled}` twice"
            : form is ".gz" or ".zip" ? "`--out` writes CSV, `.jsonl`, `.db` or `.sqlite`, and does not compress"
            : form is not null ? $"`--out` writes CSV, `.jsonl`, `.db` or `.sqlite`, not `{form}`"
            : options.Summary && options.Out is not null ? "`--summary` shows members instead of rows: leave out `--out`, or `--summary`"
            : nameless is not null ? $"`--events` takes NAME=FILE, not `{nameless}`"
            : null;
    }

    private static (string Event, string File) Event(string flag) =>
        flag.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? (flag[..equals], flag[(equals + 1)..]) : (flag, "");

    // An output takes its place at once and whole, so nothing would be left of an input, or of the other output.
    private static bool OverwritesInput(Session session, RunOptions options, DataFiles files)
    {
        HashSet<string> taken = [.. files.Profiles.Concat(files.Events.Select(e => e.File)).Concat(files.Changes).Select(Whole)];
        foreach ((string flag, string? path) in ((string, string?)[])[("--out", options.Out), ("--rejects", options.Rejects)])
        {
            if (path is not null && !taken.Add(Whole(path)))
            {
                session.Terminal.Error.WriteLine($"error: `{flag}` would write over `{Paint.Safe(path)}`, which this command reads or writes too");
                return true;
            }
        }

        return false;
    }

    // The file that holds it: `customers.db#table` lies in `customers.db`.
    private static string Whole(string path)
    {
        int mark = path.LastIndexOf('#');
        return Path.GetFullPath(mark > 0 && !File.Exists(path) ? path[..mark] : path);
    }
}
