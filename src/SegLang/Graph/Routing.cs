using System.Collections.Immutable;

namespace SegLang.Graph;

/// <summary>
/// Draws a placed graph. Within the band of a rank edges run straight down at their own place, where nothing else stands; from band to band
/// they swing over in the free space between.
/// </summary>
internal sealed class Routing(LayeredGraph graph, ImmutableArray<GraphSize> nodes, ImmutableArray<LayoutEdge> edges)
{
    // Before it reaches a box an edge runs straight, so that its arrow does.
    private const double Lead = 8;

    private const double PortGap = 14;

    private readonly Dictionary<int, (double Top, double Bottom)> bands = [];
    private readonly Dictionary<(Vertex Node, Vertex Next), double> ports = [];

    /// <summary>The drawing, moved so that it begins at (0, 0).</summary>
    public DiagramLayout Draw()
    {
        foreach (Vertex vertex in graph.Ranks.SelectMany(r => r).Where(v => !v.IsPassed))
        {
            SetPorts(vertex, vertex.Above);
            SetPorts(vertex, vertex.Below);
        }

        SetBands();
        double left = graph.Ranks.SelectMany(r => r).Min(v => v.X - v.Left);
        double right = graph.Ranks.SelectMany(r => r).Max(v => v.X + v.Right);
        foreach (Vertex vertex in graph.Ranks.SelectMany(r => r))
        {
            vertex.X -= left;
        }

        foreach ((Vertex, Vertex) port in ports.Keys.ToArray())
        {
            ports[port] -= left;
        }

        Dictionary<int, Vertex> byNode = graph.Ranks.SelectMany(r => r).Where(v => !v.IsPassed).ToDictionary(v => v.Node);
        return new(
            new(right - left, bands[graph.Ranks[^1][0].Rank].Bottom),
            [.. nodes.Select((size, n) => BoxOf(byNode[n], size))],
            [.. edges.Select((edge, e) => LabelOf(byNode[edge.From], e))],
            [.. edges.Select((edge, e) => edge.From == edge.To ? LoopOf(byNode[edge.From]) : RouteOf(e))]);
    }

    // Each edge meets the box below or above its next place if it can, at a distance from the others.
    private void SetPorts(Vertex vertex, List<Vertex> neighbours)
    {
        double half = nodes[vertex.Node].Width / 2;
        Vertex[] others = [.. neighbours.OrderBy(n => n.Order)];
        double gap = others.Length < 2 ? 0 : Math.Min(PortGap, 2 * half * 0.8 / (others.Length - 1));
        double room = Math.Max(gap * (others.Length - 1) / 2, half - 12);
        double[] x = [.. others.Select(o => Math.Clamp(o.X, vertex.X - room, vertex.X + room))];
        for (int i = 1; i < x.Length; i++)
        {
            x[i] = Math.Max(x[i], x[i - 1] + gap);
        }

        for (int i = x.Length - 1; i >= 0; i--)
        {
            x[i] = Math.Min(x[i], vertex.X + room - (gap * (x.Length - 1 - i)));
            ports[(vertex, others[i])] = half < 12 ? vertex.X : x[i];
        }
    }

    // The further edges swing, the more room they get.
    private void SetBands()
    {
        double y = 0;
        foreach (Vertex[] rank in graph.Ranks)
        {
            double height = rank.Max(v => v.Height);
            bands[rank[0].Rank] = (y, y + height);
            double swing = rank.SelectMany(v => v.Below.Select(b => Math.Abs(PortOf(v, b) - PortOf(b, v)))).DefaultIfEmpty(0).Max();
            y += height + 30 + Math.Min(48, swing * 0.16);
        }
    }

    private double PortOf(Vertex vertex, Vertex next) => vertex.IsPassed ? vertex.X : ports[(vertex, next)];

    private double MiddleOf(Vertex vertex)
    {
        (double top, double bottom) = bands[vertex.Rank];
        return (top + bottom) / 2;
    }

    private GraphBox BoxOf(Vertex vertex, GraphSize size) =>
        new(vertex.X - (size.Width / 2), MiddleOf(vertex) - (size.Height / 2), size.Width, size.Height);

    private GraphBox LabelOf(Vertex from, int edge)
    {
        GraphSize size = edges[edge].Label;
        if (edges[edge].From == edges[edge].To)
        {
            return new(from.X + (nodes[from.Node].Width / 2) + DiagramLayout.Loop, MiddleOf(from) - (size.Height / 2), size.Width, size.Height);
        }

        Vertex[] chain = graph.Chains[edge];
        return BoxOf(graph.IsUpward[edge] ? chain[^2] : chain[1], size);
    }

    private ImmutableArray<GraphCurve> LoopOf(Vertex vertex)
    {
        double x = vertex.X + (nodes[vertex.Node].Width / 2), y = MiddleOf(vertex), reach = DiagramLayout.Loop;
        return [new(new(x, y - 9), new(x + reach, y - 9), new(x + reach, y + 9), new(x, y + 9))];
    }

    private ImmutableArray<GraphCurve> RouteOf(int edge)
    {
        Vertex[] chain = graph.Chains[edge];
        List<GraphCurve> curves = [];
        for (int i = 1; i < chain.Length; i++)
        {
            Vertex above = chain[i - 1], below = chain[i];
            double fromX = PortOf(above, below), toX = PortOf(below, above);
            GraphPoint from = new(fromX, EdgeOf(above, isBottom: true)), to = new(toX, EdgeOf(below, isBottom: false));
            double swingFrom = bands[above.Rank].Bottom + Lead, swingTo = bands[below.Rank].Top - Lead;
            double middle = (swingFrom + swingTo) / 2;
            curves.Add(Straight(from, new(fromX, swingFrom)));
            curves.Add(new(new(fromX, swingFrom), new(fromX, middle), new(toX, middle), new(toX, swingTo)));
            curves.Add(Straight(new(toX, swingTo), to));
        }

        return graph.IsUpward[edge]
            ? [.. Enumerable.Reverse(curves).Select(c => new GraphCurve(c.To, c.Control2, c.Control1, c.From))]
            : [.. curves];
    }

    // The box of a node, otherwise the middle of the band: the pieces above and below meet there.
    private double EdgeOf(Vertex vertex, bool isBottom) => vertex.IsPassed
        ? MiddleOf(vertex)
        : MiddleOf(vertex) + ((isBottom ? 0.5 : -0.5) * nodes[vertex.Node].Height);

    private static GraphCurve Straight(GraphPoint from, GraphPoint to) => new(
        from, new(from.X, from.Y + ((to.Y - from.Y) / 3)), new(to.X, to.Y - ((to.Y - from.Y) / 3)), to);
}
