using System.Collections.Immutable;

namespace SegLang.Graph;

/// <summary>How often an edge was taken, and the median time spent in its source before that, in microseconds (none for a start).</summary>
public sealed record EdgeTraffic(long Count, long? MedianMicroseconds);

/// <summary>A log line of kind `stage`: an instant in microseconds, a profile, the stages by name, empty at a start, and the line that fired.</summary>
public sealed record StageMove(long Time, string Profile, string From, string To, string Cause);

/// <summary>What went over a diagram: an entry per edge, and how many profiles are in each node at the end.</summary>
public sealed record JourneyTraffic(ImmutableArray<EdgeTraffic> Edges, ImmutableArray<long> Nodes)
{
    /// <summary>Counts the moves of one journey, in the order in which they happened.</summary>
    public static JourneyTraffic Count(JourneyGraph graph, IEnumerable<StageMove> moves)
    {
        Dictionary<string, int> places = graph.Nodes.Select((n, i) => (n, i)).Where(n => n.n.Kind is GraphNodeKind.Stage or GraphNodeKind.Final)
            .ToDictionary(n => n.n.Name, n => n.i, StringComparer.Ordinal);
        Dictionary<string, (int Node, long Since)> stays = new(StringComparer.Ordinal);
        long[] counts = new long[graph.Edges.Length];
        List<long>[] times = [.. graph.Edges.Select(_ => new List<long>())];
        foreach (StageMove move in moves)
        {
            if (!places.TryGetValue(move.To, out int to))
            {
                continue;
            }

            bool isStart = !places.TryGetValue(move.From, out int from);
            if (FindEdge(graph, isStart ? 0 : from, to, move.Cause) is { } edge)
            {
                counts[edge]++;
                if (!isStart && stays.TryGetValue(move.Profile, out (int Node, long Since) stay))
                {
                    times[edge].Add(move.Time - stay.Since);
                }
            }

            stays[move.Profile] = (to, move.Time);
        }

        long[] nodes = new long[graph.Nodes.Length];
        foreach ((int node, _) in stays.Values)
        {
            nodes[node]++;
        }

        return new([.. counts.Zip(times, (c, t) => new EdgeTraffic(c, Median(t)))], [.. nodes]);
    }

    // The edge with the line that fired; a line of `anywhere` has any stage as its source, and the stage's own lines come first.
    private static int? FindEdge(JourneyGraph graph, int from, int to, string cause)
    {
        int? direct = null, anywhere = null;
        for (int i = 0; i < graph.Edges.Length; i++)
        {
            GraphEdge edge = graph.Edges[i];
            bool isAnywhere = from > 0 && graph.Nodes[edge.From].Kind == GraphNodeKind.Anywhere;
            if (edge.To != to || (edge.From != from && !isAnywhere))
            {
                continue;
            }

            direct = isAnywhere ? direct : i;
            anywhere = isAnywhere ? i : anywhere;
        }

        bool isOfAnywhere = direct is null
            || (anywhere is { } any && Has(graph.Edges[any], cause) && !Has(graph.Edges[direct.Value], cause));
        return isOfAnywhere ? anywhere : direct;
    }

    private static bool Has(GraphEdge edge, string cause) => edge.Lines.Any(l => l.Written == cause);

    private static long? Median(List<long> times)
    {
        times.Sort();
        return times.Count == 0 ? null : (times[(times.Count - 1) / 2] / 2) + (times[times.Count / 2] / 2);
    }
}
