using System.Collections.Immutable;
using SegLang.Symbols;

namespace SegLang.Plan;

/// <summary>How an engine that lives on can answer a question about events without keeping all of them.</summary>
public enum PlanKeeping
{
    /// <summary>It needs the events that its window can still reach.</summary>
    Window,

    /// <summary>What is before can be added up in numbers.</summary>
    Folded,

    /// <summary>What is before can be left to one event.</summary>
    Representative,

    /// <summary>It needs all of them.</summary>
    All,
}

/// <summary>
/// What one question (an aggregate, a fading line, a step of a sequence) needs of the events of a type. With <see cref="PlanKeeping.Window"/>
/// those from the greatest of <see cref="Bounds"/> on; folded and represented may be those before the least of them, which is where
/// they are in sight for good. <see cref="Reason"/> says in words why all are needed.
/// </summary>
public sealed record PlanUse(EventSymbol Event, PlanValue Question, PlanKeeping Keeping, ImmutableArray<PlanBound> Bounds, string Reason);

/// <summary>An instant that moves forward with now, made <see cref="Slack"/> microseconds earlier, and earlier by `within` if given.</summary>
public sealed record PlanBound(PlanEdge Edge, long Slack, PlanStep? Within);

/// <summary>What a plan needs of the past: all uses, and the first place of what each folded question keeps.</summary>
public sealed record PlanRetention(ImmutableArray<PlanUse> Uses, ImmutableDictionary<int, int> Places, int Count)
{
    /// <summary>Of a plan that is not for a stream.</summary>
    public static PlanRetention None { get; } = new([], ImmutableDictionary<int, int>.Empty, 0);

    /// <summary>Whether all events of a type must be kept.</summary>
    public bool KeepsAll(EventSymbol type) => Uses.Any(u => u.Event == type && u.Keeping == PlanKeeping.All);

    /// <summary>The questions about a type that fold, or keep one event, where nothing else keeps them all.</summary>
    public IEnumerable<PlanUse> Folding(EventSymbol type) =>
        KeepsAll(type) ? [] : Uses.Where(u => u.Event == type && u.Keeping is PlanKeeping.Folded or PlanKeeping.Representative);

    /// <summary>Whether a question starts from what was folded.</summary>
    public bool IsFolded(PlanValue question) => Places.ContainsKey(question.Id);
}
