namespace SegLang.Graph;

/// <summary>
/// The order within ranks that crosses few edges: sweeps by barycentres and swaps of neighbours (Sugiyama, Tagawa and Toda, 1981; Gansner,
/// Koutsofios, North and Vo, 1993).
/// </summary>
internal static class Ordering
{
    private const int Sweeps = 24;

    // Above this size swaps of neighbours cost more than they gain.
    private const int MostForSwaps = 3000;

    /// <summary>Orders the vertices of each rank.</summary>
    public static void Arrange(Vertex[][] ranks)
    {
        Begin(ranks);
        Vertex[][] best = Snapshot(ranks);
        long fewest = Crossings(ranks);
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            Sweep(ranks, goesDown: sweep % 2 == 0, tiesToRight: sweep % 4 >= 2);
            if (ranks.Sum(r => r.Length) <= MostForSwaps)
            {
                Swap(ranks);
            }

            long crossings = Crossings(ranks);
            if (crossings < fewest)
            {
                (fewest, best) = (crossings, Snapshot(ranks));
            }
        }

        foreach ((Vertex[] rank, Vertex[] order) in ranks.Zip(best))
        {
            order.CopyTo(rank, 0);
            Number(rank);
        }
    }

    /// <summary>How many pairs of edges cross.</summary>
    public static long Crossings(Vertex[][] ranks) => ranks.Skip(1).Sum(CrossingsAbove);

    // In each rank, as a walk from the first nodes downwards comes by.
    private static void Begin(Vertex[][] ranks)
    {
        int[] used = new int[ranks.Length];
        HashSet<Vertex> seen = [];
        Stack<Vertex> open = new();
        foreach (Vertex root in ranks.SelectMany(r => r).OrderBy(v => v.Above.Count > 0).ThenBy(v => v.Index).ToArray())
        {
            open.Push(root);
            while (open.TryPop(out Vertex? vertex))
            {
                if (!seen.Add(vertex))
                {
                    continue;
                }

                vertex.Order = used[vertex.Rank]++;
                foreach (Vertex next in Enumerable.Reverse(vertex.Below))
                {
                    open.Push(next);
                }
            }
        }

        foreach (Vertex[] rank in ranks)
        {
            Array.Sort(rank, (a, b) => a.Order.CompareTo(b.Order));
        }
    }

    private static Vertex[][] Snapshot(Vertex[][] ranks) => [.. ranks.Select(r => (Vertex[])[.. r])];

    private static void Sweep(Vertex[][] ranks, bool goesDown, bool tiesToRight)
    {
        for (int i = 1; i < ranks.Length; i++)
        {
            Vertex[] rank = ranks[goesDown ? i : ranks.Length - 1 - i];
            Vertex[] other = ranks[goesDown ? i - 1 : ranks.Length - i];
            double scale = (double)other.Length / rank.Length;
            (Vertex Vertex, double At)[] places = [.. rank.Select(v => (v, Barycentre(goesDown ? v.Above : v.Below, v.Order * scale)))];
            Vertex[] sorted = [.. places.OrderBy(p => p.At).ThenBy(p => tiesToRight ? -p.Vertex.Order : p.Vertex.Order).Select(p => p.Vertex)];
            sorted.CopyTo(rank, 0);
            Number(rank);
        }
    }

    private static double Barycentre(List<Vertex> neighbours, double otherwise) =>
        neighbours.Count == 0 ? otherwise : neighbours.Average(n => (double)n.Order);

    private static void Swap(Vertex[][] ranks)
    {
        bool swapped = true;
        for (int round = 0; swapped && round < 8; round++)
        {
            swapped = false;
            foreach (Vertex[] rank in ranks)
            {
                for (int i = 1; i < rank.Length; i++)
                {
                    if (Gain(rank[i - 1], rank[i]) > 0)
                    {
                        (rank[i - 1], rank[i]) = (rank[i], rank[i - 1]);
                        Number(rank);
                        swapped = true;
                    }
                }
            }
        }
    }

    private static int Gain(Vertex left, Vertex right) =>
        Inversions(left.Above, right.Above) + Inversions(left.Below, right.Below)
        - Inversions(right.Above, left.Above) - Inversions(right.Below, left.Below);

    private static int Inversions(List<Vertex> left, List<Vertex> right) => left.Sum(l => right.Count(r => r.Order < l.Order));

    // The edges from the rank above in order of their ends; each crosses those before it whose lower end lies further right.
    private static long CrossingsAbove(Vertex[] rank)
    {
        int[] lower = [.. rank.SelectMany(v => v.Above.Select(a => (Up: a.Order, Down: v.Order))).OrderBy(e => e.Up).ThenBy(e => e.Down).Select(e => e.Down)];
        int[] tree = new int[rank.Length + 1];
        long crossings = 0;
        for (int i = 0; i < lower.Length; i++)
        {
            crossings += i;
            for (int at = lower[i] + 1; at > 0; at -= at & -at)
            {
                crossings -= tree[at];
            }

            for (int at = lower[i] + 1; at <= rank.Length; at += at & -at)
            {
                tree[at]++;
            }
        }

        return crossings;
    }

    private static void Number(Vertex[] rank)
    {
        for (int i = 0; i < rank.Length; i++)
        {
            rank[i].Order = i;
        }
    }
}
