using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Text;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Cli;

/// <summary>What `seg replay` is asked for; what it has in common with `seg run` is in <paramref name="Run"/>.</summary>
internal sealed record ReplayFlags(
    RunOptions Run, string? From, string? Until, string? Checkpoint, int CheckpointEvery, ImmutableArray<string> Forget);

/// <summary>`seg replay`: streams events and field changes in order of time and writes the log.</summary>
internal static class ReplayCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(Session session, ReplayFlags flags)
    {
        RunOptions options = flags.Run;
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

        if (EmittedEngine.Create(input, RuleUse.Stream, out ImmutableArray<Diagnostic> findings) is not { } engine)
        {
            session.ReportAside(options.Format, input.Settle(findings));
            return input.Verdict(findings);
        }

        return Run(session, flags, input, engine, files, load);
    }

    private static int Run(Session session, ReplayFlags flags, RuleInput input, EmittedEngine engine, DataFiles files, LoadOptions load)
    {
        (ImmutableDictionary<string, object> values, ImmutableArray<Diagnostic> wrong) =
            ParamValues.Read(engine.Schema.Params, () => engine.Calendar, input.Settings, flags.Run.Params);
        IReadOnlySet<string>? names = Names(engine.Program, flags.Run.Select, ref wrong);
        if (!TryReadInstant(session, "--from", flags.From, engine.Calendar, out long? from)
            || !TryReadInstant(session, "--until", flags.Until, engine.Calendar, out long? until)
            || !IsFeedFile(session, flags.Run.Out))
        {
            return ExitCode.Usage;
        }

        if (!wrong.IsEmpty)
        {
            session.ReportAside(flags.Run.Format, wrong);
            return ExitCode.Usage;
        }

        if (from > until || (!flags.Forget.IsEmpty && flags.Checkpoint is null))
        {
            session.Terminal.Error.WriteLine(from > until ? "error: `--from` is later than `--until`" : "error: `--forget` is about what a checkpoint holds: give `--checkpoint DIR`");
            return ExitCode.Usage;
        }

        engine.Configure(values);
        if (RunCommand.LoadAll(session, flags.Run, input, engine, files, load with { Now = long.MaxValue }, out LoadedData data) is { } failed)
        {
            return failed;
        }

        ReplayOptions options = new()
        {
            From = from,
            Until = until,
            Names = names,
            AsJsonLines = ResultWriter.IsJsonLines(flags.Run.Out ?? ""),
            Threads = flags.Run.Threads,
            Checkpoint = flags.Checkpoint,
            CheckpointEvery = flags.CheckpointEvery,
            Forgotten = flags.Forget,
            Parameters = Text(engine.Schema, values),
            OnNotes = notes => session.ReportAside(flags.Run.Format, input.Settle(notes)),
            Cancellation = session.Cancellation,
        };
        return Run(session, flags.Run, engine.Program, data, options);
    }

    private static int Run(Session session, RunOptions options, RuleProgram program, LoadedData data, ReplayOptions replayed)
    {
        if (data.Data is null || data.Keys is null)
        {
            return ExitCode.BadData;
        }

        string? place = replayed.Checkpoint; // All is written there; the log goes to its own place when it is whole.
        try
        {
            using Progress progress = new(session.Terminal);
            using Replay replay = Replay.Create(
                program, data.Data, data.Keys, replayed with { OnProgress = progress.IsShown ? progress.Replaying : null });
            Write(session, options.Out, replay, () => place = options.Out);
            return ExitCode.Ok;
        }
        catch (CheckpointException e)
        {
            session.ReportAside(options.Format, [e.Finding]);
            return e.Finding.Code == Rules.CheckpointInUse.Code ? ExitCode.InputOutput : ExitCode.BadData;
        }
        catch (Exception e) when (place is not null && e is IOException or UnauthorizedAccessException)
        {
            session.ReportAside(options.Format, [Files.Refused(place, e, isFolder: place == replayed.Checkpoint)]);
            return ExitCode.InputOutput;
        }
    }

    private static void Write(Session session, string? path, Replay replay, Action onOutput)
    {
        AtomicFile? file = null;
        try
        {
            replay.Run(Output);
            file?.Commit();
        }
        finally
        {
            file?.Dispose();
        }

        string count = HumanFormat.Count(replay.InputCount, "input");
        string resumed = replay.Resumed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {replay.Resumed} of them before");
        string until = replay.Until is { } instant ? $" until {ValueFormat.Instant(instant)}" : "";
        session.Terminal.Error.WriteLine($"replayed {count}{resumed}{until}");

        Stream Output()
        {
            onOutput();
            session.Terminal.Out.Flush();
            file = path is null ? null : AtomicFile.Create(path);
            return file?.Stream ?? Console.OpenStandardOutput();
        }
    }

    // Segments, classes, journeys and actions; null where none is named.
    private static FrozenSet<string>? Names(RuleProgram program, ImmutableArray<string> select, ref ImmutableArray<Diagnostic> wrong)
    {
        string[] asked = [.. select.SelectMany(s => s.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        string[] known =
        [
            .. program.Outputs.Where(o => o.Kind is OutputKind.Segment or OutputKind.Class or OutputKind.Journey).Select(o => o.Name),
            .. program.Journeys.Actions.Select(a => a.Name),
        ];
        foreach (string name in asked.Where(a => !known.Contains(a)))
        {
            wrong = wrong.Add(Rules.UnknownFeedName.At(
                new SourceText(ParamReader.CommandLine, ""), default, name, Suggestions.DidYouMean(name, known)));
        }

        return asked.Length == 0 ? null : asked.ToFrozenSet();
    }

    private static bool TryReadInstant(Session session, string flag, string? text, Calendar calendar, out long? instant)
    {
        instant = null;
        if (text is null)
        {
            return true;
        }

        bool ok = Scalars.DateTime(Encoding.UTF8.GetBytes(text), calendar, out long read) == Outcome.Ok;
        instant = read;
        if (!ok)
        {
            session.Terminal.Error.WriteLine($"error: `{Paint.Safe(text)}` is no datetime; `{flag}` takes `2026-03-09T15:00`");
        }

        return ok;
    }

    private static bool IsFeedFile(Session session, string? path)
    {
        bool isDatabase = path is not null && ResultWriter.IsDatabase(path);
        if (isDatabase)
        {
            session.Terminal.Error.WriteLine("error: the log is written as CSV, or as JSON Lines to a file that ends in `.jsonl`");
        }

        return !isDatabase;
    }

    // The params as a checkpoint knows them: other values are other rules.
    private static string Text(RuleSchema schema, ImmutableDictionary<string, object> values) => string.Join('\n', schema.Params
        .Where(p => values.ContainsKey(p.Name))
        .OrderBy(p => p.Name, StringComparer.Ordinal)
        .Select(p => $"{p.Name}={(values[p.Name] is object[] items ? string.Join('|', items) : Convert.ToString(values[p.Name], CultureInfo.InvariantCulture))}"));
}
