using System.Collections.Immutable;
using System.Text;

namespace SegLang.Graph;

/// <summary>A journey as an SVG picture: light or dark as the reader's system is, without scripts and without outside resources.</summary>
public static class SvgDiagram
{
    private const double Margin = 24;
    private const double TitleSize = 18;
    private const double SubtitleSize = 12.5;
    private const double StartRadius = 9;
    private const double ArrowLength = 9;

    /// <summary>Where everything stands in the picture of a journey.</summary>
    public static DiagramLayout Layout(JourneyGraph graph, JourneyTraffic? traffic = null) =>
        Layout(NodeTexts(graph, traffic), EdgeTexts(graph, traffic), graph);

    /// <summary>The text of the picture; lines end with `\n`.</summary>
    public static string Write(JourneyGraph graph, JourneyTraffic? traffic = null)
    {
        ImmutableArray<SvgText> nodes = NodeTexts(graph, traffic), edges = EdgeTexts(graph, traffic);
        DiagramLayout layout = Layout(nodes, edges, graph);
        string subtitle = Subtitle(graph, traffic);
        double header = 34 + (subtitle.Length == 0 ? 0 : 18);
        double width = Math.Max(layout.Size.Width, Math.Max(TextWidth.Of(graph.Label, TitleSize) * 1.08, TextWidth.Of(subtitle, SubtitleSize))) + (2 * Margin);
        double height = layout.Size.Height + header + (2 * Margin);
        StringBuilder text = new();
        text.Append(Svg.Culture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"seg-journey\" width=\"{width:0.#}\" height=\"{height:0.#}\" viewBox=\"0 0 {width:0.#} {height:0.#}\" role=\"img\">\n");
        text.Append(Svg.Culture, $"<title>{Svg.Escape(graph.Label)}</title>\n<desc>{Svg.Escape(Description(graph, traffic))}</desc>\n{SvgStyle.Element}\n");
        text.Append(Svg.Culture, $"<rect class=\"page\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"12\"/>\n");
        text.Append(Svg.Culture, $"<text class=\"title\" x=\"{Margin}\" y=\"{Margin + 16}\">{Svg.Escape(graph.Label)}</text>\n");
        if (subtitle.Length > 0)
        {
            text.Append(Svg.Culture, $"<text class=\"subtitle\" x=\"{Margin}\" y=\"{Margin + 36}\">{Svg.Escape(subtitle)}</text>\n");
        }

        double x = Math.Round((width - layout.Size.Width) / 2);
        text.Append(Svg.Culture, $"<g transform=\"translate({x:0.#} {Margin + header:0.#})\">\n");
        WriteEdges(text, graph, layout, traffic);
        WriteLabels(text, graph, layout, edges);
        WriteNodes(text, graph, layout, nodes);
        return text.Append("</g>\n</svg>\n").ToString();
    }

    private static DiagramLayout Layout(ImmutableArray<SvgText> nodes, ImmutableArray<SvgText> edges, JourneyGraph graph)
    {
        int[] ports = [.. graph.Nodes.Select((_, n) => graph.Edges.Count(e => e.From == n || e.To == n))];
        return DiagramLayout.Of(
            [.. nodes.Select((n, i) => graph.Nodes[i].Kind == GraphNodeKind.Start
                ? new GraphSize(2 * StartRadius, 2 * StartRadius)
                : new GraphSize(Math.Max(Math.Max(n.Width + 32, 96), (ports[i] * 10) + 32), n.Height + 22))],
            [.. graph.Edges.Zip(edges, (e, t) => new LayoutEdge(e.From, e.To, new(t.Width + 14, t.Height + 8)))]);
    }

    private static ImmutableArray<SvgText> NodeTexts(JourneyGraph graph, JourneyTraffic? traffic) =>
    [
        .. graph.Nodes.Select((node, i) => node.Kind == GraphNodeKind.Start ? SvgText.Empty : SvgText.Empty
            .Add("name", GraphText.Wrap(node.Label, 210, 14, 2), 14, 1.1)
            .Add("line", node.Lines.SelectMany(l => GraphText.Wrap(GraphText.Staying(l), 230, 11.5, 2)), 11.5, 1)
            .Add("count", traffic is null || node.Kind == GraphNodeKind.Anywhere ? [] : [$"{GraphText.Number(traffic.Nodes[i])} now"], 12, 1.1)),
    ];

    private static ImmutableArray<SvgText> EdgeTexts(JourneyGraph graph, JourneyTraffic? traffic) =>
    [
        .. graph.Edges.Select((edge, i) => edge.Lines.Aggregate(SvgText.Empty, (text, line) => text.SetApart()
                .Add("cause", GraphText.Wrap(line.Cause, 210, 12, 2), 12, 1)
                .Add("do", GraphText.Actions(line) is { Length: > 0 } actions ? GraphText.Wrap(actions, 210, 11.5, 1) : [], 11.5, 1))
            .Add("count", traffic is null ? [] : [GraphText.Traffic(traffic.Edges[i])], 12, 1.1)),
    ];

