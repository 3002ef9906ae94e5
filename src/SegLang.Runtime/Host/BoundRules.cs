using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using SegLang.Runtime;

namespace SegLang;

/// <summary>
/// Rules over a host's class. Immutable, for many threads; evaluating allocates nothing. Give `now` as one instant for all profiles of a run: what depends
/// on it alone is computed anew only when it changes.
/// </summary>
/// <typeparam name="TProfile">The host's class.</typeparam>
public sealed class BoundRules<TProfile>
{
    private readonly HostEngine<TProfile> engine;

    internal BoundRules(RuleSet rules, HostEngine<TProfile> engine)
    {
        Rules = rules;
        this.engine = engine;
    }

    /// <summary>The rules.</summary>
    public RuleSet Rules { get; }

    /// <summary>The names of the segments, in the order of the bits that <see cref="Members"/> gives.</summary>
    public ImmutableArray<string> Segments => Rules.Segments;

    /// <summary>Whether a profile is in a segment, by name.</summary>
    public bool Matches(string segment, TProfile profile, DateTimeOffset now) =>
        engine.Test(Rules.OutputOf(segment, OutputKind.Segment), profile, HostValues.Instant(now), null);

    /// <summary>A segment, to be asked often: the name is looked up once.</summary>
    public SegmentRule<TProfile> Segment(string name) => new(engine, Rules.OutputOf(name, OutputKind.Segment), name);

    /// <summary>
    /// A trait, class, score or segment, to be asked often. <typeparamref name="TValue"/> is bool, long, int, decimal, double, DateOnly, DateTimeOffset, TimeSpan,
    /// string (text, or a member's, entry's or stage's name), an enum with those names, or object; another is a <see cref="RuleSetException"/>.
    /// </summary>
    public ValueRule<TProfile, TValue> Value<TValue>(string name) => new(Rules, engine, Rules.OutputOf(name));

    /// <summary>
    /// A bit per segment, 64 a word, in the order of <see cref="Segments"/>: the fastest way to ask all of them. <paramref name="members"/> has a word per 64
    /// segments begun.
    /// </summary>
    public void Members(TProfile profile, DateTimeOffset now, Span<ulong> members) =>
        engine.Members(profile, HostValues.Instant(now), null, MemoryMarshal.Cast<ulong, long>(members));

    /// <summary>Everything that the rules say of a profile, in a new result.</summary>
    public ProfileResult Evaluate(TProfile profile, DateTimeOffset now)
    {
        ProfileResult result = new(Rules);
        Evaluate(profile, now, result);
        return result;
    }

    /// <summary>Everything that the rules say of a profile, in a result of <see cref="NewResult"/> that is used again.</summary>
    public void Evaluate(TProfile profile, DateTimeOffset now, ProfileResult into)
    {
        ArgumentNullException.ThrowIfNull(into);
        engine.EvaluateAll(profile, HostValues.Instant(now), null, into.Output);
    }

    /// <summary>A result to be filled.</summary>
    public ProfileResult NewResult() => new(Rules);

    /// <summary>
    /// Why a segment, trait, class, score or journey is what it is for a profile: conditions with their verdicts and the values behind them, found by
    /// the reference evaluator from the rules' texts, which takes its time and allocates. Rules whose texts are not known
    /// (<see cref="RuleSet.HasTexts"/>) are a <see cref="RuleSetException"/>.
    /// </summary>
    public RuleExplanation Why(string name, TProfile profile, DateTimeOffset now) => Rules.Why(engine, name, profile, now);

    /// <summary>
    /// Moves a profile's journeys on to <paramref name="now"/>, not before the last step, with all that has happened up to then: what time alone
    /// changes, the profile's events since, and fields that it has other values of than at the last step, which hold from now on, before its events of
    /// now. What happened comes back in order; what is <see cref="Runtime.ActionOutcome.Asked"/> is for the host to do. The meaning is that of a
    /// stream, but that no event may come late: that is a <see cref="RuleDataException"/>, and <paramref name="journeys"/> stay as they were.
    /// </summary>
    /// <param name="journeys">Where the profile stands; moved on.</param>
    /// <param name="profile">The profile with all of its events, as for every other question.</param>
    /// <param name="now">The instant.</param>
    public ImmutableArray<JourneyLine> Step(ProfileJourneys journeys, TProfile profile, DateTimeOffset now) => Rules.Step(engine, journeys, profile, now);

    /// <summary>The rules at one instant: what depends on it alone is computed once, for all threads.</summary>
    public RulesAt<TProfile> At(DateTimeOffset now) => new(this, engine, Rules.Program.At(HostValues.Instant(now)));

    /// <summary>Compiles to machine code what evaluations run, so that the first does not wait for it: for rules that are about to replace others.</summary>
    [RequiresUnreferencedCode("Looks up methods by reflection.")]
    public void Prepare() => engine.Prepare();

    /// <summary>
    /// Evaluates many profiles in parallel. <paramref name="each"/> gets the place of the profile and its result, which is used again once it returns; it is
    /// called by several threads at once.
    /// </summary>
    /// <param name="profiles">The profiles.</param>
    /// <param name="now">The instant.</param>
    /// <param name="each">What is done with a result.</param>
    /// <param name="threads">How many threads at most; 0 for as many as the machine has.</param>
    /// <param name="cancellation">Ends it early, with an <see cref="OperationCanceledException"/>.</param>
    public void EvaluateAll(
        IReadOnlyList<TProfile> profiles,
        DateTimeOffset now,
        Action<int, ProfileResult> each,
        int threads = 0,
        CancellationToken cancellation = default) => At(now).EvaluateAll(profiles, each, threads, cancellation);
}
