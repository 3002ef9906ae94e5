using System.Collections.Immutable;
using SegLang.Symbols;

namespace SegLang.Plan;

/// <summary>How often a value has to be computed.</summary>
public enum PlanLevel
{
    /// <summary>Once per loaded program: constants and params.</summary>
    Program,

    /// <summary>Once per evaluation: depends on the instant, on no profile.</summary>
    Instant,

    /// <summary>Once per profile.</summary>
    Profile,

    /// <summary>Once per event or record that an enclosing aggregate or quantifier ranges over.</summary>
    Inner,
}

/// <summary>
/// A value of the shared plan. Equal values are the same object (<see cref="Id"/>, from 0 in order of dependency: operands come
/// before what uses them). Nothing of the syntax is left, so two rules that ask the same share one value.
/// </summary>
/// <param name="Id">Its place in <see cref="RulePlan.Values"/>.</param>
/// <param name="Type">Its type, in which values are held as Symbols/Values.cs says.</param>
/// <param name="MayBeUnknown">False only where it is certainly known.</param>
public abstract record PlanValue(int Id, SegType Type, bool MayBeUnknown)
{
    /// <summary>How often it has to be computed.</summary>
    public PlanLevel Level { get; init; }

    /// <summary>The variables that it depends on from outside itself, by slot; empty but for <see cref="PlanLevel.Inner"/>.</summary>
    public ImmutableArray<PlanVariable> Free { get; init; } = [];

    /// <summary>The values that it is computed from, in the scope in which it is computed itself.</summary>
    public virtual ImmutableArray<PlanValue> Operands => [];

    /// <summary>The values that it computes per event or record, in the scope of its own variables.</summary>
    public virtual ImmutableArray<PlanValue> InnerValues => [];

    /// <summary>The variables that it binds for <see cref="InnerValues"/>.</summary>
    public virtual ImmutableArray<PlanVariable> Bound => [];
}

/// <summary>
/// The event or record that an aggregate or quantifier ranges over at the moment. Variables of one schema and depth of nesting are the same,
/// whatever their names were, so that equal queries share.
/// </summary>
public sealed record PlanVariable(SchemaSymbol Schema, int Slot);

/// <summary>
/// An instant at which values are asked: number 0 is the evaluation's `now`, the others come from `as of`. Where
/// <see cref="Value"/> (computed at the parent) is unknown or later than the parent, or the parent is not valid, the instant is not valid:
/// what is asked of it is unknown. It never depends on a profile.
/// </summary>
public sealed record PlanInstant(int Number, PlanInstant? Parent, PlanValue? Value);
