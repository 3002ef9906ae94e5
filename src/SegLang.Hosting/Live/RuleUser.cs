namespace SegLang;

/// <summary>
/// What depends on the rules and changes with them. All users of a rule set prepare for new rules before any of them changes over; one that cannot
/// refuses the rules for all.
/// </summary>
internal abstract class RuleUser
{
    /// <summary>Makes ready for new rules and gives what goes with them; what it throws refuses them. Each is followed by one of the next two.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="parameters">The values of their params as a text, the same for the same values.</param>
    public abstract object Prepare(RuleSet rules, string parameters);

    /// <summary>The rules serve now.</summary>
    public virtual void Commit(object prepared)
    {
    }

    /// <summary>The rules were refused: everything stays as it was.</summary>
    public virtual void Abort(object prepared)
    {
    }
}
