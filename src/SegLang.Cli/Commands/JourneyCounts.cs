using System.Collections.Immutable;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Graph;
using SegLang.Plan;
using SegLang.Runtime;

namespace SegLang.Cli;

/// <summary>Replays data to see which ways profiles took through a journey.</summary>
internal static class JourneyCounts
{
    /// <summary>Counts what happened up to `--now`; the exit code where that cannot be, otherwise null.</summary>
    public static int? Count(Session session, RunOptions options, RuleInput input, JourneyGraph graph, out JourneyTraffic? traffic)
    {
        traffic = null;
        if (!DataRequest.TryRead(session, options, input.Settings, out DataFiles files, out LoadOptions load))
        {
            return ExitCode.Usage;
        }

        if (EmittedEngine.Create(input, RuleUse.Stream, out ImmutableArray<Diagnostic> findings) is not { } engine)
        {
            session.ReportAside(options.Format, input.Settle(findings));
            return input.Verdict(findings);
        }

        if (!TryConfigure(session, options, input, engine, out long? until))
        {
            return ExitCode.Usage;
        }

        int place = engine.Program.Journeys.Journeys.Select(j => j.Name).ToList().IndexOf(graph.Name);
        if (place < 0)
        {
            session.Terminal.Error.WriteLine($"error: `{Paint.Safe(graph.Name)}` cannot be followed, because it needs what `seg replay` has not yet");
            return ExitCode.Findings;
        }

        int? failed = RunCommand.LoadAll(session, options, input, engine, files, load with { Now = long.MaxValue }, out LoadedData data);
        if (failed is null && data.Data is not null && data.Keys is not null)
        {
            traffic = JourneyTraffic.Count(graph, Moves(session, engine.Program, place, data.Data, data.Keys, until));
        }

        return failed;
    }

    private static bool TryConfigure(Session session, RunOptions options, RuleInput input, EmittedEngine engine, out long? until)
    {
        if (!DataRequest.TryReadNow(session, options, input.Settings, engine.Calendar, out until))
        {
            return false;
        }

        (ImmutableDictionary<string, object> values, ImmutableArray<Diagnostic> wrong) =
            ParamValues.Read(engine.Schema.Params, () => engine.Calendar, input.Settings, options.Params);
        session.ReportAside(options.Format, wrong);
        if (wrong.IsEmpty)
        {
            engine.Configure(values);
        }

        return wrong.IsEmpty;
    }

    private static List<StageMove> Moves(Session session, RuleProgram program, int journey, DataSet data, ProfileKeys keys, long? until)
    {
        ImmutableArray<StageSchema> stages = program.Journeys.Journeys[journey].Stages;
        List<StageMove> moves = [];
        using Progress progress = new(session.Terminal);
        using Replay replay = Replay.Create(program, data, keys, new ReplayOptions
        {
            Until = until,
            OnLine = (key, line) =>
            {
                if (line.Kind == FeedKind.Stage && line.Subject == journey)
                {
                    moves.Add(new(line.Time, key.ToString(), line.From < 0 ? "" : stages[line.From].Name, stages[line.To].Name, line.Cause ?? ""));
                }
            },
            OnProgress = progress.IsShown ? progress.Replaying : null,
            Cancellation = session.Cancellation,
        });
        replay.Run(() => Stream.Null);
        return moves;
    }
}
