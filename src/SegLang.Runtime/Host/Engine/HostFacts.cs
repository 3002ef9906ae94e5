namespace SegLang.Runtime;

/// <summary>A profile and its events that stand apart.</summary>
internal readonly struct HostFacts<TProfile, TEvents>(TProfile profile, TEvents events)
{
    /// <summary>The profile.</summary>
    public readonly TProfile Profile = profile;

    /// <summary>Its events.</summary>
    public readonly TEvents Events = events;
}
