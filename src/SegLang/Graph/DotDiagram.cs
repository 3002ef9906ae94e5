using System.Globalization;
using System.Text;

namespace SegLang.Graph;

/// <summary>A journey in the language of Graphviz.</summary>
public static class DotDiagram
{
    /// <summary>The text of the diagram; lines end with `\n`.</summary>
    public static string Write(JourneyGraph graph, JourneyTraffic? traffic = null)
    {
        StringBuilder text = new();
        string title = graph.Reentry is null ? Escape(graph.Label) : $"{Escape(graph.Label)}\\n{Escape(graph.Reentry)}";
        text.Append(CultureInfo.InvariantCulture, $"digraph \"{Escape(graph.Name)}\" {{\n");
        text.Append(CultureInfo.InvariantCulture, $"  graph [label=\"{title}\", labelloc=t, rankdir=TB, fontname=\"Helvetica,sans-serif\"];\n");
        text.Append("  node [shape=box, style=\"rounded,filled\", fillcolor=\"#eef2ff\", color=\"#6366f1\", fontname=\"Helvetica,sans-serif\"];\n");
        text.Append("  edge [color=\"#64748b\", fontsize=11, fontname=\"Helvetica,sans-serif\"];\n");
        for (int i = 0; i < graph.Nodes.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Id(graph, i)} [{Node(graph, i, traffic)}];\n");
        }

        for (int i = 0; i < graph.Edges.Length; i++)
        {
            GraphEdge edge = graph.Edges[i];
            IEnumerable<string> label = GraphText.Edge(edge).Concat(traffic is null ? [] : [GraphText.Traffic(traffic.Edges[i])]);
            text.Append(CultureInfo.InvariantCulture, $"  {Id(graph, edge.From)} -> {Id(graph, edge.To)} [label=\"{Lines(label)}\", tooltip=\"{Lines(edge.Lines.Select(l => l.Written))}\"];\n");
        }

        return text.Append("}\n").ToString();
    }

    private static string Node(JourneyGraph graph, int place, JourneyTraffic? traffic)
    {
        GraphNode node = graph.Nodes[place];
        if (node.Kind == GraphNodeKind.Start)
        {
            return "shape=circle, style=filled, fillcolor=\"#334155\", label=\"\", width=0.22, tooltip=\"start\"";
        }

        IEnumerable<string> now = traffic is null || node.Kind == GraphNodeKind.Anywhere ? [] : [$"{GraphText.Number(traffic.Nodes[place])} now"];
        string label = Lines([node.Label, .. node.Lines.Select(GraphText.Staying), .. now]);
        string tooltip = Lines([node.Name, .. node.Doc is null ? [] : (string[])[node.Doc], .. node.Lines.Select(l => l.Written)]);
        string look = node.Kind switch
        {
            GraphNodeKind.Final => ", peripheries=2, fillcolor=\"#f1f5f9\", color=\"#64748b\"",
            GraphNodeKind.Anywhere => ", style=\"rounded,dashed\", color=\"#64748b\"",
            _ => "",
        };
        return $"label=\"{label}\", tooltip=\"{tooltip}\"{look}";
    }

    private static string Id(JourneyGraph graph, int place) => graph.Nodes[place].Kind switch
    {
        GraphNodeKind.Start => "start",
        GraphNodeKind.Anywhere => JourneyGraph.AnywhereName,
        _ => $"s{place}",
    };

    private static string Lines(IEnumerable<string> lines) => string.Join("\\n", lines.Select(Escape));

    // Within quotes a backslash begins an escape, and Graphviz reads `&` as the beginning of an entity.
    private static string Escape(string text) => GraphText.OneLine(text)
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("&", "&amp;", StringComparison.Ordinal);
}