    private static void WriteEdges(StringBuilder text, JourneyGraph graph, DiagramLayout layout, JourneyTraffic? traffic)
    {
        long most = traffic is null ? 0 : traffic.Edges.Max(e => e.Count);
        for (int i = 0; i < graph.Edges.Length; i++)
        {
            long? count = traffic?.Edges[i].Count;
            string unused = count == 0 ? " unused" : "";
            double thickness = most == 0 ? 1.6 : 1.2 + (3.3 * (count ?? 0) / most);
            string path = Svg.Path(layout.Routes[i], ArrowLength - 1);
            text.Append(Svg.Culture, $"<g class=\"edge{unused}\"><title>{Svg.Escape(Says(graph, graph.Edges[i]))}</title>");
            text.Append(Svg.Culture, $"<path d=\"{path}\" stroke-width=\"{thickness:0.##}\"/>");
            text.Append(Svg.Culture, $"<path class=\"arrow\" d=\"{Svg.Arrow(layout.Routes[i][^1], ArrowLength)}\"/></g>\n");
        }
    }

    private static void WriteLabels(StringBuilder text, JourneyGraph graph, DiagramLayout layout, ImmutableArray<SvgText> labels)
    {
        for (int i = 0; i < graph.Edges.Length; i++)
        {
            GraphBox box = layout.Labels[i];
            text.Append(Svg.Culture, $"<g class=\"label\"><title>{Svg.Escape(Says(graph, graph.Edges[i]))}</title>{Svg.Rectangle(box, 6)}");
            labels[i].Write(text, box);
            text.Append("</g>\n");
        }
    }

    private static void WriteNodes(StringBuilder text, JourneyGraph graph, DiagramLayout layout, ImmutableArray<SvgText> texts)
    {
        for (int i = 0; i < graph.Nodes.Length; i++)
        {
            GraphNode node = graph.Nodes[i];
            GraphBox box = layout.Boxes[i];
            if (node.Kind == GraphNodeKind.Start)
            {
                text.Append(Svg.Culture, $"<g class=\"start\"><title>start</title><circle cx=\"{box.Centre.X:0.#}\" cy=\"{box.Centre.Y:0.#}\" r=\"{StartRadius}\"/></g>\n");
                continue;
            }

            string kind = node.Kind switch { GraphNodeKind.Final => "stage final", GraphNodeKind.Anywhere => "stage anywhere", _ => "stage" };
            text.Append(Svg.Culture, $"<g class=\"{kind}\"><title>{Svg.Escape(Says(node))}</title>{Svg.Rectangle(box, 10)}");
            if (node.Kind == GraphNodeKind.Final)
            {
                text.Append(Svg.Rectangle(new(box.X + 4, box.Y + 4, box.Width - 8, box.Height - 8), 7));
            }

            texts[i].Write(text, box);
            text.Append("</g>\n");
        }
    }

    private static string Subtitle(JourneyGraph graph, JourneyTraffic? traffic)
    {
        string profiles = traffic is null ? "" : $"{GraphText.Number(traffic.Nodes.Sum())} profiles";
        return string.Join(" · ", ((string[])[profiles, graph.Reentry ?? ""]).Where(s => s.Length > 0));
    }

    private static string Says(GraphNode node) => string.Join('\n', ((string[])
    [
        node.Title is null ? node.Name : $"{node.Title} ({node.Name})",
        node.Doc ?? "",
        .. node.Lines.Select(l => l.Written),
    ]).Where(s => s.Length > 0));

    private static string Says(JourneyGraph graph, GraphEdge edge)
    {
        string from = graph.Nodes[edge.From].Kind == GraphNodeKind.Start ? "start" : graph.Nodes[edge.From].Label;
        return $"{from} → {graph.Nodes[edge.To].Label}\n{string.Join('\n', edge.Lines.Select(l => l.Written))}";
    }

    // What the picture shows, for those who do not see it.
    private static string Description(JourneyGraph graph, JourneyTraffic? traffic) => string.Join("; ", graph.Edges.Select((edge, i) =>
    {
        string from = graph.Nodes[edge.From].Kind == GraphNodeKind.Start ? "start" : graph.Nodes[edge.From].Label;
        string count = traffic is null ? "" : $" ({GraphText.Traffic(traffic.Edges[i])})";
        return $"{from} → {graph.Nodes[edge.To].Label}: {string.Join(", ", GraphText.Edge(edge))}{count}";
    }));
}
