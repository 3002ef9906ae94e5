using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>The result of a condition in three-valued logic; the values are those of emitted code.</summary>
public enum Truth : byte
{
    /// <summary>False.</summary>
    False,

    /// <summary>True.</summary>
    True,

    /// <summary>Unknown.</summary>
    Unknown,
}

/// <summary>
/// A compiled rule set. Emitted code derives one class from it with a parameterless constructor; after
/// <see cref="Configure(ReadOnlySpan{object})"/> it is immutable and may be used by many threads.
/// </summary>
public abstract class RuleProgram
{
    private Calendar? calendar;

    /// <summary>The schema of the data that the rules are about.</summary>
    public abstract RuleSchema Schema { get; }

    /// <summary>The transitions of the rule set's zone.</summary>
    public abstract ZoneTable Zone { get; }

    /// <summary>
    /// The named results (segments, traits, classes, scores, journeys) in order of dependency, then, without a name, the expectations, then what
    /// journeys ask (<see cref="Journeys"/> says which).
    /// </summary>
    public abstract ImmutableArray<OutputSchema> Outputs { get; }

    /// <summary>What the compiler recorded: lines of `name=value`, such as the version, the hash of the rules, the version of the zone data.</summary>
    public abstract string Manifest { get; }

    /// <summary>The vectorised form of the rules; empty where nothing is vectorised.</summary>
    public virtual BlockPlan Block => BlockPlan.Empty;

    /// <summary>The journeys and actions as tables; empty without any.</summary>
    public virtual JourneySet Journeys => JourneySet.Empty;

    /// <summary>
    /// Whether it tells what a <see cref="StreamEngine"/> asks: when time alone changes an answer, and which events are still needed. What was compiled
    /// for a batch tells only what journeys need to be followed.
    /// </summary>
    public virtual bool ServesStreams => true;

    /// <summary>How many values <see cref="RowEvaluator{TReader}.Fold"/> keeps per profile.</summary>
    public virtual int FoldedValues => 0;

    /// <summary>
    /// The instant up to which (exclusively) events of a type may be folded: neither at the context's instant nor later does a window
    /// reach further back. <see cref="long.MinValue"/> where all of them stay needed, <see cref="long.MaxValue"/> where none is.
    /// </summary>
    public virtual long KeepFrom(EvaluationContext context, int type) => long.MinValue;

    /// <summary>Which of the folded values belong to fading lines of scores.</summary>
    public virtual ImmutableArray<FoldedFade> FoldedFades => [];

    /// <summary>Adds what another profile has folded to what one has: sums are exact, fading points rounded as numbers are.</summary>
    public void Unite(Span<long> into, ReadOnlySpan<long> from)
    {
        ImmutableArray<FoldedFade> fades = FoldedFades;
        for (int i = 0, next = 0; i < into.Length; i++)
        {
            if (next < fades.Length && fades[next].Place == i)
            {
                fades[next++].Unite(into, from);
                i += 2;
            }
            else
            {
                into[i] += from[i];
            }
        }
    }

    /// <summary>How many instants, windows and other values <see cref="Prepare"/> fills.</summary>
    protected abstract (int Instants, int Windows, int Values) ContextSize { get; }

    /// <summary>The calendar of the rule set's zone.</summary>
    public Calendar Calendar => calendar ??= new Calendar(Zone, Schema.WeekStartsSunday);

    /// <summary>
    /// Sets the params, in the order of <see cref="RuleSchema.Params"/> and the forms of <see cref="ParamSchema.Default"/>.
    /// Called once before anything is evaluated; without it the defaults hold.
    /// </summary>
    public abstract void Configure(ReadOnlySpan<object> parameters);

    /// <summary>Sets the params by name; those not given keep their default. Unknown names are an <see cref="ArgumentException"/>.</summary>
    public void Configure(IReadOnlyDictionary<string, object> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        object[] values = [.. Schema.Params.Select(p => parameters.TryGetValue(p.Name, out object? value) ? value : p.Default)];
        foreach (string name in parameters.Keys)
        {
            if (!Schema.Params.Any(p => p.Name == name))
            {
                throw new ArgumentException($"there is no param `{name}`", nameof(parameters));
            }
        }

        Configure(values);
    }

    /// <summary>The same program anew, with its params at their defaults.</summary>
    public abstract RuleProgram New();

    /// <summary>Everything that depends on the evaluation instant only.</summary>
    public EvaluationContext At(long now)
    {
        (int instants, int windows, int values) = ContextSize;
        var context = new EvaluationContext(Calendar, now, instants, windows, values);
        Prepare(context);
        return context;
    }

    /// <summary>Makes a context speak of another instant.</summary>
    public void Move(EvaluationContext context, long now)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.MoveTo(now);
        Prepare(context);
    }

    /// <summary>Fills the context's instants and windows.</summary>
    protected abstract void Prepare(EvaluationContext context);

    /// <summary>
    /// A value that depends on the instant or the params only, by its id in the plan, in the form of <see cref="RowOutput.Bits"/>;
    /// false where it is unknown. For the operands of <see cref="Block"/>.
    /// </summary>
    public virtual bool Operand(EvaluationContext context, int id, out long bits) =>
        throw new NotSupportedException("the program has no operands");

    /// <summary>A text that depends on the params only, by its id in the plan.</summary>
    public virtual string TextOperand(int id) => throw new NotSupportedException("the program has no operands");

    /// <summary>An evaluator over one kind of reader. It holds scratch space, so each thread has its own.</summary>
    public abstract RowEvaluator<TReader> Rows<TReader>()
        where TReader : struct, IFactReader;
}

