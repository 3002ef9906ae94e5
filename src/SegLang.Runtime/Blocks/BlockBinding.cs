using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>
/// A block plan settled for a program, data and instant: operands are values, texts are codes, results have their columns, and
/// what cannot be vectorised over this data falls back to the `Row` entry point.
/// </summary>
internal sealed partial class BlockBinding
{
    private const int NoMask = -1;
    private readonly RuleProgram program;
    private readonly EvaluationContext context;
    private readonly Selection?[] tests;
    private readonly bool[] works;
    private readonly Selection?[] wheres;
    private readonly bool?[] whereWorks;
    private readonly int[] maskSlots;

    /// <summary>Settles the nodes that the asked-for outputs need; those below 0 are none.</summary>
    public BlockBinding(RuleProgram program, BlockPlan plan, DataSet data, EvaluationContext context, int[] outputs)
    {
        this.program = program;
        this.context = context;
        Data = data;
        Plan = plan;
        tests = new Selection?[Plan.Nodes.Length];
        works = new bool[Plan.Nodes.Length];
        wheres = new Selection?[Plan.Wheres.Length];
        whereWorks = new bool?[Plan.Wheres.Length];
        Needed = Reach(outputs);
        Slots = new AggregateSlot[Plan.Aggregates.Length];
        for (int i = 0; i < Slots.Length; i++)
        {
            Slots[i] = new(-1, false, null);
        }

        Passes = PlanPasses();
        foreach (EventPass pass in Passes)
        {
            MostRows = Math.Max(MostRows, pass.MostRows);
        }

        for (int node = 0; node < Plan.Nodes.Length; node++)
        {
            if (Needed[node])
            {
                tests[node] = Settle(Plan.Nodes[node]);
                works[node] = WorksItself(node) && AllWork(Plan.Nodes[node].Parts);
            }
        }

        maskSlots = PlaceMasks(outputs);
        Tests = OrderTests();
        Operations = OrderOperations();
    }

    /// <summary>The plan.</summary>
    public BlockPlan Plan { get; }

    /// <summary>The data.</summary>
    public DataSet Data { get; }

    /// <summary>By node whether it is needed.</summary>
    public bool[] Needed { get; }

    /// <summary>By aggregate where its result is.</summary>
    public AggregateSlot[] Slots { get; }

    /// <summary>One for each event type that has vectorised aggregates.</summary>
    public List<EventPass> Passes { get; }

    /// <summary>The most events of one type in a block.</summary>
    public int MostRows { get; }

    /// <summary>How many columns of 32-bit results; the first is for what nobody reads.</summary>
    public int NarrowSlots { get; private set; } = 1;

    /// <summary>How many columns of 64-bit results; the first is for what nobody reads.</summary>
    public int WideSlots { get; private set; } = 1;

    /// <summary>The columns of results that do not begin with 0.</summary>
    public List<SlotFill> Fills { get; } = [];

    /// <summary>How many masks a worker keeps.</summary>
    public int MaskSlots { get; private set; }

    /// <summary>The tests of fields and aggregates, by node.</summary>
    public int[] Tests { get; }

    /// <summary>
    /// What to do after the tests, in which order; rows are asked where their nodes are needed, about the profiles that matter there.
    /// </summary>
    public List<MaskOperation> Operations { get; }

    /// <summary>Which of a worker's masks is a node's; below 0 where its mask is an output's own.</summary>
    public int MaskSlot(int node) => maskSlots[node];

    /// <summary>The settled test of a node.</summary>
    public Selection Test(int node) => tests[node] ?? throw new InvalidOperationException("the test was not settled");

    /// <summary>Whether everything that a node needs can be vectorised over this data (or is left to rows by the plan).</summary>
    public bool Works(int node) => works[node];

    /// <summary>The settled test of an event condition.</summary>
    public Selection Where(int where) => wheres[where] ?? throw new InvalidOperationException("the condition was not settled");

    /// <summary>Reserves columns of results.</summary>
    public int AddSlots(bool isNarrow, int count, long initial)
    {
        int first = isNarrow ? NarrowSlots : WideSlots;
        if (isNarrow)
        {
            NarrowSlots += count;
        }
        else
        {
            WideSlots += count;
        }

        if (initial != 0 && count > 0)
        {
            Fills.Add(new(isNarrow, first, count, initial));
        }

        return first;
    }

    /// <summary>The window of an aggregate, from its first instant up to but without its last.</summary>
    public (long From, long Until) WindowOf(BlockAggregate aggregate) => WindowOf(aggregate.From, aggregate.Until);

    /// <summary>A window from its first instant up to but without its last.</summary>
    public (long From, long Until) WindowOf(BlockOperand from, BlockOperand until) =>
        (from.IsMissing ? long.MinValue : Value(from) ?? long.MaxValue, Value(until) ?? long.MinValue);

