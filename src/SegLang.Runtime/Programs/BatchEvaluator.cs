using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>The values of one output for all profiles, a row each.</summary>
public sealed class OutputColumn
{
    // Segments are always known: they share one mask of ones. Blocks write into given bits as a whole.
    internal OutputColumn(OutputSchema output, int count, ulong[] allKnown, ulong[]? written)
    {
        Output = output;
        Count = count;
        Storage = output.Kind == OutputKind.Segment || output.Value.Kind == FieldKind.Bool ? Storage.Bool : output.Value.Storage;
        int words = (count + 63) >> 6;
        Known = output.Kind == OutputKind.Segment ? allKnown : new ulong[words];
        Bits = Storage != Storage.Bool ? [] : written ?? new ulong[words];
        Int32s = Storage == Storage.Int32 ? new int[count] : [];
        Int64s = Storage == Storage.Int64 ? new long[count] : [];
        Doubles = Storage == Storage.Double ? new double[count] : [];
        Texts = Storage == Storage.Text ? new string?[count] : [];
        Sets = Storage == Storage.Set ? new object[]?[count] : [];
    }

    /// <summary>What it is.</summary>
    public OutputSchema Output { get; }

    /// <summary>How many profiles.</summary>
    public int Count { get; }

    /// <summary>Which of the arrays holds the values.</summary>
    public Storage Storage { get; }

    /// <summary>A set bit per known value, 64 profiles a word. A segment is always known.</summary>
    public ulong[] Known { get; }

    /// <summary>Segments and bools: a set bit where true; clear where unknown. Segments of the same condition share them.</summary>
    public ulong[] Bits { get; }

    /// <summary>Dates, enums and classes.</summary>
    public int[] Int32s { get; }

    /// <summary>Other exact values.</summary>
    public long[] Int64s { get; }

    /// <summary>Numbers.</summary>
    public double[] Doubles { get; }

    /// <summary>Texts.</summary>
    public string?[] Texts { get; }

    /// <summary>Sets.</summary>
    public object[]?[] Sets { get; }

    /// <summary>Whether a profile's value is known.</summary>
    public bool IsKnown(int profile) => ((Known[profile >> 6] >> profile) & 1) != 0;

    /// <summary>Whether a segment has a profile, or a bool is true.</summary>
    public bool IsTrue(int profile) => ((Bits[profile >> 6] >> profile) & 1) != 0;

    /// <summary>How many members a segment has.</summary>
    public long CountTrue()
    {
        long count = 0;
        foreach (ulong word in Bits)
        {
            count += System.Numerics.BitOperations.PopCount(word);
        }

        return count;
    }

    internal void Take(int profile, RowOutput row, int output)
    {
        if (!row.Known[output])
        {
            return;
        }

        ulong bit = 1UL << profile;
        if (Output.Kind != OutputKind.Segment)
        {
            Known[profile >> 6] |= bit;
        }

        switch (Storage)
        {
            case Storage.Bool: Bits[profile >> 6] |= row.Bits[output] != 0 ? bit : 0; break;
            case Storage.Int32: Int32s[profile] = (int)row.Bits[output]; break;
            case Storage.Int64: Int64s[profile] = row.Bits[output]; break;
            case Storage.Double: Doubles[profile] = row.Number(output); break;
            case Storage.Text: Texts[profile] = row.Texts[output]; break;
            default: Sets[profile] = row.Sets[output]; break;
        }
    }
}

/// <summary>The results of a batch run: a column per asked-for output, a row per profile of the data.</summary>
/// <param name="Now">The evaluation instant.</param>
/// <param name="Columns">The outputs in the order asked for.</param>
public sealed record BatchResult(long Now, ImmutableArray<OutputColumn> Columns);

/// <summary>Evaluates a program for every profile of a data set, in parallel by blocks; results do not depend on the number of threads.</summary>
public sealed class BatchEvaluator
{
    /// <summary>Profiles per block: a multiple of 64, so that no two threads share a word of a mask.</summary>
    public const int BlockSize = 1024;

    /// <summary>The words of the mask of a run, which is at most so many blocks one after the other.</summary>
    internal const int RunWords = MostBlocks * BlockSize / 64;

    private const int MostBlocks = 4;

    private readonly RuleProgram program;
    private readonly DataSet data;
    private BatchResult? spent; // Given back, its memory is free.

    /// <summary>An evaluator over data whose schema is the program's.</summary>
    public BatchEvaluator(RuleProgram program, DataSet data)
    {
        this.program = program;
        this.data = data;
    }

    /// <summary>Evaluates by blocks: segments vectorised where the program's plan is, the rest by the `Row` entry point.</summary>
    /// <param name="now">The evaluation instant.</param>
    /// <param name="outputs">Places in <see cref="RuleProgram.Outputs"/>.</param>
    /// <param name="threads">How many threads may be used; 0 for all cores.</param>
    /// <param name="done">Called from time to time with the number of profiles done, from any thread.</param>
    /// <param name="cancel">Ends the run with an <see cref="OperationCanceledException"/>.</param>
    public BatchResult Evaluate(
        long now, ImmutableArray<int> outputs, int threads = 0, Action<int>? done = null, CancellationToken cancel = default) =>
        Run(now, outputs, program.Block, threads, done, cancel);

