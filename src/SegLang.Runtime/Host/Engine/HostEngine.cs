using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

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

    /// <summary>The next instant at which time alone may change an output, as <see cref="RowEvaluator{TReader}.Next"/>.</summary>
    public abstract long Next(int output, TSubject subject, long now);

    /// <summary>Gives what reads a subject, checked and without repetitions, to someone else.</summary>
    public abstract void Read(TSubject subject, long now, IReaderUse use);

    /// <summary>Compiles to machine code what evaluations run.</summary>
    [RequiresUnreferencedCode("Looks up methods by reflection.")]
    public abstract void Prepare();
}

/// <summary>The same over one kind of reader: evaluators are rented from a pool, so that nothing is allocated once there are as many as threads.</summary>
internal sealed class HostEngine<TSubject, TReader>(RuleProgram program, string[][] enums, HostNames names, BindingOptions options) : HostEngine<TSubject>
    where TReader : struct, IProfileReader<TSubject>
{
    private readonly ConcurrentStack<HostEvaluator<TSubject, TReader>> others = new();
    private HostEvaluator<TSubject, TReader>? first;

    /// <inheritdoc />
    public override bool Test(int output, TSubject subject, long now, EvaluationContext? at)
    {
        HostEvaluator<TSubject, TReader> evaluator = Rent();
        bool holds = evaluator.Test(output, subject, now, at);
        Return(evaluator);
        return holds;
    }

    /// <inheritdoc />
    public override void Members(TSubject subject, long now, EvaluationContext? at, Span<long> members)
    {
        HostEvaluator<TSubject, TReader> evaluator = Rent();
        evaluator.Members(subject, now, at, members);
        Return(evaluator);
    }

    /// <inheritdoc />
    public override void Evaluate(int output, TSubject subject, long now, EvaluationContext? at, RowOutput into)
    {
        HostEvaluator<TSubject, TReader> evaluator = Rent();
        evaluator.Evaluate(output, subject, now, at, into);
        Return(evaluator);
    }

    /// <inheritdoc />
    public override void EvaluateAll(TSubject subject, long now, EvaluationContext? at, RowOutput into)
    {
        HostEvaluator<TSubject, TReader> evaluator = Rent();
        evaluator.EvaluateAll(subject, now, at, into);
        Return(evaluator);
    }

    /// <inheritdoc />
    public override long Next(int output, TSubject subject, long now)
    {
        HostEvaluator<TSubject, TReader> evaluator = Rent();
        long next = evaluator.Next(output, subject, now);
        Return(evaluator);
        return next;
    }

    /// <inheritdoc />
    public override void Read(TSubject subject, long now, IReaderUse use)
    {
        HostEvaluator<TSubject, TReader> evaluator = Rent();
        evaluator.Read(subject, now, use);
        Return(evaluator);
    }

    /// <inheritdoc />
    [RequiresUnreferencedCode("Looks up methods by reflection.")]
    public override void Prepare()
    {
        HostEvaluator<TSubject, TReader> evaluator = Rent();
        evaluator.Prepare();
        Return(evaluator);
    }

    // One that has thrown is not given back.
    private HostEvaluator<TSubject, TReader> Rent() => Interlocked.Exchange(ref first, null)
        ?? (others.TryPop(out HostEvaluator<TSubject, TReader>? other) ? other : new(program, enums, names, options.Checks));

    private void Return(HostEvaluator<TSubject, TReader> evaluator)
    {
        if (Interlocked.CompareExchange(ref first, evaluator, null) is not null)
        {
            others.Push(evaluator);
        }
    }
}