    /// <summary>How many units a bound of a sequence has.</summary>
    public long CountOf(BlockOperand count) => Value(count) ?? 0;

    /// <summary>Whether an event passes a condition.</summary>
    public bool Admits(EventStore store, int where, int row)
    {
        BlockNode node = Plan.Wheres[where];
        switch (node.Kind)
        {
            case BlockNodeKind.Value:
                int ordinal = Plan.Values[node.Subject].Field;
                if (ordinal == -1)
                {
                    return Where(where).Passes(store.Times[row]);
                }

                Column column = ColumnOf(store, node.Subject);
                return column.IsKnown(row) && Where(where).Passes(column switch
                {
                    FixedColumn<int> c => c.Values[row],
                    FixedColumn<long> c => c.Values[row],
                    _ => ((FixedColumn<byte>)column).Values[row],
                });
            case BlockNodeKind.Not:
                return !Admits(store, node.Parts[0], row);
            default:
                bool isAnd = node.Kind == BlockNodeKind.And;
                foreach (int part in node.Parts)
                {
                    if (Admits(store, part, row) != isAnd)
                    {
                        return !isAnd;
                    }
                }

                return isAnd;
        }
    }

    /// <summary>Whether a sequence can be vectorised: its conditions can, and are about stored fields.</summary>
    private bool CanFollow(BlockSequence sequence) => sequence.Steps.All(
        s => s.Where < 0 || (CanFilter(Data.Events[s.Type], s.Where) && IsStored(s.Where)));

    private bool IsStored(int where) => Plan.Wheres[where] is { Kind: BlockNodeKind.Value } node
        ? Plan.Values[node.Subject].Field >= -1
        : Plan.Wheres[where].Parts.All(IsStored);

    /// <summary>
    /// Whether an aggregate can be vectorised: its condition and value can, and no sum can overflow; and whether no result needs more than 32 bits.
    /// </summary>
    public bool CanAggregate(BlockAggregate aggregate, out bool isNarrow)
    {
        EventStore store = Data.Events[aggregate.Type];
        isNarrow = aggregate.Value < 0;
        if (aggregate.Where >= 0 && !CanFilter(store, aggregate.Where))
        {
            return false;
        }

        if (aggregate.Value < 0)
        {
            return true;
        }

        if (!TryExtent(store, aggregate.Value, out Extent extent)
            || (aggregate.Kind == BlockAggregateKind.Sum && !extent.TrySum(Math.Max(1, store.MostPerProfile), out extent)))
        {
            return false;
        }

        isNarrow = extent.IsNarrow;
        return extent.LeavesRoom;
    }

    /// <summary>The column of a value that is a field.</summary>
    public Column ColumnOf(EventStore store, int value) =>
        store.Fields[Plan.Values[value].Field] ?? throw new InvalidOperationException("a computed field has no column");

    /// <summary>Whether a value is a field of codes: an enum, bool, date or text.</summary>
    public bool IsCoded(EventStore store, int value) =>
        Plan.Values[value].Field >= 0 && store.Fields[Plan.Values[value].Field] is FixedColumn<int> or FixedColumn<byte>;

    /// <summary>How many codes a field has; null where that is not known.</summary>
    public int? CodeCount(EventStore store, int value)
    {
        int ordinal = Plan.Values[value].Field;
        if (ordinal < 0)
        {
            return null;
        }

        return (store.Fields[ordinal], store.Schema.Fields[ordinal].Kind) switch
        {
            (TextColumn text, _) => text.Dictionary.Count,
            (FixedColumn<byte>, _) => 2,
            (FixedColumn<int>, FieldKind.Enum) => store.Schema.Fields[ordinal].Members.Length,
            _ => null,
        };
    }

    private bool WorksItself(int node) => Plan.Nodes[node] switch
    {
        { Kind: BlockNodeKind.Sequence } sequence => CanFollow(Plan.Sequences[sequence.Subject]),
        { Test: not null } => tests[node] is not null,
        _ => true,
    };

    private bool AllWork(ImmutableArray<int> parts)
    {
        foreach (int part in parts)
        {
            if (!works[part])
            {
                return false;
            }
        }

        return true;
    }

    private List<EventPass> PlanPasses()
    {
        var used = new bool[Plan.Aggregates.Length];
        for (int node = 0; node < Plan.Nodes.Length; node++)
        {
            if (Needed[node] && Plan.Nodes[node].Kind == BlockNodeKind.Aggregate)
            {
                used[Plan.Nodes[node].Subject] = true;
            }
        }

        var byType = new List<int>[Data.Events.Length];
        for (int aggregate = 0; aggregate < used.Length; aggregate++)
        {
            if (used[aggregate])
            {
                (byType[Plan.Aggregates[aggregate].Type] ??= []).Add(aggregate);
            }
        }

        var passes = new List<EventPass>();
        for (int type = 0; type < byType.Length; type++)
        {
            if (byType[type] is { } some && EventPass.Plan(this, type, some, Slots) is { } pass)
            {
                passes.Add(pass);
            }
        }

        return passes;
    }