    /// <summary>Evaluates every output of every profile by the `Row` entry point.</summary>
    public BatchResult EvaluateRows(
        long now, ImmutableArray<int> outputs, int threads = 0, Action<int>? done = null, CancellationToken cancel = default) =>
        Run(now, outputs, BlockPlan.Empty, threads, done, cancel);

    /// <summary>
    /// Gives back a result that nobody reads any more: the next evaluation writes over its segments' bits, so that who asks again and
    /// again needs no fresh memory.
    /// </summary>
    public void Return(BatchResult result) => Volatile.Write(ref spent, result);

    private BatchResult Run(
        long now, ImmutableArray<int> outputs, BlockPlan plan, int threads, Action<int>? done, CancellationToken cancel)
    {
        EvaluationContext context = program.At(now);
        DataSet facts = program.Journeys.Journeys.IsEmpty
            ? data
            : data.With(JourneyBatch.Run(program, data, _ => now, threads: threads, cancellation: cancel));
        int[] nodes = new int[outputs.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = program.Outputs[outputs[i]].Kind == OutputKind.Segment ? plan.NodeOf(outputs[i]) : -1;
        }

        var binding = new BlockBinding(program, plan, facts, context, nodes);
        if (Array.Exists(nodes, n => n >= 0 && !binding.Works(n)))
        {
            nodes = Array.ConvertAll(nodes, n => n >= 0 && binding.Works(n) ? n : -1);
            binding = new BlockBinding(program, plan, facts, context, nodes);
        }

        var homes = new ulong[]?[plan.Nodes.Length];
        ImmutableArray<OutputColumn> columns = ColumnsOf(facts.ProfileCount, outputs, nodes, homes);
        int[] left = [.. Enumerable.Range(0, nodes.Length).Where(i => nodes[i] < 0)];
        int workers = threads <= 0 ? Environment.ProcessorCount : threads;
        int blocks = (facts.ProfileCount + BlockSize - 1) / BlockSize;
        int size = Math.Clamp(blocks / (workers * 8), 1, MostBlocks) * BlockSize;
        int runs = (facts.ProfileCount + size - 1) / size;
        int next = -1;
        int finished = 0;
        if (runs <= 1)
        {
            Work(0); // Not worth a second thread.
        }
        else
        {
            Parallel.For(0, Math.Min(workers, runs), new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel }, Work);
        }

        return new(now, columns);

        void Work(int _)
        {
            var worker = new BlockWorker(binding, homes, (Math.Min(size, facts.ProfileCount) + 63) >> 6, program, context);
            for (int run = Interlocked.Increment(ref next); run < runs; run = Interlocked.Increment(ref next))
            {
                cancel.ThrowIfCancellationRequested();
                int from = run * size;
                int count = Math.Min(facts.ProfileCount - from, size);
                worker.Run(from, count);
                TakeRows(worker, facts, context, columns, outputs, left, from, count);
                done?.Invoke(Interlocked.Add(ref finished, count));
            }
        }
    }

    // Outputs that are the same condition share its bits, which need no zeros first: every word is written.
    private ImmutableArray<OutputColumn> ColumnsOf(int profiles, ImmutableArray<int> outputs, int[] nodes, ulong[]?[] homes)
    {
        int words = (profiles + 63) >> 6;
        var allKnown = new ulong[words];
        if (words > 0)
        {
            Masks.Invert(allKnown, profiles);
        }

        ImmutableArray<OutputColumn> given = Interlocked.Exchange(ref spent, null)?.Columns ?? [];
        var free = new Stack<ulong[]>(given.Where(c => IsSegment(c, profiles)).Select(c => c.Bits).Distinct());
        var columns = ImmutableArray.CreateBuilder<OutputColumn>(outputs.Length);
        for (int i = 0; i < nodes.Length; i++)
        {
            ulong[]? home = nodes[i] < 0 ? null
                : homes[nodes[i]] ??= free.TryPop(out ulong[]? bits) ? bits : GC.AllocateUninitializedArray<ulong>(words);
            columns.Add(new OutputColumn(program.Outputs[outputs[i]], profiles, allKnown, home));
        }

        return columns.MoveToImmutable();
    }

    private static bool IsSegment(OutputColumn column, int profiles) => column.Output.Kind == OutputKind.Segment && column.Count == profiles;

    // What blocks leave to rows as a whole.
    private static void TakeRows(
        BlockWorker worker, DataSet data, EvaluationContext context, ImmutableArray<OutputColumn> columns, ImmutableArray<int> outputs, int[] left,
        int from, int count)
    {
        for (int profile = from; left.Length > 0 && profile < from + count; profile++)
        {
            worker.Rows.Select(new ColumnReader(data, profile), context);
            foreach (int i in left)
            {
                worker.Rows.Evaluate(outputs[i], worker.Output);
                columns[i].Take(profile, worker.Output, outputs[i]);
            }
        }
    }
}
