using System.Collections.Immutable;

namespace SegLang.Graph;

/// <summary>A point; y grows downwards.</summary>
public readonly record struct GraphPoint(double X, double Y);

/// <summary>A size.</summary>
public readonly record struct GraphSize(double Width, double Height);

/// <summary>A rectangle by its left upper corner.</summary>
public readonly record struct GraphBox(double X, double Y, double Width, double Height)
{
    /// <summary>Its right edge.</summary>
    public double Right => X + Width;

    /// <summary>Its lower edge.</summary>
    public double Bottom => Y + Height;

    /// <summary>Its middle.</summary>
    public GraphPoint Centre => new(X + (Width / 2), Y + (Height / 2));
}

/// <summary>A piece of an edge: a cubic Bézier curve.</summary>
public readonly record struct GraphCurve(GraphPoint From, GraphPoint Control1, GraphPoint Control2, GraphPoint To);

/// <summary>An edge to lay out: nodes by their place, and the size of its label.</summary>
public readonly record struct LayoutEdge(int From, int To, GraphSize Label);

/// <summary>
/// A directed graph in ranks from top to bottom: a box per node, a box for the label of each edge, and the edges as curves that begin and
/// end at the boxes and meet no other box or label. Boxes and labels do not overlap. The same input gives the same layout.
/// </summary>
public sealed record DiagramLayout(
    GraphSize Size, ImmutableArray<GraphBox> Boxes, ImmutableArray<GraphBox> Labels, ImmutableArray<ImmutableArray<GraphCurve>> Routes)
{
    /// <summary>The width of a loop from a node to itself, between the box and the label.</summary>
    internal const double Loop = 34;

    /// <summary>Lays out a graph; at most one edge from one node to another.</summary>
    public static DiagramLayout Of(ImmutableArray<GraphSize> nodes, ImmutableArray<LayoutEdge> edges)
    {
        if (nodes.IsEmpty)
        {
            return new(default, [], [], []);
        }

        LayeredGraph graph = LayeredGraph.Of(nodes, edges);
        Ordering.Arrange(graph.Ranks);
        Placement.Place(graph.Ranks);
        return new Routing(graph, nodes, edges).Draw();
    }
}
