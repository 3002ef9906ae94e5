using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Plan;

/// <summary>A definition's value in the plan; segments are bools that are never unknown.</summary>
public sealed record PlanOutput(Symbol Symbol, PlanValue Value);

/// <summary>What a compiled rule set is to do: the less, the sooner it is compiled.</summary>
public enum RuleUse
{
    /// <summary>It answers for many profiles at one instant, or for one; journeys are followed up to that instant.</summary>
    Batch,

    /// <summary>It can also live in a stream: it tells when time alone changes an answer, and folds events that are not needed any more.</summary>
    Stream,
}

/// <summary>
/// One program for a whole rule set. <see cref="Values"/> are in order of dependency and hold every distinct value once;
/// <see cref="Outputs"/> are the definitions in order of the rule set; <see cref="Extra"/> the additional conditions in the order given,
/// as values (three-valued); <see cref="Asked"/> what <see cref="Journeys"/> names as the outputs after these, some of it about the event of
/// an `on` line: then the variable in slot 0 is free in it. <see cref="Horizons"/> has for each of all these the clocks of which the first tells when time alone
/// may change it; in a batch only for what journeys ask.
/// </summary>
public sealed record RulePlan(
    RuleUse Use,
    BoundRuleSet Rules,
    ImmutableArray<PlanValue> Values,
    ImmutableArray<PlanInstant> Instants,
    ImmutableArray<PlanOutput> Outputs,
    ImmutableArray<PlanValue> Extra,
    JourneySet Journeys,
    ImmutableArray<PlanValue> Asked,
    ImmutableArray<ImmutableArray<PlanValue>> Horizons,
    ImmutableArray<ParamSymbol> Params,
    ImmutableArray<Pattern> Patterns,
    ZoneTable Zone)
{
    /// <summary>Whether Sunday begins the week.</summary>
    public bool WeekStartsSunday => Rules.Settings.WeekStartsSunday;
}
