using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>What a test asks of a value; comparisons are against the first operand.</summary>
public enum BlockOperator : byte
{
    /// <summary>`==`</summary>
    Equal,

    /// <summary>`!=`</summary>
    NotEqual,

    /// <summary>`&lt;`</summary>
    Less,

    /// <summary>`&lt;=`</summary>
    LessOrEqual,

    /// <summary>`&gt;`</summary>
    Greater,

    /// <summary>`&gt;=`</summary>
    GreaterOrEqual,

    /// <summary>At least the first operand and below the second; one that is missing is open.</summary>
    InRange,

    /// <summary>One of the operands.</summary>
    In,

    /// <summary>A text that holds the operand.</summary>
    Contains,

    /// <summary>A text that starts with the operand.</summary>
    StartsWith,

    /// <summary>A text that ends with the operand.</summary>
    EndsWith,

    /// <summary>A text that the operand, an expression of <see cref="TextPattern"/>, occurs in.</summary>
    Matches,

    /// <summary>A known value.</summary>
    IsKnown,

    /// <summary>A bool that is true.</summary>
    IsTrue,
}

/// <summary>The other side of a test: a constant, or a value that the program gives for the instant and params.</summary>
/// <param name="Id">The value's id in the plan, −1 for a constant, −2 where it is missing.</param>
/// <param name="Bits">A constant as <see cref="RowOutput.Bits"/> holds it.</param>
/// <param name="Text">A constant text.</param>
/// <param name="IsText">Whether it is a text.</param>
public readonly record struct BlockOperand(int Id, long Bits, string? Text, bool IsText)
{
    /// <summary>No operand: an open edge.</summary>
    public static BlockOperand Missing { get; } = new(-2, 0, null, false);

    /// <summary>Whether there is none.</summary>
    public bool IsMissing => Id == -2;
}

/// <summary>A test of one value. Exact values and operands may differ in scale; they are compared exactly.</summary>
/// <param name="Operator">What is asked.</param>
/// <param name="Operands">What the value is held against.</param>
/// <param name="Scale">The decimals of the value.</param>
/// <param name="OperandScale">The decimals of the operands.</param>
/// <param name="IgnoreCase">Whether texts are compared by their case folding.</param>
/// <param name="Wanted">Whether the test must be true, or known and false.</param>
public sealed record BlockTest(
    BlockOperator Operator, ImmutableArray<BlockOperand> Operands, byte Scale, byte OperandScale, bool IgnoreCase, bool Wanted);

/// <summary>A value per event of a type: a stored field or exact arithmetic over such.</summary>
/// <param name="Field">The field's ordinal; −1 for the event's time, −2 for arithmetic.</param>
/// <param name="Operator">`+`, `-` or `*`.</param>
/// <param name="Left">The left value's place in <see cref="BlockPlan.Values"/>.</param>
/// <param name="Right">The right value's place.</param>
/// <param name="LeftFactor">A power of ten that the left is multiplied by first.</param>
/// <param name="RightFactor">A power of ten that the right is multiplied by first.</param>
public sealed record BlockValue(int Field, char Operator, int Left, int Right, long LeftFactor, long RightFactor);

/// <summary>The kinds of nodes.</summary>
public enum BlockNodeKind : byte
{
    /// <summary>All parts.</summary>
    And,

    /// <summary>One of the parts.</summary>
    Or,

    /// <summary>Not the single part.</summary>
    Not,

    /// <summary>A test of a profile's field, by ordinal.</summary>
    Field,

    /// <summary>A test of an aggregate, by its place in <see cref="BlockPlan.Aggregates"/>.</summary>
    Aggregate,

    /// <summary>A test of an event's value, by its place in <see cref="BlockPlan.Values"/>.</summary>
    Value,

    /// <summary>Whether there is a match of a sequence, by its place in <see cref="BlockPlan.Sequences"/>.</summary>
    Sequence,

    /// <summary>A condition that only the `Row` entry point answers.</summary>
    Row,
}

/// <summary>A condition that is true or not, of a profile or of an event.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Parts">And, or, not: places of nodes before it.</param>
/// <param name="Subject">What a test is about; of a row's condition 1 where it must be true, 0 where it must be false.</param>
/// <param name="Test">The test.</param>
/// <param name="RowId">Of a row's condition its id for <see cref="RowEvaluator{TReader}.Condition"/>, otherwise −1.</param>
public sealed record BlockNode(BlockNodeKind Kind, ImmutableArray<int> Parts, int Subject, BlockTest? Test, int RowId);

/// <summary>The aggregates that are vectorised. `any` is a count of at least one.</summary>
public enum BlockAggregateKind : byte
{
    /// <summary>How many events.</summary>
    Count,

    /// <summary>The sum of known values.</summary>
    Sum,

    /// <summary>The smallest known value.</summary>
    Min,

    /// <summary>The greatest known value.</summary>
    Max,
}

/// <summary>An aggregate over the events of a type from an instant (or from the first) up to but without another.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Type">The event type's ordinal.</param>
/// <param name="From">The first instant, perhaps missing.</param>
/// <param name="Until">The instant after the last.</param>
/// <param name="Where">The place of the events' condition in <see cref="BlockPlan.Wheres"/>, or −1.</param>
/// <param name="Value">The place of the value in <see cref="BlockPlan.Values"/>, or −1.</param>
public sealed record BlockAggregate(BlockAggregateKind Kind, int Type, BlockOperand From, BlockOperand Until, int Where, int Value);

/// <summary>
/// The vectorised form of a program: conditions as a graph in order of dependency. What cannot be vectorised falls back to
/// the `Row` entry point condition by condition; what cannot over the data at hand, output by output.
/// </summary>
/// <param name="Nodes">The conditions of profiles.</param>
/// <param name="Aggregates">What they are about.</param>
/// <param name="Sequences">Sequences that they are about.</param>
/// <param name="Wheres">The conditions of events.</param>
/// <param name="Values">The values of events.</param>
/// <param name="Outputs">For each of the program's outputs the node that it is, or −1: then it comes from the `Row` entry point.</param>
public sealed partial record BlockPlan(
    ImmutableArray<BlockNode> Nodes,
    ImmutableArray<BlockAggregate> Aggregates,
    ImmutableArray<BlockSequence> Sequences,
    ImmutableArray<BlockNode> Wheres,
    ImmutableArray<BlockValue> Values,
    ImmutableArray<int> Outputs)
{
    /// <summary>Nothing is vectorised.</summary>
    public static BlockPlan Empty { get; } = new([], [], [], [], [], []);

    /// <summary>The node of an output, or −1.</summary>
    public int NodeOf(int output) => output < Outputs.Length ? Outputs[output] : -1;
}
