namespace SegLang.Runtime;

/// <summary>A profile and its events that stand apart: what a reader of both opens.</summary>
/// <typeparam name="TProfile">The host's class.</typeparam>
/// <typeparam name="TEvents">Its events.</typeparam>
public readonly struct HostFacts<TProfile, TEvents>
{
    internal HostFacts(TProfile profile, TEvents events) => (Profile, Events) = (profile ?? throw new ArgumentNullException(nameof(profile)), events);

    /// <summary>The profile.</summary>
    public readonly TProfile Profile;

    /// <summary>Its events.</summary>
    public readonly TEvents Events;
}
