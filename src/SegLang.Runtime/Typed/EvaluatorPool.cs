namespace SegLang.Runtime;

/// <summary>
/// Evaluators of one program over one kind of reader, one a thread: renting and giving back allocates nothing once a thread has its own, and takes no
/// lock. For many threads. Meant for programs that live as long as the process, such as those that were compiled with an app.
/// </summary>
/// <typeparam name="TReader">How facts are read.</typeparam>
/// <param name="program">The program.</param>
/// <param name="reader">Makes the reader of an evaluator, which keeps it.</param>
public sealed class EvaluatorPool<TReader>(RuleProgram program, Func<TReader> reader)
    where TReader : struct, IFactReader
{
    [ThreadStatic]
    private static PooledEvaluator<TReader>? free;

    /// <summary>The program.</summary>
    public RuleProgram Program => program;

    /// <summary>An evaluator for an instant, which nobody else has until it is given back.</summary>
    public PooledEvaluator<TReader> Rent(DateTimeOffset now)
    {
        PooledEvaluator<TReader>? rented = free;
        free = null;
        if (rented is null || rented.Program != program)
        {
            rented = new PooledEvaluator<TReader>(program, reader());
        }

        rented.MoveTo(HostValues.Instant(now));
        return rented;
    }

    /// <summary>Gives an evaluator back.</summary>
    public void Return(PooledEvaluator<TReader> rented) => free = rented;
}

/// <summary>Evaluates one profile at a time, for one thread. What is asked is about the reader's profile.</summary>
/// <typeparam name="TReader">How facts are read.</typeparam>
public sealed class PooledEvaluator<TReader>
    where TReader : struct, IFactReader
{
    private readonly RowEvaluator<TReader> rows;
    private readonly SegmentTest<TReader>?[] tests;
    private readonly EvaluationContext context;
    private readonly RowOutput output;
    private readonly TReader reader;

    internal PooledEvaluator(RuleProgram program, TReader reader)
    {
        Program = program;
        this.reader = reader;
        rows = program.Rows<TReader>();
        tests = new SegmentTest<TReader>?[program.Outputs.Length];
        output = new RowOutput(program.Outputs.Length);
        context = program.At(0);
    }

    /// <summary>Reads the profile.</summary>
    public TReader Reader => reader;

    internal RuleProgram Program { get; }

    /// <summary>Whether the profile is in a segment (by its place in <see cref="RuleProgram.Outputs"/>).</summary>
    public bool Matches(int segment) => (tests[segment] ??= rows.Test(segment))(in reader, context);

    /// <summary>The value of one output; it holds until the next question.</summary>
    public RowOutput Evaluate(int place)
    {
        rows.Select(reader, context);
        rows.Evaluate(place, output);
        return output;
    }

    /// <summary>The values of all outputs.</summary>
    public void EvaluateAll(RowOutput into) => rows.EvaluateAll(in reader, context, into);

    internal void MoveTo(long now)
    {
        if (context.Now != now)
        {
            Program.Move(context, now);
        }
    }
}