/// <summary>A fading line of a score among folded values: its points at an instant, that instant, and whether there are any.</summary>
/// <param name="Place">The first of its three places.</param>
/// <param name="Halving">Microseconds.</param>
public readonly record struct FoldedFade(int Place, long Halving)
{
    // The points of both at the later of the two instants.
    internal void Unite(Span<long> into, ReadOnlySpan<long> from)
    {
        if (from[Place + 2] == 0)
        {
            return;
        }

        if (into[Place + 2] == 0)
        {
            from.Slice(Place, 3).CopyTo(into[Place..]);
            return;
        }

        long at = Math.Max(into[Place + 1], from[Place + 1]);
        into[Place] = BitConverter.DoubleToInt64Bits(At(into, at) + At(from, at));
        into[Place + 1] = at;
    }

    private double At(ReadOnlySpan<long> values, long at) =>
        BitConverter.Int64BitsToDouble(values[Place]) * Math.Pow(2.0, -(double)(at - values[Place + 1]) / Halving);
}

/// <summary>
/// The `Row` entry point: one profile at a time, straight-line emitted code without allocation. Not for several threads at once.
/// </summary>
/// <typeparam name="TReader">How facts are read.</typeparam>
public abstract class RowEvaluator<TReader>
    where TReader : struct, IFactReader
{
    /// <summary>Chooses the profile and instant that the other methods are about; forgets what was remembered of the last.</summary>
    public abstract void Select(TReader reader, EvaluationContext context);

    /// <summary>Forgets what was remembered of journeys of the selected profile: one of them has moved, and nothing else has changed.</summary>
    public virtual void SelectStages()
    {
    }

    /// <summary>The value of one output (by its place in <see cref="RuleProgram.Outputs"/>) for the selected profile.</summary>
    public abstract void Evaluate(int output, RowOutput into);

    /// <summary>The values of all outputs for the selected profile.</summary>
    public abstract void EvaluateAll(RowOutput into);

    /// <summary>
    /// Whether the selected profile is in each of the named segments, in the order of <see cref="RuleProgram.Outputs"/>: a bit each, 64 a word;
    /// <paramref name="members"/> has a word per 64 begun.
    /// </summary>
    public virtual void Members(Span<long> members) => throw new NotSupportedException("the program does not tell");

    /// <summary>
    /// The values of all outputs for a profile, in one call: the fastest way to ask everything of a small rule set. What was selected
    /// before is not to be relied on afterwards.
    /// </summary>
    public virtual void EvaluateAll(in TReader reader, EvaluationContext context, RowOutput into)
    {
        Select(reader, context);
        EvaluateAll(into);
    }

    /// <summary>
    /// One segment (by its place in <see cref="RuleProgram.Outputs"/>) as a function of a profile: the fastest way to ask a single one. What was
    /// selected before is not to be relied on after a call.
    /// </summary>
    public SegmentTest<TReader> Test(int output) => Direct(output) ?? new SelectingTest(this, output).Holds;

    /// <summary>A segment as a method that selects nothing, where the program has one.</summary>
    protected virtual SegmentTest<TReader>? Direct(int output) => null;

    /// <summary>
    /// One of the program's distinct bool values (by its id in the plan) for the selected profile: those that
    /// <see cref="RuleProgram.Block"/> may fall back to.
    /// </summary>
    public abstract Truth Condition(int condition);

    /// <summary>Chooses the event (by type and index of the selected profile's) that values of `on` lines are about.</summary>
    public virtual void SelectEvent(int type, int index) => throw new NotSupportedException("the program has no journeys");

    /// <summary>
    /// An instant after the context's up to which (exclusively) time alone does not change an output of the selected profile, as long as no
    /// event happens and no field or journey changes: never too late, now and then too early; <see cref="long.MaxValue"/> if there is none.
    /// </summary>
    public virtual long Next(int output) => throw new NotSupportedException("the program does not tell");

    /// <summary>The least of <see cref="Next"/> of all segments and classes.</summary>
    public virtual long NextOfAll() => throw new NotSupportedException("the program does not tell");

    /// <summary>
    /// Adds the events of a type from index <paramref name="from"/> up to <paramref name="until"/> of the selected profile to
    /// what aggregates over all time have folded (<see cref="IFactReader.Folded"/> reads it), and marks the events before
    /// <paramref name="until"/> that have to stay, because one of them is the first, last, least or greatest of some aggregate.
    /// </summary>
    public virtual void Fold(int type, int from, int until, Span<long> values, Span<bool> stays) =>
        throw new NotSupportedException("the program folds nothing");

    // A segment of a large program, or one that looks at events.
    private sealed class SelectingTest(RowEvaluator<TReader> rows, int output)
    {
        private readonly RowOutput into = new(output + 1);

        public bool Holds(in TReader reader, EvaluationContext context)
        {
            rows.Select(reader, context);
            rows.Evaluate(output, into);
            return into.Bits[output] != 0;
        }
    }
}

/// <summary>Whether a profile is in a segment; nothing is allocated.</summary>
/// <typeparam name="TReader">How facts are read.</typeparam>
/// <param name="reader">The profile.</param>
/// <param name="context">The instant.</param>
public delegate bool SegmentTest<TReader>(in TReader reader, EvaluationContext context)
    where TReader : struct, IFactReader;
