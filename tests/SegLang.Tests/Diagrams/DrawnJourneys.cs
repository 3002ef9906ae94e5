using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Graph;
using SegLang.Tests.Differential;
using SegLang.Tests.Documentation;
using SegLang.Text;

namespace SegLang.Tests.Diagrams;

/// <summary>The journeys that diagrams are tried on: those of the examples and the conformance cases, and random ones.</summary>
internal static class DrawnJourneys
{
    /// <summary>The folders of examples with journeys.</summary>
    public static readonly string[] Folders =
    [
        "examples/abandoned-cart", "examples/kundenreise", "examples/lead-nurturing", "examples/loyalty", "examples/see-think-do-share",
    ];

    /// <summary>`folder:journey` for each journey of the examples.</summary>
    public static IEnumerable<string> OfExamples =>
        Folders.SelectMany(f => Journeys(RuleFiles.Read(f)).Select(j => $"{f}:{j.Journey.Name}"));

    /// <summary>The journey at such a place.</summary>
    public static JourneyGraph At(string place)
    {
        string[] parts = place.Split(':');
        return JourneyGraph.Of(Journeys(RuleFiles.Read(parts[0])).Single(j => j.Journey.Name == parts[1]));
    }

    /// <summary>The journeys of a rule set that is given as text.</summary>
    public static ImmutableArray<JourneyGraph> In(string rules) =>
        [.. Journeys([new SourceText("rules.seg", rules)]).Select(JourneyGraph.Of)];

    /// <summary>Those of the conformance cases.</summary>
    public static ImmutableArray<JourneyGraph> OfConformance => In(Repository.Read("tests/conformance/journeys.seg"));

    /// <summary>A random journey, with 1 to 30 stages where nothing else is said: loops, cycles, edges both ways, stages that nothing leads to, long labels.</summary>
    public static JourneyGraph Random(int seed, int? size = null)
    {
        Dice dice = new(seed);
        int stages = size ?? dice.Between(1, 30);
        bool hasAnywhere = dice.Chance(50);
        List<GraphNode> nodes = [new(GraphNodeKind.Start, "", null, null, [])];
        if (hasAnywhere)
        {
            nodes.Add(new(GraphNodeKind.Anywhere, JourneyGraph.AnywhereName, null, null, Lines(dice, 2)));
        }

        int first = nodes.Count;
        for (int i = 0; i < stages; i++)
        {
            GraphNodeKind kind = dice.Chance(10) ? GraphNodeKind.Final : GraphNodeKind.Stage;
            nodes.Add(new(kind, $"S{i}", dice.Chance(40) ? Words(dice, 8) : null, null, kind == GraphNodeKind.Stage ? Lines(dice, 4) : []));
        }

        HashSet<(int, int)> pairs = [(0, first)];
        for (int i = dice.Between(0, stages * dice.Between(1, 3)); i > 0; i--)
        {
            int from = dice.Next(nodes.Count);
            pairs.Add((from, dice.Between(first, nodes.Count - 1)));
        }

        return new("Random", null, null, [.. nodes],
            [.. pairs.Where(p => nodes[p.Item1].Kind != GraphNodeKind.Final).Select(p => new GraphEdge(p.Item1, p.Item2, [Line(dice), .. Lines(dice, 1)]))]);
    }

    private static ImmutableArray<GraphLine> Lines(Dice dice, int most) =>
        [.. Enumerable.Range(0, dice.Between(0, most)).Select(_ => Line(dice))];

    private static GraphLine Line(Dice dice)
    {
        string cause = $"on {Words(dice, 10)}";
        return new(cause, dice.Chance(30) ? [Words(dice, 2)] : [], cause);
    }

    private static string Words(Dice dice, int most) => string.Join(' ', Enumerable.Range(0, dice.Between(1, most))
        .Select(_ => dice.Of("Käufe", "after", "30 days", "where", "x >= 3", "\"/product\"", "without", "Sehrlangesdeutscheswortohnetrennung", "i", "订单")));

    private static IEnumerable<BoundJourney> Journeys(IEnumerable<SourceText> sources) => RuleFiles.Compile(sources).JourneyDefinitions;
}
