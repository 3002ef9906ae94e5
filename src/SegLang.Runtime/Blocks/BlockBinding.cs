namespace SegLang.Runtime;

/// <summary>
/// A block plan settled for a program, data and instant: operands are values, texts are codes, results have their columns, and
/// what cannot be vectorised over this data falls back to the `Row` entry point.
/// </summary>
internal sealed partial class BlockBinding
{
    private readonly RuleProgram program;
    private readonly EvaluationContext context;
    private readonly Selection?[] tests;
    private readonly bool[] works;
    private readonly Selection?[] wheres;
    private readonly bool?[] whereWorks;

    /// <summary>Settles the nodes that the asked-for outputs need.</summary>
    public BlockBinding(RuleProgram program, BlockPlan plan, DataSet data, EvaluationContext context, IEnumerable<int> nodes)
    {
        this.program = program;
        this.context = context;
        Data = data;
        Plan = plan;
        tests = new Selection?[Plan.Nodes.Length];
        works = new bool[Plan.Nodes.Length];
        wheres = new Selection?[Plan.Wheres.Length];
        whereWorks = new bool?[Plan.Wheres.Length];
        Needed = Reach(nodes);
        Slots = new AggregateSlot[Plan.Aggregates.Length];
        Array.Fill(Slots, new AggregateSlot(-1, false, null));
        Passes = PlanPasses();
        MostRows = Passes.Count == 0 ? 0 : Passes.Max(p => p.MostRows);
        for (int node = 0; node < Plan.Nodes.Length; node++)
        {
            if (Needed[node])
            {
                tests[node] = Settle(Plan.Nodes[node]);
                works[node] = WorksItself(node) && Plan.Nodes[node].Parts.All(p => works[p]);
            }
        }
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

    /// <summary>How many columns of counts; the first is for what nobody reads.</summary>
    public int CountSlots { get; private set; } = 1;

    /// <summary>How many columns of other results; the first is for what nobody reads.</summary>
    public int LongSlots { get; private set; } = 1;

    /// <summary>What the columns of other results begin with.</summary>
    public List<(int Slot, int Slots, long Initial)> LongFills { get; } = [(0, 1, 0)];

    /// <summary>The settled test of a node.</summary>
    public Selection Test(int node) => tests[node] ?? throw new InvalidOperationException("the test was not settled");

    /// <summary>Whether everything that a node needs can be vectorised over this data (or is left to rows by the plan).</summary>
    public bool Works(int node) => works[node];

    /// <summary>The settled test of an event condition.</summary>
    public Selection Where(int where) => wheres[where] ?? throw new InvalidOperationException("the condition was not settled");

    /// <summary>Reserves columns of results.</summary>
    public int AddSlots(bool isCount, int count, long initial)
    {
        int first = isCount ? CountSlots : LongSlots;
        if (isCount)
        {
            CountSlots += count;
        }
        else
        {
            LongSlots += count;
            LongFills.Add((first, count, initial));
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

    /// <summary>Whether an aggregate can be vectorised: its condition and value can, and no sum can overflow.</summary>
    public bool CanAggregate(BlockAggregate aggregate)
    {
        EventStore store = Data.Events[aggregate.Type];
        if (aggregate.Where >= 0 && !CanFilter(store, aggregate.Where))
        {
            return false;
        }

        if (aggregate.Value < 0)
        {
            return true;
        }

        if (Extent(store, aggregate.Value) is not { } extent)
        {
            return false;
        }

        Int128 magnitude = Int128.Max(Int128.Abs(extent.Low), Int128.Abs(extent.High));
        return aggregate.Kind == BlockAggregateKind.Sum
            ? magnitude * Math.Max(1, store.MostPerProfile) < long.MaxValue
            : extent.Low > long.MinValue && extent.High < long.MaxValue;
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

    private List<EventPass> PlanPasses()
    {
        var used = new SortedSet<int>();
        for (int node = 0; node < Plan.Nodes.Length; node++)
        {
            if (Needed[node] && Plan.Nodes[node].Kind == BlockNodeKind.Aggregate)
            {
                used.Add(Plan.Nodes[node].Subject);
            }
        }

        var passes = new List<EventPass>();
        foreach (IGrouping<int, int> byType in used.GroupBy(a => Plan.Aggregates[a].Type))
        {
            if (EventPass.Plan(this, byType.Key, [.. byType], Slots) is { } pass)
            {
                passes.Add(pass);
            }
        }

        return passes;
    }

    private bool[] Reach(IEnumerable<int> nodes)
    {
        var reached = new bool[Plan.Nodes.Length];
        foreach (int node in nodes)
        {
            reached[node] = true;
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
