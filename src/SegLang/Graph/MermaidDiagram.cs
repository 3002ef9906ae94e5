using System.Globalization;
using System.Text;

namespace SegLang.Graph;

/// <summary>A journey as a Mermaid state diagram.</summary>
public static class MermaidDiagram
{
    /// <summary>The text of the diagram; lines end with `\n`.</summary>
    public static string Write(JourneyGraph graph, JourneyTraffic? traffic = null)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"---\ntitle: \"{Yaml(graph.Label)}\"\n---\nstateDiagram-v2\n    direction TB\n");
        for (int i = 1; i < graph.Nodes.Length; i++)
        {
            WriteNode(text, graph, i, traffic);
        }

        for (int i = 0; i < graph.Edges.Length; i++)
        {
            GraphEdge edge = graph.Edges[i];
            IEnumerable<string> label = GraphText.Edge(edge).Concat(traffic is null ? [] : [GraphText.Traffic(traffic.Edges[i])]);
            text.Append(CultureInfo.InvariantCulture, $"    {Id(graph, edge.From)} --> {Id(graph, edge.To)} : {string.Join("<br/>", label.Select(Escape))}\n");
        }

        foreach (int final in Enumerable.Range(0, graph.Nodes.Length).Where(i => graph.Nodes[i].Kind == GraphNodeKind.Final))
        {
            text.Append(CultureInfo.InvariantCulture, $"    {Id(graph, final)} --> [*]\n");
        }

        return text.ToString();
    }

    private static void WriteNode(StringBuilder text, JourneyGraph graph, int place, JourneyTraffic? traffic)
    {
        GraphNode node = graph.Nodes[place];
        string id = Id(graph, place);
        text.Append(CultureInfo.InvariantCulture, $"    state \"{Escape(node.Label)}\" as {id}\n");
        foreach (GraphLine line in node.Lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {id} : {Escape(GraphText.Staying(line))}\n");
        }

        if (traffic is not null && node.Kind != GraphNodeKind.Anywhere)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {id} : {GraphText.Number(traffic.Nodes[place])} now\n");
        }
    }

    private static string Id(JourneyGraph graph, int place) => graph.Nodes[place].Kind switch
    {
        GraphNodeKind.Start => "[*]",
        GraphNodeKind.Anywhere => JourneyGraph.AnywhereName,
        _ => $"s{place}",
    };

    // Mermaid ends a text at `:`, `;` and line breaks and reads HTML in it; `#58;` is its way to write a character by number.
    private static string Escape(string text) => string.Concat(GraphText.OneLine(text).Select(c => c switch
    {
        '"' or '#' or '&' or '\'' or ':' or ';' or '<' or '>' or '[' or ']' or '\\' or '`' or '{' or '}' or '*' or '_' or '%' => $"#{(int)c};",
        _ => c.ToString(),
    }));

    private static string Yaml(string text) => GraphText.OneLine(text)
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
