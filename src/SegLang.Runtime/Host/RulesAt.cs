using System.Runtime.InteropServices;
using SegLang.Runtime;

namespace SegLang;

/// <summary>Bound rules at one instant. Immutable, for many threads; evaluating allocates nothing.</summary>
/// <typeparam name="TProfile">The host's class.</typeparam>
public sealed class RulesAt<TProfile>
{
    private readonly BoundRules<TProfile> bound;
    private readonly HostEngine<TProfile> engine;
    private readonly EvaluationContext context;

    internal RulesAt(BoundRules<TProfile> bound, HostEngine<TProfile> engine, EvaluationContext context)
    {
        this.bound = bound;
        this.engine = engine;
        this.context = context;
    }

    /// <summary>The instant.</summary>
    public DateTimeOffset Now => HostValues.ToInstant(context.Now);

    /// <summary>Whether a profile is in a segment, by name.</summary>
    public bool Matches(string segment, TProfile profile) => engine.Test(bound.Rules.OutputOf(segment, OutputKind.Segment), profile, 0, context);

    /// <summary>A bit per segment, 64 a word, in the order of <see cref="BoundRules{TProfile}.Segments"/>.</summary>
    public void Members(TProfile profile, Span<ulong> members) => engine.Members(profile, 0, context, MemoryMarshal.Cast<ulong, long>(members));

    /// <summary>Everything that the rules say of a profile, in a new result.</summary>
    public ProfileResult Evaluate(TProfile profile)
    {
        ProfileResult result = bound.NewResult();
        Evaluate(profile, result);
        return result;
    }

    /// <summary>Everything that the rules say of a profile, in a result that is used again.</summary>
    public void Evaluate(TProfile profile, ProfileResult into)
    {
        ArgumentNullException.ThrowIfNull(into);
        engine.EvaluateAll(profile, 0, context, into.Output);
    }

    /// <summary>Evaluates many profiles in parallel, as <see cref="BoundRules{TProfile}.EvaluateAll"/> does.</summary>
    public void EvaluateAll(IReadOnlyList<TProfile> profiles, Action<int, ProfileResult> each, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        EvaluateAll(profiles.Count, i => profiles[i], each, threads, cancellation);
    }

    internal void EvaluateAll(int count, Func<int, TProfile> profile, Action<int, ProfileResult> each, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(each);
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads <= 0 ? Environment.ProcessorCount : threads, CancellationToken = cancellation };
        Parallel.For(0, count, options, bound.NewResult, (i, _, result) =>
        {
            Evaluate(profile(i), result);
            each(i, result);
            return result;
        }, _ => { });
    }
}
