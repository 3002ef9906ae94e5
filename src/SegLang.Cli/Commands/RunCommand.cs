using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Runtime;
using SegLang.Text;

namespace SegLang.Cli;

/// <summary>`seg run`: evaluates every profile and writes one row for each.</summary>
internal static class RunCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(Session session, RunOptions options)
    {
        RuleInput input = RuleInput.Read(options.Path);
        if (!input.Problems.IsEmpty)
        {
            session.ReportAside(options.Format, input.Settle(input.Problems));
            return input.IsBroken ? ExitCode.InputOutput : ExitCode.Findings;
        }

        if (!DataRequest.TryRead(session, options, input.Settings, out DataFiles files, out LoadOptions load))
        {
            return ExitCode.Usage;
        }

        Engine? engine = Engine.Create(input, options.Engine, out ImmutableArray<Diagnostic> findings);
        if (engine is null)
        {
            session.ReportAside(options.Format, input.Settle(findings));
            return input.Verdict(findings);
        }

        return Run(session, options, input, engine, files, load);
    }

    private static int Run(Session session, RunOptions options, RuleInput input, Engine engine, DataFiles files, LoadOptions load)
    {
        (ImmutableDictionary<string, object> values, ImmutableArray<Diagnostic> wrong) =
            ParamValues.Read(engine.Schema.Params, () => engine.Calendar, input.Settings, options.Params);
        Selection selection = Selection.Of(engine.Outputs, options.Select, options.Where);
        wrong = wrong.AddRange(selection.Findings);
        if (!DataRequest.TryReadNow(session, options, input.Settings, engine.Calendar, out long? now))
        {
            return ExitCode.Usage;
        }

        if (!wrong.IsEmpty)
        {
            session.ReportAside(options.Format, wrong);
            return ExitCode.Usage;
        }

        if (engine.LeftOut.Length > 0)
        {
            session.Terminal.Error.WriteLine($"note: left out, because they need what `seg run` has not yet: {string.Join(", ", engine.LeftOut.Select(Paint.Safe))}");
        }

        engine.Configure(values);
        return LoadAll(session, options, input, engine, files, load with { Now = now }, out LoadedData data)
            ?? Evaluate(session, options, engine, selection, data);
    }

    /// <summary>Reads the data and tells what was not taken of it; the exit code where it cannot be used, otherwise null.</summary>
    public static int? LoadAll(
        Session session, RunOptions options, RuleInput input, Engine engine, DataFiles files, LoadOptions load, out LoadedData data)
    {
        AtomicFile? created = null;
        if (options.Rejects is { } list && Files.TryWrite(list, () => created = AtomicFile.Create(list)) is { } failure)
        {
            session.ReportAside(options.Format, [failure]);
            data = LoadedData.None;
            return ExitCode.InputOutput;
        }

        using AtomicFile? rejectFile = created;
        data = Load(session, engine, files, load, rejectFile?.Stream);
        rejectFile?.Commit();
        session.ReportAside(options.Format, input.Settle(data.Findings));
        if (load.Now is null && data.Data is { } read && read.Events.All(e => e.Count == 0))
        {
            session.Terminal.Error.WriteLine("error: `--now latest` is the instant of the last event, and there is no event");
            return ExitCode.BadData;
        }

        if (data.Data is null || data.Keys is null)
        {
            return data.IsBroken ? ExitCode.InputOutput : ExitCode.BadData;
        }

        ReportRejects(session, data);
        ReportRepetitions(session, data.Data);
        if (options.Strict && data.Rejects.Total > 0)
        {
            string count = data.Rejects.Total.ToString(CultureInfo.InvariantCulture);
            session.ReportAside(options.Format, [Rules.RowsRejected.At(new SourceText(ParamReader.CommandLine, ""), default, count)]);
            return ExitCode.BadData;
        }

        return null;
    }

    private static int Evaluate(Session session, RunOptions options, Engine engine, Selection selection, LoadedData data)
    {
        if (data.Data is null || data.Keys is null)
        {
            return ExitCode.BadData;
        }

        long begun = Stopwatch.GetTimestamp();
        ResultTable table = Evaluate(session, engine, data.Data, data.Keys, data.Now, selection, options.Threads);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begun);
        session.Cancellation.ThrowIfCancellationRequested();
        int[] rows = data.Keys.Ordered();
        if (selection.Where >= 0)
        {
            rows = [.. rows.Where(r => table.Value(selection.Where, r) is true)];
        }

        string at = ValueFormat.Instant(data.Now);
        if (options.Summary)
        {
            SummaryView.Write(session.Terminal, engine.Schema.RuleSet, at, table, selection.Shown, rows, data.Keys.Count);
        }
        else
        {
            session.Terminal.Error.WriteLine($"now: {at}");
            if (Write(session, options.Out, table.Take(selection.Shown), rows) is { } failure)
            {
                session.ReportAside(options.Format, [failure]);
                return ExitCode.InputOutput;
            }
        }

        if (session.Terminal.ShowsProgress || options.Summary)
        {
            session.Terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"evaluated {HumanFormat.Count(data.Keys.Count, "profile")} in {elapsed.TotalMilliseconds:F0} ms by the engine {engine.Name}"));
        }

        return ExitCode.Ok;
    }

    private static ResultTable Evaluate(
        Session session, Engine engine, DataSet data, ProfileKeys keys, long now, Selection selection, int threads)
    {
        using Progress progress = new(session.Terminal);
        Action<int>? done = progress.IsShown ? count => progress.Evaluating(count, keys.Count) : null;
        return engine.Evaluate(data, keys, now, selection.Evaluated, threads, done, session.Cancellation);
    }

    // `once by` lets an event count once; what was sent again with other values is worth a look.
    private static void ReportRepetitions(Session session, DataSet data)
    {
        foreach (EventStore store in data.Events.Where(s => s.Repetitions > 0))
        {
            string differing = store.DifferingRepetitions == 0 ? "" : string.Create(
                CultureInfo.InvariantCulture, $", {store.DifferingRepetitions} of them with other values");
            session.Terminal.Error.WriteLine(
                $"note: {Paint.Safe(store.Schema.Name)}: {HumanFormat.Count(store.Repetitions, "repetition")} left out by `once by`{differing}");
        }
    }

    private static Diagnostic? Write(Session session, string? path, ResultTable table, int[] rows)
    {
        if (path is not null)
        {
            return Files.TryWrite(path, () => ResultWriter.WriteFile(path, table, rows, session.Cancellation));
        }

        session.Terminal.Out.Flush();
        using Stream output = Console.OpenStandardOutput();
        ResultWriter.Write(output, asJsonLines: false, table, rows, session.Cancellation);
        return null;
    }

    private static LoadedData Load(Session session, Engine engine, DataFiles files, LoadOptions load, Stream? rejects)
    {
        using Progress progress = new(session.Terminal);
        using StreamWriter? list = rejects is null
            ? null
            : new StreamWriter(rejects, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        return DataLoader.Load(
            engine.Schema,
            engine.Calendar,
            files,
            load with { RejectList = list, OnProgress = progress.IsShown ? progress.Reading : null, Cancellation = session.Cancellation });
    }

    private static void ReportRejects(Session session, LoadedData data)
    {
        if (data.Rejects.Total == 0)
        {
            return;
        }

        TextWriter error = session.Terminal.Error;
        foreach (FileCount file in data.Files.Where(f => f.Taken < f.Rows))
        {
            string line = string.Create(CultureInfo.InvariantCulture, $"{Paint.Safe(file.File)}: {file.Rows - file.Taken} of {HumanFormat.Count(file.Rows, "row")} not taken");
            error.WriteLine($"{new Paint(session.Terminal.ColourError).Yellow("warning")}: {line}");
            foreach (RejectCount count in data.Rejects.Counts.Where(c => c.File == file.File))
            {
                error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count.Rows,10}  {Paint.Safe(count.Reason)}"));
            }
        }
    }
}
