using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

/// <summary>
/// Answers by the letter of the language, slowly: what every other engine is compared with. It interprets the bound tree and
/// shares nothing with the plan, the emitted code or their runtime. Population conditions are refused (<see cref="ReferenceSupport"/>).
/// Not safe for use by several threads at once.
/// </summary>
public sealed class ReferenceEvaluator
{
    private readonly IReadOnlyDictionary<ParamSymbol, object> parameters;
    private readonly Dictionary<(long Instant, long Count, TimeUnit Unit), long> reached = [];
    private ReferenceTiming? timing;

    /// <summary>An evaluator of error-free rules; params that are not given keep their declared value.</summary>
    public ReferenceEvaluator(BoundRuleSet rules, IReadOnlyDictionary<ParamSymbol, object>? parameters = null)
    {
        Rules = rules;
        Calendar = new ReferenceCalendar(rules.Settings.TimeZone, rules.Settings.WeekStartsSunday);
        this.parameters = parameters ?? ImmutableDictionary<ParamSymbol, object>.Empty;
    }

    /// <summary>The rules that are evaluated.</summary>
    public BoundRuleSet Rules { get; }

    internal ReferenceCalendar Calendar { get; }

    internal ReferenceTiming Timing => timing ??= new(Rules);

    internal Dictionary<Pattern, ReferencePattern> Patterns { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>One profile as it is at an instant (microseconds since 1970-01-01T00:00Z); later events are not seen.</summary>
    public ReferenceProfile At(ProfileFacts facts, long now) => ReferenceProfile.Create(this, facts, now);

    /// <summary>
    /// Follows one profile through its journeys up to an instant, all that happens at it included. <paramref name="withFeed"/> also
    /// watches all segments and classes for the log.
    /// </summary>
    public ReferenceJourneys Follow(ProfileTimeline timeline, long until, bool withFeed = true) =>
        ReferenceJourneys.Follow(this, timeline, until, withFeed);

    /// <summary>The first instant whose moving bound, that many units before it, is not before an instant.</summary>
    internal long FirstBoundFrom(long instant, long count, TimeUnit unit)
    {
        if (!reached.TryGetValue((instant, count, unit), out long first))
        {
            first = FindBoundFrom(instant, count, unit);
            reached.Add((instant, count, unit), first);
        }

        return first;
    }

    private long FindBoundFrom(long instant, long count, TimeUnit unit)
    {
        if (count < 0 || Calendar.Add(instant, count, unit) is not { } likely)
        {
            return ReferenceCalendar.Never;
        }

        int Level(long now) => (Calendar.Ago(now, count, unit) ?? long.MinValue) >= instant ? 1 : 0;
        if (Level(likely) == 1 && (likely == ReferenceCalendar.FirstInstant || Level(likely - 1) == 0))
        {
            return likely;
        }

        // A bound is at most some days away from calendar arithmetic in the other direction.
        const long Drift = 8 * ReferenceCalendar.MicrosecondsPerDay;
        return ReferenceChanges.First(
            Level, Math.Max(likely - Drift, ReferenceCalendar.FirstInstant), Math.Min(likely + Drift, ReferenceCalendar.LastInstant));
    }

    internal object Parameter(ParamSymbol param) =>
        parameters.TryGetValue(param, out object? value)
            ? value
            : param.Default ?? throw new InvalidOperationException($"the param {param} has no value");
}
