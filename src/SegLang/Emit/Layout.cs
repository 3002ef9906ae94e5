using System.Collections.Immutable;
using SegLang.Plan;

namespace SegLang.Emit;

/// <summary>
/// Which method computes which value of a profile. Methods stay small, because the JIT gives up on large ones; what another method needs
/// is stored in a field. Values of one rank never depend on each other's groups in a circle: a heavy value (a pass over events) ranks above
/// what it needs, and light values above the heavy ones they need.
/// </summary>
internal sealed class Layout
{
    private const int LightValuesPerGroup = 48;
    private const int AggregatesPerPass = 12;

    private readonly RulePlan plan;
    private readonly Dictionary<int, ImmutableArray<PlanValue>> dependencies = [];
    private readonly Dictionary<int, int> ranks = [];
    private readonly Dictionary<int, int> groupOf = [];
    private readonly List<List<PlanValue>> groups = [];
    private readonly HashSet<int> reached = [];

    public Layout(RulePlan plan, ImmutableArray<PlanValue> conditions)
    {
        this.plan = plan;
        Reach([.. plan.Outputs.Select(o => o.Value), .. plan.Extra, .. plan.Asked, .. plan.Horizons.SelectMany(h => h)]);
        Reached = [.. plan.Values.Where(v => reached.Contains(v.Id))];
        foreach (PlanValue value in Reached.Where(IsOfProfile))
        {
            ranks[value.Id] = Rank(value);
        }

        GroupHeavy();
        GroupLight();
        Stored = FindStored(conditions);
    }

    /// <summary>The values that some output needs, in order of dependency.</summary>
    public ImmutableArray<PlanValue> Reached { get; }

    /// <summary>The values of each method in order of dependency.</summary>
    public IReadOnlyList<List<PlanValue>> Groups => groups;

    /// <summary>The values that outlive their method.</summary>
    public IReadOnlySet<int> Stored { get; }

    /// <summary>The method of a value that is computed once per profile.</summary>
    public int GroupOf(PlanValue value) => groupOf[value.Id];

    /// <summary>A pass over events, or what only horizons ask for: each has a method of its own.</summary>
    public static bool IsHeavy(PlanValue value) => value is PlanAggregate or PlanSequence or PlanFade or PlanClock;

    /// <summary>Whether a value is computed once per profile: also those of an instant that contexts cannot hold.</summary>
    public static bool IsOfProfile(PlanValue value) =>
        IsLocal(value) && (value.Level == PlanLevel.Profile || (value.Level == PlanLevel.Instant && !IsOfInstant(value)));

    /// <summary>Whether a value is computed once per evaluation.</summary>
    public static bool IsOfInstant(PlanValue value) =>
        value.Level == PlanLevel.Instant && CSharp.FormOf(value) is Form.Bool or Form.Int32 or Form.Int64 or Form.Double;

    /// <summary>
    /// Whether a value is held in a variable; constants are written where they are used, sets and lists read there, and whether a bool is true
    /// is the bool itself.
    /// </summary>
    public static bool IsLocal(PlanValue value) =>
        value is not PlanConstant && CSharp.FormOf(value) is not (Form.Set or Form.List) && !IsTruthOf(value);

    /// <summary>Whether a value is the truth of another, of a profile or an event: the same variable, because unknown is false there.</summary>
    public static bool IsTruthOf(PlanValue value) => value is PlanIsTrue { Wanted: true, Level: PlanLevel.Profile or PlanLevel.Inner };

    /// <summary>What must be there before a value's code: its operands, and what its inner code uses from outside. Sets and lists are seen through.</summary>
    public ImmutableArray<PlanValue> Dependencies(PlanValue value)
    {
        if (!dependencies.TryGetValue(value.Id, out ImmutableArray<PlanValue> found))
        {
            SortedDictionary<int, PlanValue> all = [];
            foreach (PlanValue operand in value.Operands)
            {
                AddLocal(operand, all);
            }

            foreach (PlanValue inner in value.InnerValues)
            {
                AddOutside(inner, value.Bound, all, []);
            }

            found = [.. all.Values];
            dependencies.Add(value.Id, found);
        }

        return found;
    }

    /// <summary>What a value needs of the profile: itself, or of one that is about a chosen event what it uses besides that event.</summary>
    public ImmutableArray<PlanValue> Outside(PlanValue value)
    {
        if (value.Free.IsEmpty)
        {
            return [value];
        }

        SortedDictionary<int, PlanValue> found = [];
        AddOutside(value, value.Free, found, []);
        return [.. found.Values];
    }

    private IEnumerable<PlanValue> Roots =>
        plan.Outputs.Select(o => o.Value).Concat(plan.Extra).Concat(plan.Asked.SelectMany(v => Outside(v)))
            .Concat(plan.Horizons.SelectMany(h => h).DistinctBy(c => c.Id));

