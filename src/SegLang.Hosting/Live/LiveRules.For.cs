using System.Collections.Concurrent;

namespace SegLang;

public sealed partial class LiveRules
{
    private readonly ConcurrentDictionary<(Type Profile, Type? Events, BindingOptions? Options), object> bound = [];

    /// <summary>
    /// These rules bound to a class of the host's, kept bound as they change; asked for again, it is the same. Rules that do not fit the class are a
    /// <see cref="RuleSetException"/> here, and are refused by later reloads.
    /// </summary>
    public LiveRules<TProfile> For<TProfile>(BindingOptions? options = null) =>
        (LiveRules<TProfile>)bound.GetOrAdd((typeof(TProfile), null, options), _ => new LiveRules<TProfile>(this, options));

    /// <summary>As <see cref="For{TProfile}"/>, with events that stand apart from the profile.</summary>
    public LiveRules<TProfile, TEvents> For<TProfile, TEvents>(BindingOptions? options = null) =>
        (LiveRules<TProfile, TEvents>)bound.GetOrAdd((typeof(TProfile), typeof(TEvents), options), _ => new LiveRules<TProfile, TEvents>(this, options));

    internal Instruments Instruments => instruments;
}
