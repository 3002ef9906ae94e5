using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using SegLang.Runtime;

namespace SegLang;

/// <summary>Rules over a host's class whose events stand apart. Immutable, for many threads; evaluating allocates nothing.</summary>
/// <typeparam name="TProfile">The host's class.</typeparam>
/// <typeparam name="TEvents">Its events.</typeparam>
public sealed class BoundRules<TProfile, TEvents>
{
    private readonly HostEngine<HostFacts<TProfile, TEvents>> engine;

    internal BoundRules(RuleSet rules, HostEngine<HostFacts<TProfile, TEvents>> engine)
    {
        Rules = rules;
        this.engine = engine;
    }

    /// <summary>The rules.</summary>
    public RuleSet Rules { get; }

    /// <summary>The names of the segments, in the order of the bits that <see cref="Members"/> gives.</summary>
    public ImmutableArray<string> Segments => Rules.Segments;

    /// <summary>Whether a profile is in a segment, by name.</summary>
    public bool Matches(string segment, TProfile profile, TEvents events, DateTimeOffset now) =>
        engine.Test(Rules.OutputOf(segment, OutputKind.Segment), new(profile, events), HostValues.Instant(now), null);

    /// <summary>A bit per segment, 64 a word, in the order of <see cref="Segments"/>.</summary>
    public void Members(TProfile profile, TEvents events, DateTimeOffset now, Span<ulong> members) =>
        engine.Members(new(profile, events), HostValues.Instant(now), null, MemoryMarshal.Cast<ulong, long>(members));

    /// <summary>Everything that the rules say of a profile, in a new result.</summary>
    public ProfileResult Evaluate(TProfile profile, TEvents events, DateTimeOffset now)
    {
        ProfileResult result = new(Rules);
        Evaluate(profile, events, now, result);
        return result;
    }

    /// <summary>Everything that the rules say of a profile, in a result of <see cref="NewResult"/> that is used again.</summary>
    public void Evaluate(TProfile profile, TEvents events, DateTimeOffset now, ProfileResult into)
    {
        ArgumentNullException.ThrowIfNull(into);
        engine.EvaluateAll(new(profile, events), HostValues.Instant(now), null, into.Output);
    }

    /// <summary>Compiles to machine code what evaluations run, so that the first does not wait for it.</summary>
    [RequiresUnreferencedCode("Looks up methods by reflection.")]
    public void Prepare() => engine.Prepare();

    /// <summary>A result to be filled.</summary>
    public ProfileResult NewResult() => new(Rules);
}
