namespace SegLang.Graph;

/// <summary>
/// Where vertices stand within their ranks: long edges straight, nodes over the middle of their neighbours (Brandes and Köpf, 2001, with
/// the vertices' own widths). Of four placements, one for each corner, the mean of the middle two, which keeps order and distances.
/// </summary>
internal static class Placement
{
    /// <summary>The distance kept between neighbours.</summary>
    public const double Gap = 26;

    /// <summary>Sets <see cref="Vertex.X"/>.</summary>
    public static void Place(Vertex[][] ranks)
    {
        int count = ranks.Sum(r => r.Length);
        HashSet<(Vertex, Vertex)> conflicts = FindConflicts(ranks);
        List<double[]> placements = [];
        foreach ((bool up, bool right) in ((bool, bool)[])[(true, false), (true, true), (false, false), (false, true)])
        {
            Vertex[][] seen = [.. (up ? ranks : ranks.Reverse()).Select(r => (Vertex[])[.. right ? r.Reverse() : r])];
            (Vertex[] root, Vertex[] next) = Align(seen, count, up, conflicts);
            placements.Add(Compact(seen, root, next, right));
        }

        Balance(ranks, placements);
    }

    // Straight long edges win over ones that end here.
    private static HashSet<(Vertex, Vertex)> FindConflicts(Vertex[][] ranks)
    {
        HashSet<(Vertex, Vertex)> conflicts = [];
        foreach (Vertex[] rank in ranks.Skip(1))
        {
            int from = 0, left = 0;
            for (int i = 0; i < rank.Length; i++)
            {
                Vertex? inner = rank[i].IsPassed ? rank[i].Above.Find(a => a.IsPassed) : null;
                if (inner is null && i < rank.Length - 1)
                {
                    continue;
                }

                int right = inner?.Order ?? int.MaxValue;
                foreach (Vertex vertex in rank[from..(i + 1)])
                {
                    conflicts.UnionWith(vertex.Above
                        .Where(a => (a.Order < left || a.Order > right) && !(a.IsPassed && vertex.IsPassed)).Select(a => (a, vertex)));
                }

                (from, left) = (i + 1, right);
            }
        }

        return conflicts;
    }

    // Ties each vertex to a middle one of its neighbours, if no tie crosses another.
    private static (Vertex[] Root, Vertex[] Next) Align(Vertex[][] ranks, int count, bool up, HashSet<(Vertex, Vertex)> conflicts)
    {
        Vertex[] root = new Vertex[count], next = new Vertex[count];
        int[] place = new int[count];
        foreach (Vertex[] rank in ranks)
        {
            for (int i = 0; i < rank.Length; i++)
            {
                int at = rank[i].Index;
                (root[at], next[at], place[at]) = (rank[i], rank[i], i);
            }
        }

        foreach (Vertex[] rank in ranks)
        {
            int last = -1;
            foreach (Vertex vertex in rank)
            {
                Vertex[] others = [.. (up ? vertex.Above : vertex.Below).OrderBy(o => place[o.Index])];
                for (int m = (others.Length - 1) / 2; m <= others.Length / 2 && m < others.Length; m++)
                {
                    Vertex other = others[m];
                    (Vertex, Vertex) tie = up ? (other, vertex) : (vertex, other);
                    if (next[vertex.Index] == vertex && last < place[other.Index] && !conflicts.Contains(tie))
                    {
                        next[other.Index] = vertex;
                        next[vertex.Index] = root[vertex.Index] = root[other.Index];
                        last = place[other.Index];
                    }
                }
            }
        }

        return (root, next);
    }

    // Puts the tied vertices as far left as their neighbours let them, then back as far as that opens no gap.
    private static double[] Compact(Vertex[][] ranks, Vertex[] root, Vertex[] next, bool isMirrored)
    {
        Dictionary<(int Left, int Right), double> distances = [];
        foreach (Vertex[] rank in ranks)
        {
            for (int i = 1; i < rank.Length; i++)
            {
                (int, int) pair = (root[rank[i - 1].Index].Index, root[rank[i].Index].Index);
                distances[pair] = Math.Max(distances.GetValueOrDefault(pair), Distance(rank[i - 1], rank[i], isMirrored));
            }
        }

        (int Left, int Right)[] pairs = [.. distances.Keys];
        ILookup<int, int> lefts = pairs.ToLookup(p => p.Right, p => p.Left), rights = pairs.ToLookup(p => p.Left, p => p.Right);
        double[] x = new double[root.Length];
        List<int> order = BlockOrder(root, lefts, rights);
        foreach (int block in order)
        {
            x[block] = lefts[block].Select(l => x[l] + distances[(l, block)]).DefaultIfEmpty(0).Max();
        }

        foreach (int block in Enumerable.Reverse(order).Where(b => rights[b].Any()))
        {
            x[block] = Math.Max(x[block], rights[block].Min(r => x[r] - distances[(block, r)]));
        }

        return [.. Enumerable.Range(0, root.Length).Select(i => (isMirrored ? -1 : 1) * x[root[i].Index])];
    }

    private static List<int> BlockOrder(Vertex[] root, ILookup<int, int> lefts, ILookup<int, int> rights)
    {
        Dictionary<int, int> waiting = root.Select(r => r.Index).Distinct().ToDictionary(b => b, b => lefts[b].Count());
        Queue<int> free = new(waiting.Where(w => w.Value == 0).Select(w => w.Key).Order());
        List<int> order = [];
        while (free.TryDequeue(out int block))
        {
            order.Add(block);
            foreach (int right in rights[block].Where(r => --waiting[r] == 0))
            {
                free.Enqueue(right);
            }
        }

        return order;
    }

    private static double Distance(Vertex left, Vertex right, bool isMirrored) =>
        isMirrored ? left.Left + right.Right + Gap : left.Right + right.Left + Gap;

    // All placements side by side with the narrowest, left ones by the left edge, right ones by the right edge.
    private static void Balance(Vertex[][] ranks, List<double[]> placements)
    {
        Vertex[] all = [.. ranks.SelectMany(r => r)];
        (double Least, double Most)[] edges = [.. placements.Select(x => (all.Min(v => x[v.Index] - v.Left), all.Max(v => x[v.Index] + v.Right)))];
        (double least, double most) = edges.MinBy(e => e.Most - e.Least);
        foreach (Vertex vertex in all)
        {
            double[] x = [.. placements.Select((p, i) => p[vertex.Index] + (i % 2 == 0 ? least - edges[i].Least : most - edges[i].Most)).Order()];
            vertex.X = Math.Round((x[1] + x[2]) / 2);
        }
    }
}