    private void AddLocal(PlanValue value, SortedDictionary<int, PlanValue> into)
    {
        if (IsLocal(value))
        {
            into[value.Id] = value;
        }
        else
        {
            foreach (PlanValue dependency in Dependencies(value))
            {
                into[dependency.Id] = dependency;
            }
        }
    }

    private void AddOutside(
        PlanValue value, ImmutableArray<PlanVariable> bound, SortedDictionary<int, PlanValue> into, HashSet<int> seen)
    {
        if (!seen.Add(value.Id))
        {
            return;
        }

        if (!value.Free.Any(bound.Contains))
        {
            AddLocal(value, into);
            return;
        }

        foreach (PlanValue dependency in Dependencies(value))
        {
            AddOutside(dependency, bound, into, seen);
        }
    }

    private void Reach(ImmutableArray<PlanValue> roots)
    {
        Stack<PlanValue> open = new(roots.Reverse());
        while (open.TryPop(out PlanValue? value))
        {
            if (reached.Add(value.Id))
            {
                foreach (PlanValue next in value.Operands.Concat(value.InnerValues))
                {
                    open.Push(next);
                }

                foreach (PlanInstant instant in plan.Instants.Where(i => i.Value is not null && i.Number > 0))
                {
                    if (instant.Value is { } at && !reached.Contains(at.Id))
                    {
                        open.Push(at);
                    }
                }
            }
        }
    }

    private int Rank(PlanValue value)
    {
        bool isHeavy = IsHeavy(value);
        int rank = isHeavy ? 1 : 0;
        foreach (PlanValue dependency in Dependencies(value).Where(IsOfProfile))
        {
            int below = ranks[dependency.Id];
            rank = Math.Max(rank, isHeavy == IsHeavy(dependency) ? below + (isHeavy ? 2 : 0) : below + 1);
        }

        return rank;
    }

    private void GroupHeavy()
    {
        var passes = Reached.Where(v => IsOfProfile(v) && IsHeavy(v))
            .GroupBy(v => v is PlanAggregate a ? (ranks[v.Id], a.Event.Ordinal, a.Variable.Slot, -1) : (ranks[v.Id], -1, -1, v.Id));
        foreach (var pass in passes)
        {
            foreach (PlanValue[] chunk in pass.Chunk(AggregatesPerPass))
            {
                Add([.. chunk]);
            }
        }
    }

    // The light values of one output after the other, so that those that are used together stand together.
    private void GroupLight()
    {
        Dictionary<int, List<PlanValue>> open = [];
        foreach (PlanValue root in Roots.Concat(Reached.Where(IsHeavy)))
        {
            foreach (PlanValue value in Light(root))
            {
                int rank = ranks[value.Id];
                if (!open.TryGetValue(rank, out List<PlanValue>? group) || group.Count >= LightValuesPerGroup)
                {
                    open[rank] = group = [];
                    groups.Add(group);
                }

                group.Add(value);
                groupOf.Add(value.Id, groups.IndexOf(group));
            }
        }

        foreach (List<PlanValue> group in groups)
        {
            group.Sort((a, b) => a.Id.CompareTo(b.Id));
        }
    }

    private IEnumerable<PlanValue> Light(PlanValue root)
    {
        SortedDictionary<int, PlanValue> found = [];
        Stack<PlanValue> open = new();
        open.Push(root);
        HashSet<int> seen = [];
        while (open.TryPop(out PlanValue? value))
        {
            if (!seen.Add(value.Id))
            {
                continue;
            }

            if (IsOfProfile(value) && !IsHeavy(value) && !groupOf.ContainsKey(value.Id))
            {
                found.Add(value.Id, value);
            }

            foreach (PlanValue dependency in Dependencies(value).Where(d => IsOfProfile(d) && !groupOf.ContainsKey(d.Id)))
            {
                open.Push(dependency);
            }
        }

        return found.Values;
    }

    private void Add(List<PlanValue> group)
    {
        foreach (PlanValue value in group)
        {
            groupOf.Add(value.Id, groups.Count);
        }

        groups.Add(group);
    }

    private HashSet<int> FindStored(ImmutableArray<PlanValue> conditions)
    {
        HashSet<int> stored = [];
        foreach (PlanValue root in Roots.Concat(conditions))
        {
            SortedDictionary<int, PlanValue> roots = [];
            AddLocal(root, roots);
            stored.UnionWith(roots.Keys);
        }

        // A text of an instant that only other values of the instant need has no group: they compute it themselves.
        foreach (PlanValue value in Reached.Where(v => IsOfProfile(v) && groupOf.ContainsKey(v.Id)))
        {
            stored.UnionWith(Dependencies(value)
                .Where(d => IsOfProfile(d) && groupOf[d.Id] != groupOf[value.Id]).Select(d => d.Id));
        }

        return stored;
    }
}
