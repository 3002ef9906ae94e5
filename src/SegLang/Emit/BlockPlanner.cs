using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Emit;

/// <summary>A block plan, the values of the plan that it takes as operands, and the conditions that it leaves to rows.</summary>
internal sealed record BlockDraft(BlockPlan Plan, ImmutableArray<PlanValue> Operands, ImmutableArray<PlanValue> Conditions);

/// <summary>
/// Finds what of a plan can be evaluated in blocks: segments as masks over tests of fields and of simple aggregates. Everything else
/// is left to rows, condition by condition; a segment of which nothing can be vectorised is left to rows as a whole.
/// </summary>
internal sealed partial class BlockPlanner
{
    private const int MostShared = 4; // Elements of a set that are tested one by one.
    private readonly ImmutableArray<BlockNode>.Builder nodes = ImmutableArray.CreateBuilder<BlockNode>();
    private readonly ImmutableArray<BlockAggregate>.Builder aggregates = ImmutableArray.CreateBuilder<BlockAggregate>();
    private readonly ImmutableArray<BlockSequence>.Builder sequences = ImmutableArray.CreateBuilder<BlockSequence>();
    private readonly ImmutableArray<BlockNode>.Builder wheres = ImmutableArray.CreateBuilder<BlockNode>();
    private readonly ImmutableArray<BlockValue>.Builder values = ImmutableArray.CreateBuilder<BlockValue>();
    private readonly Dictionary<(int, bool), int> nodeOf = [];
    private readonly Dictionary<(BlockNodeKind, int, BlockTest, BlockOperand), int> testOf = [];
    private readonly Dictionary<BlockAggregate, int> aggregateOf = [];

    // By the event that they are about, too: the same condition on an earlier step's event is none on this one's.
    private readonly Dictionary<(int, PlanVariable, bool), int?> whereOf = [];
    private readonly Dictionary<(int, PlanVariable), int?> valueOf = [];
    private readonly SortedDictionary<int, PlanValue> operands = [];
    private readonly SortedDictionary<int, PlanValue> conditions = [];

    /// <summary>The block plan of a plan.</summary>
    public static BlockDraft Draft(RulePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var planner = new BlockPlanner();
        ImmutableArray<int> outputs = [.. plan.Outputs.Select(o => o.Symbol is SegmentSymbol ? planner.Output(o.Value) : -1)];
        var block = new BlockPlan(
            planner.nodes.ToImmutable(), planner.aggregates.ToImmutable(), planner.sequences.ToImmutable(), planner.wheres.ToImmutable(), planner.values.ToImmutable(),
            outputs);
        return new(block, [.. planner.operands.Values], [.. planner.conditions.Values]);
    }

    private int Output(PlanValue value)
    {
        if (!IsWorthwhile(value))
        {
            return -1;
        }

        return Node(value, wanted: true);
    }

    // Whether some part of a condition can be vectorised.
    private bool IsWorthwhile(PlanValue value) => value switch
    {
        PlanLogical logical => logical.Parts.Any(IsWorthwhile),
        PlanNot not => IsWorthwhile(not.Operand),
        PlanIsTrue truth => IsWorthwhile(truth.Value),
        PlanConstant => true,
        _ => Leaf(value, wanted: true) is not null,
    };

    // The profiles for which a condition is known and as wanted.
    private int Node(PlanValue value, bool wanted)
    {
        if (!nodeOf.TryGetValue((value.Id, wanted), out int node))
        {
            node = value switch
            {
                PlanNot not => Node(not.Operand, !wanted),
                PlanIsTrue truth when wanted => Node(truth.Value, truth.Wanted),
                _ => AddNode(Make(value, wanted)),
            };
            nodeOf.Add((value.Id, wanted), node);
        }

        return node;
    }

    private int AddNode(BlockNode node)
    {
        if (node.Test is not { Operands: [var operand] } test)
        {
            nodes.Add(node);
            return nodes.Count - 1;
        }

        // any(E) and count(E) >= 1 are one test, and so are those of fields that sets were taken apart into.
        var key = (node.Kind, node.Subject, test with { Operands = [] }, operand);
        if (!testOf.TryGetValue(key, out int place))
        {
            place = nodes.Count;
            nodes.Add(node);
            testOf.Add(key, place);
        }

        return place;
    }

    private BlockNode Make(PlanValue value, bool wanted) => value switch
    {
        // not (a and b)   =>   not a or not b
        PlanLogical logical => Combine(logical.IsAnd == wanted, [.. logical.Parts.Select(p => Node(p, wanted))]),
        PlanIsTrue truth => new(BlockNodeKind.Not, [Node(truth.Value, truth.Wanted)], 0, null, -1),
        PlanConstant { Value: bool constant } => Combine(constant == wanted, []),
        _ => Leaf(value, wanted) ?? Row(value, wanted),
    };

    private static BlockNode Combine(bool isAnd, ImmutableArray<int> parts) =>
        new(isAnd ? BlockNodeKind.And : BlockNodeKind.Or, parts, 0, null, -1);

