using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SegLang.Runtime;

namespace SegLang;

/// <summary>
/// Rules over a host's class whose events stand apart: the same questions as of <see cref="BoundRules{TProfile}"/>. Immutable, for many threads;
/// evaluating allocates nothing.
/// </summary>
/// <typeparam name="TProfile">The host's class.</typeparam>
/// <typeparam name="TEvents">Its events.</typeparam>
public sealed class BoundRules<TProfile, TEvents>
{
    private readonly BoundRules<HostFacts<TProfile, TEvents>> joined;

    internal BoundRules(BoundRules<HostFacts<TProfile, TEvents>> joined) => this.joined = joined;

    /// <summary>The rules.</summary>
    public RuleSet Rules => joined.Rules;

    /// <summary>The names of the segments, in the order of the bits that <see cref="Members"/> gives.</summary>
    public ImmutableArray<string> Segments => joined.Segments;

    /// <summary>Whether a profile is in a segment, by name.</summary>
    public bool Matches(string segment, TProfile profile, TEvents events, DateTimeOffset now) => joined.Matches(segment, new(profile, events), now);

    /// <summary>A segment, to be asked often: the name is looked up once.</summary>
    public SegmentRule<TProfile, TEvents> Segment(string name) => new(joined.Segment(name));

    /// <summary>A trait, class, score or segment, to be asked often, as <see cref="BoundRules{TProfile}.Value{TValue}"/> gives it.</summary>
    public ValueRule<TProfile, TEvents, TValue> Value<TValue>(string name) => new(joined.Value<TValue>(name));

    /// <summary>A bit per segment, 64 a word, in the order of <see cref="Segments"/>.</summary>
    public void Members(TProfile profile, TEvents events, DateTimeOffset now, Span<ulong> members) => joined.Members(new(profile, events), now, members);

    /// <summary>Everything that the rules say of a profile, in a new result.</summary>
    public ProfileResult Evaluate(TProfile profile, TEvents events, DateTimeOffset now) => joined.Evaluate(new(profile, events), now);

    /// <summary>Everything that the rules say of a profile, in a result of <see cref="NewResult"/> that is used again.</summary>
    public void Evaluate(TProfile profile, TEvents events, DateTimeOffset now, ProfileResult into) => joined.Evaluate(new(profile, events), now, into);

    /// <summary>A result to be filled.</summary>
    public ProfileResult NewResult() => joined.NewResult();

    /// <summary>Why a segment, trait, class, score or journey is what it is for a profile, as <see cref="BoundRules{TProfile}.Why"/>.</summary>
    public RuleExplanation Why(string name, TProfile profile, TEvents events, DateTimeOffset now) => joined.Why(name, new(profile, events), now);

    /// <summary>Moves a profile's journeys on, as <see cref="BoundRules{TProfile}.Step"/>.</summary>
    public ImmutableArray<JourneyLine> Step(ProfileJourneys journeys, TProfile profile, TEvents events, DateTimeOffset now) =>
        joined.Step(journeys, new(profile, events), now);

    /// <summary>The rules at one instant: what depends on it alone is computed once, for all threads.</summary>
    public RulesAt<TProfile, TEvents> At(DateTimeOffset now) => new(joined.At(now));

    /// <summary>Compiles to machine code what evaluations run, so that the first does not wait for it.</summary>
    [RequiresUnreferencedCode("Looks up methods by reflection.")]
    public void Prepare() => joined.Prepare();

    /// <summary>
    /// Evaluates many profiles in parallel. <paramref name="each"/> gets the place of the profile and its result, which is used again once it returns;
    /// it and <paramref name="events"/> are called by several threads at once.
    /// </summary>
    /// <param name="profiles">The profiles.</param>
    /// <param name="events">The events of a profile.</param>
    /// <param name="now">The instant.</param>
    /// <param name="each">What is done with a result.</param>
    /// <param name="threads">How many threads at most; 0 for as many as the machine has.</param>
    /// <param name="cancellation">Ends it early, with an <see cref="OperationCanceledException"/>.</param>
    public void EvaluateAll(
        IReadOnlyList<TProfile> profiles,
        Func<TProfile, TEvents> events,
        DateTimeOffset now,
        Action<int, ProfileResult> each,
        int threads = 0,
        CancellationToken cancellation = default) => At(now).EvaluateAll(profiles, events, each, threads, cancellation);
}
