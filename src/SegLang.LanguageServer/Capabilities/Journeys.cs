using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SegLang.Binding;
using SegLang.Editing;
using SegLang.Graph;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;
using SegLang.Symbols;
using SegLang.Text;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`seglang/journey`: a journey as a picture, with the place in the text that each stage and arrow comes from.</summary>
internal sealed class Journeys(Session session) : Capability
{
    private const string Group = "<g class=\"";

    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) =>
        server.Experimental = (server.Experimental ?? ImmutableDictionary<string, bool>.Empty).Add("seglangJourney", true);

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router) =>
        router.Read("seglang/journey", ProtocolJson.Of<JourneyParams>, ProtocolJson.Of<JourneyResult>, (p, view, _) => Draw(p, view));

    /// <summary>The picture; null where there is no such journey, or it has an error.</summary>
    public JourneyResult? Draw(JourneyParams given, WorkspaceView view)
    {
        if (view.Find(given.Uri) is not { } file)
        {
            return null;
        }

        RuleSnapshot snapshot = file.Set.Snapshot;
        ImmutableArray<JourneySymbol> all = [.. snapshot.Symbols.Of<JourneySymbol>().OrderBy(j => j.Source?.Path != file.Path).ThenBy(j => j.NameSpan.Start)];
        JourneySymbol? symbol = given.Name is { } name ? all.FirstOrDefault(j => j.Name == name) : all.FirstOrDefault();
        if (symbol?.Source is not { } source || snapshot.Definition(symbol) is not BoundJourney journey)
        {
            return null;
        }

        JourneyGraph graph = JourneyGraph.Of(journey);
        RuleFile home = view.File(file.Set, source.Path);
        IReadOnlyDictionary<string, SampleCount>? counts = session.Sample(file.Set)?.Entries.GetValueOrDefault(symbol.Name);
        return new(symbol.Name, symbol.Title, Mark(SvgDiagram.Write(graph)), Items(journey, graph, home, counts), [.. all.Select(j => j.Name)]);
    }

    private static ImmutableArray<JourneyItem> Items(
        BoundJourney journey, JourneyGraph graph, RuleFile home, IReadOnlyDictionary<string, SampleCount>? counts)
    {
        IEnumerable<JourneyItem> nodes = graph.Nodes.Select((node, i) => new JourneyItem(
            Id('n', i), home.Uri, home.Places.RangeOf(SpanOf(journey, node)), counts?.GetValueOrDefault(node.Name)?.Members));
        IEnumerable<JourneyItem> edges = Arrows(journey).GroupBy(a => (a.From, a.To))
            .Select((arrow, i) => new JourneyItem(Id('e', i), home.Uri, home.Places.RangeOf(arrow.First().Span)));
        return [.. nodes, .. edges];
    }

    private static TextSpan SpanOf(BoundJourney journey, GraphNode node) => node.Kind switch
    {
        GraphNodeKind.Start => journey.Starts.Select(s => s.Syntax.Span).FirstOrDefault(journey.Journey.NameSpan),
        GraphNodeKind.Anywhere => journey.Anywhere.Select(l => l.Syntax.Span).FirstOrDefault(journey.Journey.NameSpan),
        _ => journey.Stages.First(s => s.Stage.Name == node.Name).Stage.NameSpan,
    };

    // In the order in which the picture has them.
    private static IEnumerable<(MemberSymbol? From, MemberSymbol To, TextSpan Span)> Arrows(BoundJourney journey)
    {
        MemberSymbol? anywhere = journey.Stages.IsEmpty ? null : new(JourneyGraph.AnywhereName, -1, null, null, default, journey.Stages[0].Stage.Head);
        return journey.Starts.Select(s => ((MemberSymbol?)null, s.Stage, s.Syntax.Span))
            .Concat(journey.Anywhere.SelectMany(l => Arrows(anywhere, l)))
            .Concat(journey.Stages.SelectMany(s => s.Lines.SelectMany(l => Arrows(s.Stage, l))));
    }

    private static IEnumerable<(MemberSymbol? From, MemberSymbol To, TextSpan Span)> Arrows(MemberSymbol? from, BoundLine line) => line switch
    {
        BoundSplitLine split => split.Branches.Select(b => (from, b.Target, split.Syntax.Span)),
        { Target: { } target } => [(from, target, line.Syntax.Span)],
        _ => [],
    };

    // The picture's groups come in the order of edges, their labels, nodes; texts in it are escaped, so that none looks like a group.
    private static string Mark(string svg)
    {
        StringBuilder text = new(svg.Length + 1024);
        int edges = 0, labels = 0, nodes = 0, from = 0;
        for (int at = svg.IndexOf(Group, StringComparison.Ordinal); at >= 0; at = svg.IndexOf(Group, from, StringComparison.Ordinal))
        {
            ReadOnlySpan<char> kind = svg.AsSpan(at + Group.Length);
            string? id = kind.StartsWith("edge") ? Id('e', edges++)
                : kind.StartsWith("label") ? Id('e', labels++)
                : kind.StartsWith("stage") || kind.StartsWith("start") ? Id('n', nodes++)
                : null;
            text.Append(svg, from, at - from).Append(id is null ? "<g class=\"" : $"<g data-id=\"{id}\" class=\"");
            from = at + Group.Length;
        }

        return text.Append(svg, from, svg.Length - from).ToString();
    }

    private static string Id(char kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");
}
