using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SegLang.Runtime;

namespace SegLang;

/// <summary>
/// Keeps every answer about a host's profiles current as its events arrive and as time passes: a <see cref="StreamEngine"/> that takes the host's own
/// objects. Classes are bound once; nothing is reflected on after that. What an object holds is copied, so it may change afterwards. For many threads.
/// </summary>
/// <typeparam name="TProfile">The host's class; its events are not looked at, since they come one by one.</typeparam>
public sealed class BoundStream<TProfile>
{
    private readonly BoundProfiles<TProfile> profiles;
    private readonly BindingOptions binding;
    private readonly ConcurrentDictionary<(Type Class, string? Type), object> events = [];

    internal BoundStream(BoundProfiles<TProfile> profiles, StreamEngine engine, BindingOptions binding)
    {
        this.profiles = profiles;
        this.binding = binding;
        Engine = engine;
    }

    /// <summary>The rules.</summary>
    public RuleSet Rules => profiles.Rules;

    /// <summary>The engine: for its counters, for storing its state, for many inputs at once (<see cref="StreamEngine.TakeAll"/>).</summary>
    public StreamEngine Engine { get; }

    /// <summary>
    /// Binds a class of events before the first of them comes, so that a mistake shows at the start. All that does not fit is one
    /// <see cref="RuleSetException"/>.
    /// </summary>
    /// <param name="type">The event type; by default the one whose name the class has or is marked with.</param>
    [RequiresDynamicCode("Emits a reader of the host's class.")]
    [RequiresUnreferencedCode("Reads the members of the host's class by reflection.")]
    public BoundStream<TProfile> BindEvents<TEvent>(string? type = null)
    {
        _ = EventsOf<TEvent>(type);
        return this;
    }

    /// <summary>
    /// An event of a profile happens, at its own instant; the profile is brought up to <paramref name="now"/>, and created where there is none and its
    /// fields allow that. The class is bound with its first event, unless <see cref="BindEvents"/> did that. What the event's fields cannot hold is a
    /// <see cref="RuleDataException"/> that names the place, and nothing is taken in.
    /// </summary>
    /// <param name="happened">The event.</param>
    /// <param name="of">The profile's key.</param>
    /// <param name="now">The host's clock; the stream's own never goes back.</param>
    /// <param name="type">The event type, as for <see cref="BindEvents"/>.</param>
    [RequiresDynamicCode("Emits a reader of the host's class.")]
    [RequiresUnreferencedCode("Reads the members of the host's class by reflection.")]
    public InputOutcome Apply<TEvent>(TEvent happened, ProfileKey of, DateTimeOffset now, string? type = null) =>
        EventsOf<TEvent>(type).Apply(Engine, happened, of, now);

    /// <summary>
    /// A profile has the values that the object has, from <paramref name="time"/> on, by default from <paramref name="now"/>; it is created where there is
    /// none. Fields for which the class has no member keep their values. What the fields cannot hold is a <see cref="RuleDataException"/>.
    /// </summary>
    public InputOutcome Set(TProfile profile, DateTimeOffset now, DateTimeOffset? time = null) =>
        Engine.Take(profiles.Change(profile, time ?? now, now));

    /// <summary>
    /// Adds a profile as it is, without an input: it begins with its first one, or at <paramref name="begin"/>. False where there is one of its key.
    /// </summary>
    public bool Add(TProfile profile, DateTimeOffset? begin = null) =>
        Engine.Add(profiles.Row(profile), begin is { } instant ? HostValues.Instant(instant) : null);

    /// <summary>Lets time pass: everything happens up to an instant, that included.</summary>
    public void AdvanceTo(DateTimeOffset now) => Engine.AdvanceTo(HostValues.Instant(now));

    /// <summary>Erases a profile: nothing of it stays, and nothing is told. False where there is none.</summary>
    public bool Remove(ProfileKey of) => Engine.Remove(Rules.CheckKey(of));

    /// <summary>Two profiles become one, as <see cref="StreamEngine.Merge(ProfileKey, ProfileKey, long)"/> says.</summary>
    public MergeOutcome Merge(ProfileKey from, ProfileKey into, DateTimeOffset now) =>
        Engine.Merge(Rules.CheckKey(from), Rules.CheckKey(into), HostValues.Instant(now));

    /// <summary>Whether a profile is in a segment at the clock; false where there is no such profile.</summary>
    public bool Matches(string segment, ProfileKey of) =>
        Engine.TryEvaluate(Rules.CheckKey(of), Rules.OutputOf(segment, OutputKind.Segment), out object? value) && value is true;

    /// <summary>
    /// A segment, trait, class, score or journey at the clock, in the host's type that fits best, as of <see cref="ProfileResult"/>; null is unknown, or
    /// that there is no such profile.
    /// </summary>
    public object? Value(string name, ProfileKey of)
    {
        int output = Rules.OutputOf(name);
        return Engine.TryEvaluate(Rules.CheckKey(of), output, out object? value) && value is not null ? OutputValues.Boxed(Rules.Outputs[output].Value, value) : null;
    }

    /// <summary>The stage in each journey at the clock, in the order in which journeys are processed; empty where there is no such profile.</summary>
    public ImmutableArray<JourneyStage> Stages(ProfileKey of) => Engine.Contains(Rules.CheckKey(of))
        ? [.. Rules.Program.Journeys.Journeys.Select((journey, i) => JourneyStage.Of(journey, Engine.Stage(of, i)))]
        : [];

    // Bound once for each class and event type.
    [RequiresDynamicCode("Emits a reader of the host's class.")]
    [RequiresUnreferencedCode("Reads the members of the host's class by reflection.")]
    private BoundEvents<TEvent> EventsOf<TEvent>(string? type) => events.TryGetValue((typeof(TEvent), type), out object? known)
        ? (BoundEvents<TEvent>)known
        : (BoundEvents<TEvent>)events.GetOrAdd((typeof(TEvent), type), Rules.EventsOf<TEvent>(type, binding));
}