    private bool[] Reach(int[] outputs)
    {
        var reached = new bool[Plan.Nodes.Length];
        foreach (int node in outputs)
        {
            if (node >= 0)
            {
                reached[node] = true;
            }
        }

        // Parts come before what they are parts of.
        for (int node = reached.Length - 1; node >= 0; node--)
        {
            if (reached[node])
            {
                foreach (int part in Plan.Nodes[node].Parts)
                {
                    reached[part] = true;
                }
            }
        }

        return reached;
    }

    // Those of one column after one another, while it lies in the processor's cache.
    private int[] OrderTests() =>
        [.. Enumerable.Range(0, Plan.Nodes.Length).Where(n => Needed[n] && IsTest(n)).OrderBy(ColumnOf)];

    private List<MaskOperation> OrderOperations()
    {
        var operations = new List<MaskOperation>();
        for (int node = 0; node < Plan.Nodes.Length; node++)
        {
            bool isAskedLater = Plan.Nodes[node].Kind == BlockNodeKind.Row && maskSlots[node] != NoMask;
            if (Needed[node] && !IsTest(node) && !isAskedLater)
            {
                AddOperations(operations, node);
            }
        }

        return operations;
    }

    // a and b and c   =>   m = a and b, m = m and c
    private void AddOperations(List<MaskOperation> operations, int node)
    {
        BlockNode plan = Plan.Nodes[node];
        bool isSimple = plan.Kind is BlockNodeKind.And or BlockNodeKind.Or && plan.Parts.Length >= 2;
        foreach (int part in plan.Parts)
        {
            isSimple &= Plan.Nodes[part].Kind != BlockNodeKind.Row;
        }

        if (!isSimple)
        {
            operations.Add(new(node, false, -1, -1));
            return;
        }

        for (int i = 1; i < plan.Parts.Length; i++)
        {
            operations.Add(new(node, plan.Kind == BlockNodeKind.And, i == 1 ? plan.Parts[0] : node, plan.Parts[i]));
        }
    }

    private bool IsTest(int node) => Plan.Nodes[node].Kind is BlockNodeKind.Field or BlockNodeKind.Aggregate;

    private (BlockNodeKind, bool, int) ColumnOf(int node) => Plan.Nodes[node] switch
    {
        { Kind: BlockNodeKind.Aggregate } test => (test.Kind, Slots[test.Subject].IsNarrow, Slots[test.Subject].Slot),
        var test => (test.Kind, false, test.Subject),
    };

    // Outputs are written where they stay; every other node that is needed has a mask of the worker.
    private int[] PlaceMasks(int[] outputs)
    {
        var slots = new int[Plan.Nodes.Length];
        foreach (int node in outputs)
        {
            if (node >= 0)
            {
                slots[node] = NoMask;
            }
        }

        for (int node = 0; node < slots.Length; node++)
        {
            if (Needed[node] && slots[node] != NoMask)
            {
                slots[node] = MaskSlots++;
            }
        }

        return slots;
    }

    private Selection? Settle(BlockNode node)
    {
        if (node.Test is not { } test)
        {
            return null;
        }

        if (node.Kind == BlockNodeKind.Field)
        {
            return Data.Profile[node.Subject] is { } column and not NestedColumn ? Settle(column, test) : null;
        }

        return node.Kind == BlockNodeKind.Aggregate && Slots[node.Subject].Slot >= 0 ? Selection.OfIntegers(test, Value) : null;
    }

    private Selection Settle(Column column, BlockTest test) => column switch
    {
        TextColumn text => Selection.OfTexts(test, text.Dictionary, TextOf),
        FixedColumn<double> => Selection.OfNumbers(test, Value),
        _ => Selection.OfIntegers(test, Value),
    };

    private long? Value(BlockOperand operand) =>
        operand.Id < 0 ? operand.Bits : program.Operand(context, operand.Id, out long bits) ? bits : null;

    private string TextOf(BlockOperand operand) => operand.Id < 0 ? operand.Text ?? "" : program.TextOperand(operand.Id);
}

/// <summary>What columns of results begin with.</summary>
internal sealed record SlotFill(bool IsNarrow, int Slot, int Slots, long Initial);

/// <summary>A node to be evaluated: two masks that are combined, as most are, or (Left below 0) whatever its kind asks for.</summary>
internal readonly record struct MaskOperation(int Node, bool IsAnd, int Left, int Right);
