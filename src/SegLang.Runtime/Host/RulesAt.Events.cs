using SegLang.Runtime;

namespace SegLang;

/// <summary>Bound rules at one instant, with events that stand apart. Immutable, for many threads; evaluating allocates nothing.</summary>
/// <typeparam name="TProfile">The host's class.</typeparam>
/// <typeparam name="TEvents">Its events.</typeparam>
public sealed class RulesAt<TProfile, TEvents>
{
    private readonly RulesAt<HostFacts<TProfile, TEvents>> joined;

    internal RulesAt(RulesAt<HostFacts<TProfile, TEvents>> joined) => this.joined = joined;

    /// <summary>The instant.</summary>
    public DateTimeOffset Now => joined.Now;

    /// <summary>Whether a profile is in a segment, by name.</summary>
    public bool Matches(string segment, TProfile profile, TEvents events) => joined.Matches(segment, new(profile, events));

    /// <summary>A bit per segment, 64 a word, in the order of <see cref="BoundRules{TProfile, TEvents}.Segments"/>.</summary>
    public void Members(TProfile profile, TEvents events, Span<ulong> members) => joined.Members(new(profile, events), members);

    /// <summary>Everything that the rules say of a profile, in a new result.</summary>
    public ProfileResult Evaluate(TProfile profile, TEvents events) => joined.Evaluate(new(profile, events));

    /// <summary>Everything that the rules say of a profile, in a result that is used again.</summary>
    public void Evaluate(TProfile profile, TEvents events, ProfileResult into) => joined.Evaluate(new(profile, events), into);

    /// <summary>Evaluates many profiles in parallel, as <see cref="BoundRules{TProfile, TEvents}.EvaluateAll"/> does.</summary>
    public void EvaluateAll(
        IReadOnlyList<TProfile> profiles,
        Func<TProfile, TEvents> events,
        Action<int, ProfileResult> each,
        int threads = 0,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        ArgumentNullException.ThrowIfNull(events);
        joined.EvaluateAll(profiles.Count, i => new(profiles[i], events(profiles[i])), each, threads, cancellation);
    }
}
