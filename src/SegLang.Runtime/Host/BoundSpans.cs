using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SegLang.Runtime;

namespace SegLang;

/// <summary>
/// Rules over a host's class, with the events of the only event type as a span, which is read in place. Immutable, for many threads; evaluating
/// allocates nothing.
/// </summary>
/// <typeparam name="TProfile">The host's class.</typeparam>
/// <typeparam name="TEvent">Its events' class.</typeparam>
public sealed unsafe class BoundSpans<TProfile, TEvent>
{
    private readonly BoundRules<TProfile, HeldSpan<TEvent>> held;

    internal BoundSpans(BoundRules<TProfile, HeldSpan<TEvent>> held) => this.held = held;

    /// <summary>The rules.</summary>
    public RuleSet Rules => held.Rules;

    /// <summary>The names of the segments, in the order of the bits that <see cref="Members"/> gives.</summary>
    public ImmutableArray<string> Segments => held.Segments;

    /// <summary>Whether a profile is in a segment, by name.</summary>
    public bool Matches(string segment, TProfile profile, ReadOnlySpan<TEvent> events, DateTimeOffset now)
    {
        fixed (byte* first = &Start(events))
        {
            return held.Matches(segment, profile, new(first, events.Length), now);
        }
    }

    /// <summary>A bit per segment, 64 a word, in the order of <see cref="Segments"/>.</summary>
    public void Members(TProfile profile, ReadOnlySpan<TEvent> events, DateTimeOffset now, Span<ulong> members)
    {
        fixed (byte* first = &Start(events))
        {
            held.Members(profile, new(first, events.Length), now, members);
        }
    }

    /// <summary>Everything that the rules say of a profile, in a new result.</summary>
    public ProfileResult Evaluate(TProfile profile, ReadOnlySpan<TEvent> events, DateTimeOffset now)
    {
        ProfileResult result = NewResult();
        Evaluate(profile, events, now, result);
        return result;
    }

    /// <summary>Everything that the rules say of a profile, in a result of <see cref="NewResult"/> that is used again.</summary>
    public void Evaluate(TProfile profile, ReadOnlySpan<TEvent> events, DateTimeOffset now, ProfileResult into)
    {
        fixed (byte* first = &Start(events))
        {
            held.Evaluate(profile, new(first, events.Length), now, into);
        }
    }

    /// <summary>Why a segment, trait, class, score or journey is what it is for a profile, as <see cref="BoundRules{TProfile}.Why"/>.</summary>
    public RuleExplanation Why(string name, TProfile profile, ReadOnlySpan<TEvent> events, DateTimeOffset now)
    {
        fixed (byte* first = &Start(events))
        {
            return held.Why(name, profile, new(first, events.Length), now);
        }
    }

    /// <summary>Moves a profile's journeys on, as <see cref="BoundRules{TProfile}.Step"/>.</summary>
    public ImmutableArray<JourneyLine> Step(ProfileJourneys journeys, TProfile profile, ReadOnlySpan<TEvent> events, DateTimeOffset now)
    {
        fixed (byte* first = &Start(events))
        {
            return held.Step(journeys, profile, new(first, events.Length), now);
        }
    }

    /// <summary>A result to be filled.</summary>
    public ProfileResult NewResult() => held.NewResult();

    /// <summary>Compiles to machine code what evaluations run, so that the first does not wait for it.</summary>
    [RequiresUnreferencedCode("Looks up methods by reflection.")]
    public void Prepare() => held.Prepare();

    // As bytes, since items may hold references: it is only to be held in place.
    private static ref byte Start(ReadOnlySpan<TEvent> events) => ref Unsafe.As<TEvent, byte>(ref MemoryMarshal.GetReference(events));
}
