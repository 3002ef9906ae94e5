using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>Evaluates a program over a host's objects, one after the other. For one thread at a time.</summary>
internal sealed class HostEvaluator<TSubject, TReader>
    where TReader : struct, IProfileReader<TSubject>
{
    private readonly RuleProgram program;
    private readonly RowEvaluator<TReader> rows;
    private readonly ReaderScratch scratch;
    private readonly OnceFilter once;
    private readonly HostCheck check;
    private readonly bool isPlain;
    private readonly bool checks;
    private readonly SegmentTest<TReader>?[] tests;
    private readonly EvaluationContext own;

    public HostEvaluator(RuleProgram program, string[][] enums, HostNames names, bool checks)
    {
        this.program = program;
        this.checks = checks;
        rows = program.Rows<TReader>();
        scratch = new ReaderScratch(program, enums);
        once = new OnceFilter(program);
        check = new HostCheck(program.Schema, names);
        isPlain = once.IsIdle && !checks && program.Journeys.Journeys.IsEmpty;
        tests = new SegmentTest<TReader>?[program.Outputs.Length];
        own = program.At(0);
    }

    /// <summary>Whether a subject is in a segment.</summary>
    public bool Test(int output, TSubject subject, long now, EvaluationContext? at)
    {
        EvaluationContext context = at ?? At(now);
        TReader reader = Open(subject, context);
        try
        {
            return (tests[output] ??= rows.Test(output))(reader, context);
        }
        catch (RuleDataException e) when (e.Place is null)
        {
            throw Blamed(reader, e);
        }
    }

    /// <summary>A bit per segment.</summary>
    public void Members(TSubject subject, long now, EvaluationContext? at, Span<long> members)
    {
        EvaluationContext context = at ?? At(now);
        TReader reader = Open(subject, context);
        try
        {
            rows.Select(reader, context);
            rows.Members(members);
        }
        catch (RuleDataException e) when (e.Place is null)
        {
            throw Blamed(reader, e);
        }
    }

    /// <summary>One output.</summary>
    public void Evaluate(int output, TSubject subject, long now, EvaluationContext? at, RowOutput into)
    {
        EvaluationContext context = at ?? At(now);
        TReader reader = Open(subject, context);
        try
        {
            rows.Select(reader, context);
            rows.Evaluate(output, into);
        }
        catch (RuleDataException e) when (e.Place is null)
        {
            throw Blamed(reader, e);
        }
    }

    /// <summary>All outputs.</summary>
    public void EvaluateAll(TSubject subject, long now, EvaluationContext? at, RowOutput into)
    {
        EvaluationContext context = at ?? At(now);
        TReader reader = Open(subject, context);
        try
        {
            rows.EvaluateAll(reader, context, into);
        }
        catch (RuleDataException e) when (e.Place is null)
        {
            throw Blamed(reader, e);
        }
    }

    /// <summary>The next instant at which time alone may change an output.</summary>
    public long Next(int output, TSubject subject, long now)
    {
        EvaluationContext context = At(now);
        rows.Select(Open(subject, context), context);
        return rows.Next(output);
    }

    /// <summary>Gives the reader of a subject to someone else.</summary>
    public void Read(TSubject subject, long now, IReaderUse use)
    {
        TReader reader = Open(subject, At(now));
        try
        {
            use.Use(reader);
        }
        catch (RuleDataException e) when (e.Place is null)
        {
            throw Blamed(reader, e);
        }
    }

    /// <summary>Compiles the methods of the program and the reader to machine code that evaluations run.</summary>
    [RequiresUnreferencedCode("Looks up methods by reflection.")]
    public void Prepare()
    {
        RuntimeTypeHandle[] readers = [typeof(TReader).TypeHandle];
        foreach (MethodInfo method in rows.GetType().GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            if (!method.IsDefined(typeof(StreamCodeAttribute)))
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle, readers);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TReader Open(TSubject subject, EvaluationContext context)
    {
        if (subject is null)
        {
            throw NoProfile();
        }

        TReader reader = default;
        reader.Open(subject, scratch);
        if (!isPlain)
        {
            scratch.Begin(context.Now);
            Look(reader);
        }

        return reader;
    }

    private void Look(in TReader reader)
    {
        try
        {
            if (!once.IsIdle)
            {
                scratch.KeepAll();
            }

            if (checks)
            {
                check.Check(reader);
            }

            once.Apply(reader, scratch);
        }
        catch (RuleDataException e) when (e.Place is null)
        {
            throw Blamed(reader, e);
        }
        catch (NullReferenceException e) when (check.NullEvent(reader) is { } place)
        {
            throw new RuleDataException(place, "it is null", e);
        }
    }

    private static ArgumentNullException NoProfile() => new("profile");

    private EvaluationContext At(long now)
    {
        if (own.Now != now)
        {
            program.Move(own, now);
        }

        return own;
    }

    private RuleDataException Blamed(in TReader reader, RuleDataException problem) =>
        check.Blame(reader) is { } place ? new RuleDataException(place, problem.Message, problem) : problem;
}
