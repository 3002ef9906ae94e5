using System.Collections.Immutable;
using System.Text;
using SegLang.Binding;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Graph;

namespace SegLang.Cli;

/// <summary>What `seg graph` is asked for; rules and data as for `seg run` are in <paramref name="Run"/>.</summary>
internal sealed record GraphOptions(RunOptions Run, string? Journey, string? Format, string? Out, bool Counts)
{
    /// <summary>Whether what happened is counted: when that is asked for, or data is named for it.</summary>
    public bool HasTraffic => Counts || !Run.Profiles.IsEmpty || !Run.Events.IsEmpty || !Run.Changes.IsEmpty;
}

/// <summary>`seg graph`: a journey's diagram.</summary>
internal static class GraphCommand
{
    /// <summary>The forms that a diagram can be written in.</summary>
    public static readonly string[] Formats = ["mermaid", "dot", "svg"];

    /// <summary>Runs the command.</summary>
    public static int Run(Session session, GraphOptions options)
    {
        if (FormOf(options) is not { } form)
        {
            session.Terminal.Error.WriteLine("error: a diagram is written to a file that ends in `.svg`, `.dot` or `.mmd`, or as `--format` says");
            return ExitCode.Usage;
        }

        RuleInput input = RuleInput.Read(options.Run.Path);
        Compilation? compilation = input.Problems.IsEmpty ? Compilation.Create(input.Folder.Sources) : null;
        if (compilation?.Rules is not { } rules)
        {
            session.ReportAside(Format.Human, input.Settle(compilation?.Diagnostics ?? input.Problems));
            return input.IsBroken ? ExitCode.InputOutput : ExitCode.Findings;
        }

        if (Find(session, rules, options.Journey) is not { } journey)
        {
            return ExitCode.Usage;
        }

        JourneyGraph graph = JourneyGraph.Of(journey);
        JourneyTraffic? traffic = null;
        return (options.HasTraffic ? JourneyCounts.Count(session, options.Run, input, graph, out traffic) : null)
            ?? Write(session, form, options.Out, graph, traffic);
    }

    /// <summary>What the words after `seg graph` mean: `PATH JOURNEY`, or one of them; what is no file and could be a name is a name.</summary>
    public static (string Path, string? Journey) Understand(string? first, string? second) => (first, second) switch
    {
        (null, _) => (".", null),
        (_, null) when !Path.Exists(first) && first.IndexOfAny(['/', '\\', '.']) < 0 => (".", first),
        _ => (first, second),
    };

    private static BoundJourney? Find(Session session, BoundRuleSet rules, string? name)
    {
        ImmutableArray<BoundJourney> journeys = [.. rules.JourneyDefinitions.OrderBy(j => j.Journey.Name, StringComparer.Ordinal)];
        if (name is null && journeys.Length == 1)
        {
            return journeys[0];
        }

        if (journeys.FirstOrDefault(j => j.Journey.Name == name) is { } found)
        {
            return found;
        }

        string list = string.Join(", ", journeys.Select(j => $"`{Paint.Safe(j.Journey.Name)}`"));
        session.Terminal.Error.WriteLine(
            journeys.IsEmpty ? "error: there is no journey in these rules"
            : name is null ? $"error: say which journey: {list}"
            : $"error: there is no journey `{Paint.Safe(name)}`");
        if (name is not null && !journeys.IsEmpty)
        {
            string? near = Suggestions.DidYouMean(name, journeys.Select(j => j.Journey.Name));
            session.Terminal.Error.WriteLine($"help: {(near is not null ? Paint.Safe(near) : journeys.Length == 1 ? $"the journey is {list}" : $"the journeys are {list}")}");
        }

        return null;
    }

    // By its name a file may hold a diagram of any form, or text with one in it; pictures of pixels are none.
    private static string? FormOf(GraphOptions options) => options.Format ?? Path.GetExtension(options.Out)?.ToUpperInvariant() switch
    {
        ".SVG" => "svg",
        ".DOT" or ".GV" => "dot",
        null or "" or ".MMD" or ".MERMAID" or ".MD" or ".TXT" => "mermaid",
        _ => null,
    };

    private static int Write(Session session, string form, string? output, JourneyGraph graph, JourneyTraffic? traffic)
    {
        string text = form switch
        {
            "svg" => SvgDiagram.Write(graph, traffic),
            "dot" => DotDiagram.Write(graph, traffic),
            _ => MermaidDiagram.Write(graph, traffic),
        };
        if (output is not { } path)
        {
            session.Terminal.Out.Write(text);
            return ExitCode.Ok;
        }

        if (Files.TryWrite(path, () => AtomicFile.Write(path, Encoding.UTF8.GetBytes(text))) is { } failure)
        {
            session.ReportAside(Format.Human, [failure]);
            return ExitCode.InputOutput;
        }

        return ExitCode.Ok;
    }
}
