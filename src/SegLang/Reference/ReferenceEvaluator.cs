using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

/// <summary>
/// Answers by the letter of the language, slowly: what every other engine is compared with. It interprets the bound tree and
/// shares nothing with the plan, the emitted code or their runtime. Journeys and population conditions are refused
/// (<see cref="ReferenceSupport"/>).
/// </summary>
public sealed class ReferenceEvaluator
{
    private readonly IReadOnlyDictionary<ParamSymbol, object> parameters;

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

    internal Dictionary<Pattern, ReferencePattern> Patterns { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>One profile as it is at an instant (microseconds since 1970-01-01T00:00Z); later events are not seen.</summary>
    public ReferenceProfile At(ProfileFacts facts, long now) => ReferenceProfile.Create(this, facts, now);

    internal object Parameter(ParamSymbol param) =>
        parameters.TryGetValue(param, out object? value)
            ? value
            : param.Default ?? throw new InvalidOperationException($"the param {param} has no value");
}
