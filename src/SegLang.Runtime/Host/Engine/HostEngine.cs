using System.Collections.Concurrent;

namespace SegLang.Runtime;

/// <summary>Evaluates a program over a host's objects, whatever reads them. For many threads.</summary>
/// <typeparam name="TSubject">What is evaluated.</typeparam>
internal abstract class HostEngine<TSubject>
{
    /// <summary>Whether a subject is in a segment, by its output; at a context's instant, or else at <paramref name="now"/>.</summary>
    public abstract bool Test(int output, TSubject subject, long now, EvaluationContext? at);

    /// <summary>A bit per segment.</summary>
    public abstract void Members(TSubject subject, long now, EvaluationContext? at, Span<long> members);

    /// <summary>One output.</summary>
    public abstract void Evaluate(int output, TSubject subject, long now, EvaluationContext? at, RowOutput into);

    /// <summary>All outputs.</summary>
    public abstract void EvaluateAll(TSubject subject, long now, EvaluationContext? at, RowOutput into);
}

/// <summary>The same over one kind of reader: evaluators are rented from a pool, so that nothing is allocated once there are as many as threads.</summary>
internal sealed class HostEngine<TSubject, TReader>(RuleProgram program, string[][] enums) : HostEngine<TSubject>
    where TReader : struct, IProfileReader<TSubject>
{
    private readonly ConcurrentStack<Evaluator> others = new();
    private Evaluator? first;

    /// <inheritdoc />
    public override bool Test(int output, TSubject subject, long now, EvaluationContext? at)
    {
        Evaluator evaluator = Rent();
        bool holds = evaluator.Test(output, subject, now, at);
        Return(evaluator);
        return holds;
    }

    /// <inheritdoc />
    public override void Members(TSubject subject, long now, EvaluationContext? at, Span<long> members)
    {
        Evaluator evaluator = Rent();
        evaluator.Members(subject, now, at, members);
        Return(evaluator);
    }

    /// <inheritdoc />
    public override void Evaluate(int output, TSubject subject, long now, EvaluationContext? at, RowOutput into)
    {
        Evaluator evaluator = Rent();
        evaluator.Evaluate(output, subject, now, at, into);
        Return(evaluator);
    }

    /// <inheritdoc />
    public override void EvaluateAll(TSubject subject, long now, EvaluationContext? at, RowOutput into)
    {
        Evaluator evaluator = Rent();
        evaluator.EvaluateAll(subject, now, at, into);
        Return(evaluator);
    }

    // One that has thrown is not given back.
    private Evaluator Rent() => Interlocked.Exchange(ref first, null) ?? (others.TryPop(out Evaluator? other) ? other : new(program, enums));

    private void Return(Evaluator evaluator)
    {
        if (Interlocked.CompareExchange(ref first, evaluator, null) is not null)
        {
            others.Push(evaluator);
        }
    }

    // For one thread at a time.
    private sealed class Evaluator(RuleProgram program, string[][] enums)
    {
        private readonly RowEvaluator<TReader> rows = program.Rows<TReader>();
        private readonly ReaderScratch scratch = new(program, enums);
        private readonly SegmentTest<TReader>?[] tests = new SegmentTest<TReader>?[program.Outputs.Length];
        private readonly EvaluationContext own = program.At(0);

        public bool Test(int output, TSubject subject, long now, EvaluationContext? at) =>
            (tests[output] ??= rows.Test(output))(Open(subject), at ?? At(now));

        public void Members(TSubject subject, long now, EvaluationContext? at, Span<long> members)
        {
            rows.Select(Open(subject), at ?? At(now));
            rows.Members(members);
        }

        public void Evaluate(int output, TSubject subject, long now, EvaluationContext? at, RowOutput into)
        {
            rows.Select(Open(subject), at ?? At(now));
            rows.Evaluate(output, into);
        }

        public void EvaluateAll(TSubject subject, long now, EvaluationContext? at, RowOutput into) =>
            rows.EvaluateAll(Open(subject), at ?? At(now), into);

        private TReader Open(TSubject subject)
        {
            TReader reader = default;
            reader.Open(subject, scratch);
            return reader;
        }

        private EvaluationContext At(long now)
        {
            if (own.Now != now)
            {
                program.Move(own, now);
            }

            return own;
        }
    }
}