    private BlockNode Row(PlanValue value, bool wanted)
    {
        conditions[value.Id] = value;
        return new(BlockNodeKind.Row, [], wanted ? 1 : 0, null, value.Id);
    }

    private BlockNode? Leaf(PlanValue value, bool wanted)
    {
        if (value is PlanAggregate { Kind: AggregateKind.Any } any)
        {
            var atLeastOne = new BlockTest(BlockOperator.GreaterOrEqual, [Constant(1)], 0, 0, false, wanted);
            return Aggregate(any) is { } counted ? new(BlockNodeKind.Aggregate, [], counted, atLeastOne, -1) : null;
        }

        if (value is PlanIsKnown && !wanted)
        {
            return Leaf(value, wanted: true) is null ? null : new(BlockNodeKind.Not, [Node(value, wanted: true)], 0, null, -1);
        }

        if (value is PlanSequence { Kind: AggregateKind.Any } sequence)
        {
            return !wanted ? (Leaf(value, wanted: true) is null ? null : new(BlockNodeKind.Not, [Node(value, wanted: true)], 0, null, -1))
                : Sequence(sequence) is { } place ? new(BlockNodeKind.Sequence, [], place, null, -1)
                : null;
        }

        if (TestOf(value, wanted) is not var (subject, test))
        {
            return null;
        }

        return subject switch
        {
            PlanProfileField { Field.Type: not (SetType or ListType) } profile => FieldTest(profile.Field.Ordinal, test),
            PlanAggregate { Kind: not AggregateKind.Any } aggregate when test.Operator is not BlockOperator.IsKnown
                && Aggregate(aggregate) is { } place => new(BlockNodeKind.Aggregate, [], place, test, -1),
            _ => null,
        };
    }

    // x in [a, b]   =>   x == a or x == b, so that rules share the test of each
    private BlockNode FieldTest(int field, BlockTest test) =>
        test is { Operator: BlockOperator.In, IgnoreCase: false, Operands.Length: <= MostShared }
            ? Combine(!test.Wanted, [.. test.Operands.Select(o => AddNode(new(BlockNodeKind.Field, [], field, test with { Operator = BlockOperator.Equal, Operands = [o] }, -1)))])
            : new(BlockNodeKind.Field, [], field, test, -1);

    private int? Aggregate(PlanAggregate aggregate)
    {
        BlockAggregateKind? kind = aggregate switch
        {
            { Kind: AggregateKind.Any or AggregateKind.Count, Value: null } => BlockAggregateKind.Count,
            { Kind: AggregateKind.Sum } => BlockAggregateKind.Sum,
            { Kind: AggregateKind.Min } => BlockAggregateKind.Min,
            { Kind: AggregateKind.Max } => BlockAggregateKind.Max,
            _ => null,
        };
        if (kind is null || EdgeOf(aggregate.From) is not { } from || EdgeOf(aggregate.Until) is not { } until)
        {
            return null;
        }

        int where = -1;
        if (aggregate.Where is { } condition)
        {
            if (Where(condition, aggregate.Variable, wanted: true) is not { } filter)
            {
                return null;
            }

            where = filter;
        }

        int value = -1;
        if (aggregate.Value is { } of)
        {
            if (!IsInteger(of.Type) || Value(of, aggregate.Variable) is not { } place)
            {
                return null;
            }

            value = place;
        }

        var made = new BlockAggregate(kind.Value, aggregate.Event.Ordinal, from, until, where, value);
        if (!aggregateOf.TryGetValue(made, out int index))
        {
            index = aggregates.Count;
            aggregates.Add(made);
            aggregateOf.Add(made, index);
        }

        return index;
    }

    // Values that are 64-bit integers, or 32-bit ones with an order.
    private static bool IsInteger(SegType type) => type.IsExact || type is EnumType
        || type is ScalarType { Kind: ScalarKind.Date or ScalarKind.DateTime or ScalarKind.Duration };

    private BlockOperand? EdgeOf(PlanEdge? edge) => edge is null ? BlockOperand.Missing : Operand(edge);

    private static BlockOperand Constant(long bits) => new(-1, bits, null, false);

    private BlockOperand? Operand(PlanValue value)
    {
        switch (value)
        {
            case PlanConstant { Value: string text }: return new(-1, 0, text, true);
            case PlanConstant { Value: bool flag }: return Constant(flag ? 1 : 0);
            case PlanConstant { Value: int number }: return Constant(number);
            case PlanConstant { Value: long number }: return Constant(number);
            case PlanConstant { Value: double number }: return Constant(BitConverter.DoubleToInt64Bits(number));
            case PlanConstant: return null;
        }

        bool isText = Equals(value.Type, SegType.Text);
        bool isHeld = value.Level == PlanLevel.Program || (Layout.IsLocal(value) && Layout.IsOfInstant(value));
        if (!isHeld || !(isText || IsInteger(value.Type) || Equals(value.Type, SegType.Bool) || Equals(value.Type, SegType.Number)))
        {
            return null;
        }

        operands[value.Id] = value;
        return new(value.Id, 0, null, isText);
    }
}
