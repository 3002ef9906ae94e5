using System.Diagnostics;

namespace SegLang;

/// <summary>
/// Rules that change while the host runs, bound to its classes of profiles and of events. Thread-safe. What <see cref="Current"/> gives stays the
/// same rules however long it is held: take it once for answers that belong together.
/// </summary>
/// <typeparam name="TProfile">The host's class of profiles.</typeparam>
/// <typeparam name="TEvents">What holds the events of a profile.</typeparam>
public sealed class LiveRules<TProfile, TEvents>
{
    private readonly LiveRules live;
    private readonly int place;

    /// <summary>Binds rules, and each that replaces them. Rules that do not fit are a <see cref="RuleSetException"/>.</summary>
    public LiveRules(LiveRules live)
        : this(live, null)
    {
    }

    internal LiveRules(LiveRules live, BindingOptions? options)
    {
        ArgumentNullException.ThrowIfNull(live);
        this.live = live;
        place = live.Join(new Binding(options));
    }

    /// <summary>The bound rules that serve. Where there are none yet, an <see cref="InvalidOperationException"/>.</summary>
    public BoundRules<TProfile, TEvents> Current => Of(live.Serving);

    /// <summary>The bound rules that serve, and their <see cref="LiveRules.Version"/>.</summary>
    public (BoundRules<TProfile, TEvents> Rules, long Version) Versioned
    {
        get
        {
            ServingRules serving = live.Serving;
            return (Of(serving), serving.Version);
        }
    }

    /// <summary>Whether a profile is in a segment; counted, and timed while someone listens.</summary>
    public bool Matches(string segment, TProfile profile, TEvents events, DateTimeOffset now)
    {
        long start = live.Instruments.BeginEvaluation();
        bool matches = Current.Matches(segment, profile, events, now);
        live.Instruments.EndEvaluation(start, live.Name);
        return matches;
    }

    /// <summary>Everything that the rules say of a profile, in a new result; counted, and timed while someone listens.</summary>
    public ProfileResult Evaluate(TProfile profile, TEvents events, DateTimeOffset now) => Evaluate(profile, events, now, out _);

    /// <summary>The same, and the <see cref="LiveRules.Version"/> of the rules that said it.</summary>
    public ProfileResult Evaluate(TProfile profile, TEvents events, DateTimeOffset now, out long version)
    {
        long start = live.Instruments.BeginEvaluation();
        ServingRules serving = live.Serving;
        version = serving.Version;
        ProfileResult result = Of(serving).Evaluate(profile, events, now);
        live.Instruments.EndEvaluation(start, live.Name);
        return result;
    }

    private BoundRules<TProfile, TEvents> Of(ServingRules serving) =>
        serving.Prepared[place] as BoundRules<TProfile, TEvents> ?? throw new UnreachableException("rules serve only once they are bound");

    private sealed class Binding(BindingOptions? options) : RuleUser
    {
        // Compiled to machine code here, so that nobody waits for that after the swap.
        public override object Prepare(RuleSet rules, string parameters)
        {
            BoundRules<TProfile, TEvents> bound = rules.For<TProfile, TEvents>(options);
            bound.Prepare();
            return bound;
        }
    }
}
