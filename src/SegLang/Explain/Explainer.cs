using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Reference;
using SegLang.Symbols;
using SegLang.Testing;
using SegLang.Text;

namespace SegLang.Explain;

/// <summary>
/// Lays open why a definition is what it is for one profile. It finds no value itself: each is the reference evaluator's. What several parts refer to is
/// laid open once; parts beyond <see cref="MostLevels"/> are told without theirs.
/// </summary>
internal sealed partial class Explainer(BoundRuleSet rules, ReferenceProfile profile, ImmutableArray<ReferenceLogLine> log)
{
    // Writers of JSON take 64 levels, and a part is two.
    private const int MostLevels = 24;

    private readonly HashSet<Symbol> told = new(ReferenceEqualityComparer.Instance);

    /// <summary>The explanation of a definition.</summary>
    public RuleExplanation Explain(BoundDefinition definition, long now) => new(
        definition.Symbol.Name, DateTimeOffset.UnixEpoch.AddTicks(now * 10), Value(definition), null, Parts(definition, true, 1));

    private string Value(BoundDefinition definition) => ValueText.Of(profile.Value(definition.Symbol), TypeOf(definition), rules.Settings);

    private static SegType TypeOf(BoundDefinition definition) => definition switch
    {
        BoundTrait trait => trait.Expression.Type,
        BoundClass entries => new ClassType(entries.Class),
        BoundScore score => score.Score.Type,
        BoundJourney journey => new JourneyType(journey.Journey),
        _ => SegType.Bool,
    };

    private ImmutableArray<ExplanationPart> Parts(BoundDefinition definition, bool decides, int level)
    {
        if (level > MostLevels || definition.Symbol.Source is not { } source || !told.Add(definition.Symbol))
        {
            return [];
        }

        return definition switch
        {
            BoundSegment segment => [Condition(segment.Condition, source, decides, level)],
            BoundTrait { Expression: var expression } when expression.Type == SegType.Bool => [Condition(expression, source, decides, level)],
            BoundTrait trait => Seen(trait.Expression, source, decides, level),
            BoundClass entries => entries.IsByFit ? Fits(entries, source, decides, level) : Entries(entries, source, decides, level),
            BoundScore score => [.. score.Lines.Select(l => Line(l, source, level))],
            BoundJourney journey => Stays(journey),
            _ => [],
        };
    }

    private ExplanationPart Condition(BoundExpression condition, SourceText source, bool decides, int level) =>
        new(source.OneLine(condition.Syntax.Span), Value(condition), decides, level >= MostLevels ? [] : Inside(condition, source, decides, level + 1));

    // What one comparison was written as (`between`, `not in`, `contains any`) stays one.
    private ImmutableArray<ExplanationPart> Inside(BoundExpression condition, SourceText source, bool decides, int level) => condition switch
    {
        BoundLogical all when !all.Operands.Any(o => ReferenceEquals(o.Syntax, all.Syntax)) =>
            [.. all.Operands.Select(o => Condition(o, source, decides && Decides(all, o), level))],
        BoundNot { Operand: var operand } not when !ReferenceEquals(operand.Syntax, not.Syntax) => [Condition(operand, source, decides, level)],
        _ when BoundTree.Reference(condition) is { } symbol => Parts(rules.Definition(symbol), decides, level),
        _ => Seen(condition, source, decides, level),
    };

    // Of `a and b` that is false each that is false decides; where it is true, all do.
    private bool Decides(BoundLogical all, BoundExpression operand) => Equals(profile.Value(operand), profile.Value(all));

    // The values that an expression was found from: those of rules decide with it, and are laid open.
    private ImmutableArray<ExplanationPart> Seen(BoundExpression expression, SourceText source, bool decides, int level) =>
    [
        .. NamedParts.Of(expression).Where(n => !ReferenceEquals(n, expression) || BoundTree.Reference(n) is not null)
            .DistinctBy(n => NamedParts.Name(n, source))
            .Select(n => Named(n, source, decides, level)),
    ];

    private ExplanationPart Named(BoundExpression named, SourceText source, bool decides, int level) =>
        named is not BoundJourneyRef && BoundTree.Reference(named) is { } symbol
            ? new(symbol.Name, Value(named), decides, Parts(rules.Definition(symbol), decides, level + 1))
            : new(NamedParts.Name(named, source), Value(named), false, []);

    private string Value(BoundExpression expression) => ValueText.Of(profile.Value(expression), expression.Type, rules.Settings);
}
