using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Reference;

/// <summary>What time alone can change, and what changes with every instant.</summary>
internal sealed class ReferenceTiming
{
    private readonly BoundRuleSet rules;
    private readonly Dictionary<object, bool> timed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Symbol, bool> flowing = new(ReferenceEqualityComparer.Instance);

    public ReferenceTiming(BoundRuleSet rules)
    {
        this.rules = rules;
        foreach (var definition in rules.Definitions)
        {
            // In order of dependency, so that long chains of definitions need no deep recursion.
            IsTimed(definition.Symbol);
            _ = definition is BoundTrait trait && Flows(trait.Trait);
        }
    }

    /// <summary>Whether time alone can change an expression, through what it refers to as well.</summary>
    public bool IsTimed(BoundExpression expression)
    {
        if (!timed.TryGetValue(expression, out bool known))
        {
            known = IsTimedItself(expression) || BoundTree.Children(expression).Any(IsTimed);
            timed.Add(expression, known);
        }

        return known;
    }

    /// <summary>Whether time alone can change a definition.</summary>
    public bool IsTimed(Symbol symbol)
    {
        if (!timed.TryGetValue(symbol, out bool known))
        {
            var definition = rules.Definition(symbol);
            known = definition is not BoundJourney && (BoundTree.Children(definition).Any(IsTimed) || HasTimedLine(definition));
            timed.Add(symbol, known);
        }

        return known;
    }

    /// <summary>
    /// Whether a value changes with every instant that passes: `now`, `N units ago`, what is reckoned from them, a score that halves.
    /// </summary>
    public bool Flows(BoundExpression value) => value switch
    {
        BoundNow or BoundAgo => true,
        BoundArithmetic sum => Flows(sum.Left) || Flows(sum.Right),
        BoundNegate negate => Flows(negate.Operand),
        BoundConversion conversion => Flows(conversion.Value),
        BoundElse choice => Flows(choice.Value) || Flows(choice.Otherwise),
        BoundCall { Function: not FunctionKind.Anniversary } call => call.Arguments.Any(Flows),
        BoundAsOf past => Flows(past.Value),
        BoundScoreRef score => score.Score.Fades,
        BoundTraitRef trait => Flows(trait.Trait),
        _ => false,
    };

    /// <summary>Whether a value adds calendar days to what flows, so that it may fall where clocks are set or months are short.</summary>
    public bool AddsDays(BoundExpression value) =>
        (value is BoundArithmetic { Right.Type: SpanType } sum && Flows(sum.Left))
        || (value is BoundTraitRef trait && AddsDays(((BoundTrait)rules.Definition(trait.Trait)).Expression))
        || BoundTree.Children(value).Any(AddsDays);

    private bool Flows(TraitSymbol trait)
    {
        if (!flowing.TryGetValue(trait, out bool known))
        {
            known = Flows(((BoundTrait)rules.Definition(trait)).Expression);
            flowing.Add(trait, known);
        }

        return known;
    }

    private bool IsTimedItself(BoundExpression expression) => expression switch
    {
        BoundNow or BoundToday or BoundAgo or BoundUnits or BoundInWindow or BoundAsOf => true,
        BoundCall call => call.Function == FunctionKind.Anniversary,
        BoundAggregate aggregate => IsTimed(aggregate.Query),
        BoundProfileField { Field: var field } => IsTimed(field),
        BoundEventField { Field: var field } => IsTimed(field),
        BoundRecordField { Field: var field } => IsTimed(field),
        BoundOwnField { Field: var field } => IsTimed(field),
        BoundEventMember { Field: var field } => IsTimed(field),
        BoundJourneyRef => false,
        _ => BoundTree.Reference(expression) is { } symbol && IsTimed(symbol),
    };

    private bool IsTimed(FieldSymbol field) => field.IsComputed && IsTimed(rules.ComputedFields[field]);

    private static bool IsTimed(BoundQuery query) =>
        query.Steps.Any(s => s.Window is BoundLastWindow or BoundThisWindow or BoundPreviousWindow or BoundNextWindow or BoundNextUnitWindow)
        || query.Steps[^1].IsNo;

    // Where a line halves, time alone changes the score; a query may be timed without an expression inside it that is.
    private static bool HasTimedLine(BoundDefinition definition) =>
        definition is BoundScore score
        && score.Lines.OfType<BoundScorePer>().Any(l => l.HalvingMicroseconds is not null || IsTimed(l.Query));
}
