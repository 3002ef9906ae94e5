namespace SegLang.Graph;

/// <summary>Which rank each node of a directed graph stands in. Edges are pairs of places, without loops.</summary>
internal static class Layering
{
    /// <summary>The edges that close a cycle when the nodes are walked depth first, in their order: they will point upwards.</summary>
    public static bool[] BackEdges(int nodes, IReadOnlyList<(int From, int To)> edges)
    {
        int[][] leaving = [.. Enumerable.Range(0, nodes).Select(n =>
            Enumerable.Range(0, edges.Count).Where(e => edges[e].From == n && edges[e].To != n).OrderBy(e => edges[e].To).ToArray())];
        bool[] isBack = new bool[edges.Count], isOpen = new bool[nodes], isSeen = new bool[nodes];
        Stack<(int Node, int At)> path = new();
        for (int root = 0; root < nodes; root++)
        {
            if (!isSeen[root])
            {
                Open(root);
            }

            while (path.TryPop(out (int Node, int At) top))
            {
                if (top.At == leaving[top.Node].Length)
                {
                    isOpen[top.Node] = false;
                    continue;
                }

                path.Push((top.Node, top.At + 1));
                int edge = leaving[top.Node][top.At];
                isBack[edge] = isOpen[edges[edge].To];
                if (!isSeen[edges[edge].To])
                {
                    Open(edges[edge].To);
                }
            }
        }

        return isBack;

        void Open(int node)
        {
            isSeen[node] = isOpen[node] = true;
            path.Push((node, 0));
        }
    }

    /// <summary>Ranks from 0 on, every edge leading to a greater one, short edges where that is free. The edges have no cycle.</summary>
    public static int[] Ranks(int nodes, IReadOnlyList<(int From, int To)> edges)
    {
        ILookup<int, int> after = edges.ToLookup(e => e.From, e => e.To), before = edges.ToLookup(e => e.To, e => e.From);
        int[] ranks = new int[nodes];
        int[] order = TopologicalOrder(nodes, after, before);
        foreach (int node in order)
        {
            ranks[node] = before[node].Select(b => ranks[b] + 1).DefaultIfEmpty(0).Max();
        }

        Tighten(ranks, order, after, before);
        int first = ranks.Length == 0 ? 0 : ranks.Min();
        return [.. ranks.Select(r => r - first)];
    }

    private static int[] TopologicalOrder(int nodes, ILookup<int, int> after, ILookup<int, int> before)
    {
        int[] waiting = [.. Enumerable.Range(0, nodes).Select(n => before[n].Count())];
        SortedSet<int> free = [.. Enumerable.Range(0, nodes).Where(n => waiting[n] == 0)];
        List<int> order = [];
        while (free.Count > 0)
        {
            int node = free.Min;
            free.Remove(node);
            order.Add(node);
            foreach (int next in after[node].Where(n => --waiting[n] == 0))
            {
                free.Add(next);
            }
        }

        return [.. order];
    }

    // A node with more edges on one side moves to that side as far as it can. Each move shortens the edges in sum, so this ends.
    private static void Tighten(int[] ranks, int[] order, ILookup<int, int> after, ILookup<int, int> before)
    {
        bool moved = true;
        while (moved)
        {
            moved = false;
            foreach (int node in order.Reverse())
            {
                int above = before[node].Count(), below = after[node].Count();
                int wanted = below > above ? after[node].Min(n => ranks[n]) - 1
                    : above > below ? before[node].Max(n => ranks[n]) + 1
                    : ranks[node];
                moved |= wanted != ranks[node];
                ranks[node] = wanted;
            }
        }
    }
}
