using System.Collections.Immutable;
using System.Diagnostics;
using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Text;

namespace SegLang.Graph;

/// <summary>What a node of a journey's diagram stands for.</summary>
public enum GraphNodeKind
{
    /// <summary>Where the journey begins: the source of its `start` lines.</summary>
    Start,

    /// <summary>Every stage that is not final: the source of the lines of `anywhere`.</summary>
    Anywhere,

    /// <summary>A stage.</summary>
    Stage,

    /// <summary>A final stage.</summary>
    Final,
}

/// <summary>A line in words: its cause without what follows, the names of the actions, and the line as written, on one line.</summary>
public sealed record GraphLine(string Cause, ImmutableArray<string> Actions, string Written);

/// <summary>A node; <see cref="Lines"/> are those without `->`, in written order.</summary>
public sealed record GraphNode(GraphNodeKind Kind, string Name, string? Title, string? Doc, ImmutableArray<GraphLine> Lines)
{
    /// <summary>What people call it: the title, otherwise the name.</summary>
    public string Label => Title ?? Name;
}

/// <summary>All lines that lead from one node to another, in written order; nodes by their place.</summary>
public sealed record GraphEdge(int From, int To, ImmutableArray<GraphLine> Lines);

/// <summary>A journey as a diagram shows it: the start first, `anywhere` next where there is one, then the stages in declared order.</summary>
public sealed record JourneyGraph(
    string Name, string? Title, string? Reentry, ImmutableArray<GraphNode> Nodes, ImmutableArray<GraphEdge> Edges)
{
    /// <summary>The name of the node of `anywhere`.</summary>
    public const string AnywhereName = "anywhere";

    /// <summary>What people call it: the title, otherwise the name.</summary>
    public string Label => Title ?? Name;

    /// <summary>The diagram of a journey.</summary>
    public static JourneyGraph Of(BoundJourney journey)
    {
        SourceText source = journey.Journey.Source ?? throw new UnreachableException("a journey is always declared in a file");
        List<GraphNode> nodes = [new(GraphNodeKind.Start, "", null, null, [])];
        List<(int From, MemberSymbol To, GraphLine Line)> arrows =
            [.. journey.Starts.Select(s => (0, s.Stage, LineWords.OfStart(s.Syntax, source)))];
        if (!journey.Anywhere.IsEmpty)
        {
            arrows.AddRange(Arrows(nodes.Count, journey.Anywhere, source));
            nodes.Add(new(GraphNodeKind.Anywhere, AnywhereName, null, null, Staying(journey.Anywhere, source)));
        }

        Dictionary<MemberSymbol, int> places = [];
        foreach (BoundStage stage in journey.Stages)
        {
            places[stage.Stage] = nodes.Count;
            arrows.AddRange(Arrows(nodes.Count, stage.Lines, source));
            nodes.Add(NodeOf(stage, source));
        }

        IEnumerable<GraphEdge> edges = arrows.GroupBy(a => (a.From, To: places[a.To]))
            .Select(g => new GraphEdge(g.Key.From, g.Key.To, [.. g.Select(a => a.Line)]));
        return new(journey.Journey.Name, journey.Journey.Title, ReentryOf(journey, source), [.. nodes], [.. edges]);
    }

    private static GraphNode NodeOf(BoundStage stage, SourceText source) => new(
        stage.Stage.IsFinal ? GraphNodeKind.Final : GraphNodeKind.Stage,
        stage.Stage.Name,
        stage.Stage.Label,
        stage.Stage.Doc,
        Staying(stage.Lines, source));

    private static IEnumerable<(int From, MemberSymbol To, GraphLine Line)> Arrows(
        int from, ImmutableArray<BoundLine> lines, SourceText source) => lines.SelectMany(line => line switch
        {
            BoundSplitLine split => split.Branches.Zip(
                LineWords.OfSplit(split.Syntax, source), (branch, words) => (from, branch.Target, words)),
            { Target: { } target } => [(from, target, LineWords.Of(line.Syntax, source))],
            _ => [],
        });

    private static ImmutableArray<GraphLine> Staying(ImmutableArray<BoundLine> lines, SourceText source) =>
        [.. lines.Where(l => l is not BoundSplitLine && l.Target is null).Select(l => LineWords.Of(l.Syntax, source))];

    private static string? ReentryOf(BoundJourney journey, SourceText source) =>
        journey.Reentry.IsAllowed ? LineWords.OfReentry(journey.Journey.Syntax, source) : null;
}
