using System.Diagnostics.CodeAnalysis;
using SegLang.Runtime;

namespace SegLang;

/// <summary>A segment of bound rules. Immutable, for many threads; asking allocates nothing.</summary>
/// <typeparam name="TProfile">The host's class.</typeparam>
public sealed class SegmentRule<TProfile>
{
    private readonly HostEngine<TProfile> engine;
    private readonly int output;

    internal SegmentRule(HostEngine<TProfile> engine, int output, string name)
    {
        this.engine = engine;
        this.output = output;
        Name = name;
    }

    /// <summary>Its name in the rules.</summary>
    public string Name { get; }

    /// <summary>Whether a profile is in it.</summary>
    public bool Matches(TProfile profile, DateTimeOffset now) => engine.Test(output, profile, HostValues.Instant(now), null);
}

/// <summary>A trait, class, score or segment of bound rules. Immutable, for many threads.</summary>
/// <typeparam name="TProfile">The host's class.</typeparam>
/// <typeparam name="TValue">What it is taken as.</typeparam>
public sealed class ValueRule<TProfile, TValue>
{
    private readonly RuleSet rules;
    private readonly HostEngine<TProfile> engine;
    private readonly int output;
    private readonly Func<RowOutput, int, TValue> reader;
    private RowOutput? spare;

    internal ValueRule(RuleSet rules, HostEngine<TProfile> engine, int output)
    {
        this.rules = rules;
        this.engine = engine;
        this.output = output;
        reader = OutputValues.Reader<TValue>(rules.Outputs[output]);
    }

    /// <summary>Its name in the rules.</summary>
    public string Name => rules.Outputs[output].Name;

    /// <summary>Its value for a profile; false where it is unknown.</summary>
    public bool TryGet(TProfile profile, DateTimeOffset now, [MaybeNullWhen(false)] out TValue value)
    {
        RowOutput held = Interlocked.Exchange(ref spare, null) ?? new RowOutput(rules.Program.Outputs.Length);
        engine.Evaluate(output, profile, HostValues.Instant(now), null, held);
        bool isKnown = held.Known[output];
        value = isKnown ? reader(held, output) : default;
        spare = held;
        return isKnown;
    }

    /// <summary>Its value for a profile, or another where it is unknown.</summary>
    public TValue Get(TProfile profile, DateTimeOffset now, TValue otherwise) => TryGet(profile, now, out TValue? value) ? value : otherwise;
}
