using System.Diagnostics.CodeAnalysis;
using SegLang.Runtime;

namespace SegLang;

/// <summary>A segment of bound rules, with events that stand apart. Immutable, for many threads; asking allocates nothing.</summary>
/// <typeparam name="TProfile">The host's class.</typeparam>
/// <typeparam name="TEvents">Its events.</typeparam>
public sealed class SegmentRule<TProfile, TEvents>
{
    private readonly SegmentRule<HostFacts<TProfile, TEvents>> joined;

    internal SegmentRule(SegmentRule<HostFacts<TProfile, TEvents>> joined) => this.joined = joined;

    /// <summary>Its name in the rules.</summary>
    public string Name => joined.Name;

    /// <summary>Whether a profile is in it.</summary>
    public bool Matches(TProfile profile, TEvents events, DateTimeOffset now) => joined.Matches(new(profile, events), now);
}

/// <summary>A trait, class, score or segment of bound rules, with events that stand apart. Immutable, for many threads.</summary>
/// <typeparam name="TProfile">The host's class.</typeparam>
/// <typeparam name="TEvents">Its events.</typeparam>
/// <typeparam name="TValue">What it is taken as.</typeparam>
public sealed class ValueRule<TProfile, TEvents, TValue>
{
    private readonly ValueRule<HostFacts<TProfile, TEvents>, TValue> joined;

    internal ValueRule(ValueRule<HostFacts<TProfile, TEvents>, TValue> joined) => this.joined = joined;

    /// <summary>Its name in the rules.</summary>
    public string Name => joined.Name;

    /// <summary>Its value for a profile; false where it is unknown.</summary>
    public bool TryGet(TProfile profile, TEvents events, DateTimeOffset now, [MaybeNullWhen(false)] out TValue value) =>
        joined.TryGet(new(profile, events), now, out value);

    /// <summary>Its value for a profile, or another where it is unknown.</summary>
    public TValue Get(TProfile profile, TEvents events, DateTimeOffset now, TValue otherwise) => joined.Get(new(profile, events), now, otherwise);
}
