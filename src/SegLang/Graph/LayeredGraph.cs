using System.Collections.Immutable;

namespace SegLang.Graph;

/// <summary>
/// A graph in ranks: nodes in even ones, labels in odd ones. Every edge but the loops is a chain of vertices from its upper to its lower node,
/// one in each rank; <see cref="IsUpward"/> says that it leads from the lower to the upper.
/// </summary>
internal sealed record LayeredGraph(Vertex[][] Ranks, Vertex[][] Chains, bool[] IsUpward)
{
    /// <summary>Ranks the nodes and cuts the edges into chains.</summary>
    public static LayeredGraph Of(ImmutableArray<GraphSize> nodes, ImmutableArray<LayoutEdge> edges)
    {
        (int From, int To)[] pairs = [.. edges.Select(e => (e.From, e.To))];
        bool[] isUpward = Layering.BackEdges(nodes.Length, pairs);
        int[] ranks = Layering.Ranks(nodes.Length, [.. pairs
            .Select((p, i) => isUpward[i] ? (p.To, p.From) : p).Where(p => p.Item1 != p.Item2)]);
        List<Vertex> vertices = [];
        for (int n = 0; n < nodes.Length; n++)
        {
            vertices.Add(NodeVertex(n, ranks[n] * 2, nodes[n], edges));
        }

        Vertex[][] chains = [.. edges.Select((e, i) => e.From == e.To ? [] : Chain(vertices, e, i, isUpward[i]))];
        return new([.. vertices.GroupBy(v => v.Rank).OrderBy(r => r.Key).Select(r => r.ToArray())], chains, isUpward);
    }

    // The loop of a node and its label are kept free at the right of its box.
    private static Vertex NodeVertex(int node, int rank, GraphSize size, ImmutableArray<LayoutEdge> edges)
    {
        GraphSize[] loops = [.. edges.Where(e => e.From == node && e.To == node).Select(e => e.Label)];
        double loop = loops.Length == 0 ? 0 : DiagramLayout.Loop + loops[0].Width;
        double height = Math.Max(size.Height, loops.Select(l => l.Height).DefaultIfEmpty(0).Max());
        return new(node, rank, node, -1, size.Width / 2, (size.Width / 2) + loop, height);
    }

    // The label stands next to the node that the edge leaves.
    private static Vertex[] Chain(List<Vertex> vertices, LayoutEdge edge, int index, bool isUpward)
    {
        Vertex upper = vertices[isUpward ? edge.To : edge.From], lower = vertices[isUpward ? edge.From : edge.To];
        int label = isUpward ? lower.Rank - 1 : upper.Rank + 1;
        List<Vertex> chain = [upper];
        for (int rank = upper.Rank + 1; rank < lower.Rank; rank++)
        {
            GraphSize size = rank == label ? edge.Label : default;
            Vertex vertex = new(vertices.Count, rank, -1, index, size.Width / 2, size.Width / 2, size.Height);
            vertices.Add(vertex);
            chain.Add(vertex);
        }

        chain.Add(lower);
        foreach ((Vertex above, Vertex below) in chain.Zip(chain.Skip(1)))
        {
            above.Below.Add(below);
            below.Above.Add(above);
        }

        return [.. chain];
    }
}
