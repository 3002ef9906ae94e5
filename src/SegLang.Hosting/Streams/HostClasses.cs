using SegLang.Runtime;

namespace SegLang;

/// <summary>
/// The host's classes that a stream takes, bound to its rules: those of the options from the start, others from their first object on, and all of them
/// again when the rules change. Not for several threads at once.
/// </summary>
internal sealed class HostClasses
{
    private readonly RuleSet rules;
    private readonly Dictionary<(Type Class, string? Type), (object Bound, Action<HostClasses> Again)> known = [];

    /// <summary>Binds what the options name, and what was bound before; what does not fit these rules is a <see cref="RuleSetException"/>.</summary>
    public HostClasses(RuleSet rules, IEnumerable<Action<HostClasses>> given, HostClasses? before)
    {
        this.rules = rules;
        foreach (Action<HostClasses> bind in given.Concat(before?.known.Values.Select(k => k.Again) ?? []))
        {
            bind(this);
        }
    }

    public BoundProfiles<TProfile> Profiles<TProfile>() =>
        Get((typeof(TProfile), null), () => rules.ProfilesOf<TProfile>(), c => c.Profiles<TProfile>());

    // By the type's name, so that a class may stand for a profile and for an event.
    public BoundEvents<TEvent> Events<TEvent>(string? type) =>
        Get((typeof(TEvent), type ?? ""), () => rules.EventsOf<TEvent>(type), c => c.Events<TEvent>(type));

    private T Get<T>((Type, string?) key, Func<T> bind, Action<HostClasses> again)
        where T : notnull
    {
        if (known.TryGetValue(key, out (object Bound, Action<HostClasses> Again) held))
        {
            return (T)held.Bound;
        }

        T bound = bind();
        known.Add(key, (bound, again));
        return bound;
    }
}
