namespace SegLang.Graph;

/// <summary>
/// A place in a rank: a node, or where an edge passes the rank, as large as its label where that stands there.
/// <see cref="Left"/> and <see cref="Right"/> are what it takes up on either side of its axis at <see cref="X"/>.
/// </summary>
internal sealed class Vertex(int index, int rank, int node, int edge, double left, double right, double height)
{
    /// <summary>Its place among all vertices.</summary>
    public int Index { get; } = index;

    /// <summary>Its rank, from 0.</summary>
    public int Rank { get; } = rank;

    /// <summary>The node, or −1.</summary>
    public int Node { get; } = node;

    /// <summary>The edge that passes here, or −1.</summary>
    public int Edge { get; } = edge;

    /// <summary>What it takes up to the left.</summary>
    public double Left { get; } = left;

    /// <summary>What it takes up to the right.</summary>
    public double Right { get; } = right;

    /// <summary>Its height.</summary>
    public double Height { get; } = height;

    /// <summary>The vertices of the rank above that it is tied to.</summary>
    public List<Vertex> Above { get; } = [];

    /// <summary>The vertices of the rank below that it is tied to.</summary>
    public List<Vertex> Below { get; } = [];

    /// <summary>Its place in its rank, from the left.</summary>
    public int Order { get; set; }

    /// <summary>Where its axis is.</summary>
    public double X { get; set; }

    /// <summary>Whether an edge passes here.</summary>
    public bool IsPassed => Node < 0;
}
