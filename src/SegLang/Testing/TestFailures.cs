using SegLang.Binding;
using SegLang.Reference;
using SegLang.Symbols;

namespace SegLang.Testing;

/// <summary>Says why a test failed: the instant and expectation as written, and the values behind it.</summary>
internal sealed class TestFailures(BoundRuleSet rules, IReadOnlyDictionary<ParamSymbol, object>? parameters)
{
    private readonly ReferenceRuns runs = new(new ReferenceEvaluator(ReferenceSupport.Supported(rules, runsJourneys: true), parameters));

    /// <summary>A line for each expectation that is not true or that the other engine answers otherwise; null if there is none.</summary>
    public string? Describe(BoundTest test, EngineAnswers answers, EngineAnswers? other)
    {
        List<string> lines = [];
        var others = other?.Of(test).Select(pair => pair.Answer).ToList();
        foreach (var ((expectation, answer), index) in answers.Of(test).Select((pair, index) => (pair, index)))
        {
            if (others is not null && others[index] != answer)
            {
                lines.Add($"{Written(expectation)}: {ValueText.Of(answer)}, but {ValueText.Of(others[index])} in `{other?.Engine}`; {Values(expectation)}");
            }
            else if (answer is not true)
            {
                lines.Add($"{Written(expectation)}: {Values(expectation)}");
            }
        }

        return lines.Count == 0 ? null : string.Join('\n', lines);
    }

    private static string Written(Expectation expectation)
    {
        var test = expectation.Test;
        var at = test.Syntax.Steps.First(s => s.Steps.Any(step => ReferenceEquals(step, expectation.Step.Syntax)));
        return $"at {test.Source.OneLine(at.Instant.Span)} {test.Source.OneLine(expectation.Step.Syntax.Span)}";
    }

    private string Values(Expectation expectation)
    {
        if (expectation.Condition is not { } condition)
        {
            return Actions(expectation);
        }

        var profile = runs.ProfileAt(expectation);
        var values = Guilty(condition, profile)
            .SelectMany(NamedParts.Of)
            .Select(named => $"{NamedParts.Name(named, expectation.Test.Source)} is {ValueText.Of(profile.Value(named), named.Type, rules.Settings)}")
            .Distinct()
            .ToList();
        return values.Count > 0 ? string.Join("; ", values) : $"it is {ValueText.Of((bool?)profile.Value(condition))}";
    }

    // What was asked for instead, or what came of it.
    private string Actions(Expectation expectation)
    {
        var lines = runs.Actions(expectation).Where(l => expectation.IsInReach(l.Time))
            .Select(l => $"{CallText(l.Calls[0])} {OutcomeText(l)} at {ValueText.Of(l.Time, SegType.DateTime, rules.Settings)}")
            .ToList();
        return lines.Count > 0 ? string.Join("; ", lines) : "no action was asked for";
    }

    private string CallText(ReferenceCall call)
    {
        var arguments = call.Action.Parameters.Zip(call.Arguments, (p, value) => (p.Name, p.Type, Value: value)).Where(a => a.Value is not null);
        return $"{call.Action}({string.Join(", ", arguments.Select(a => $"{a.Name}: {ValueText.Of(a.Value, a.Type, rules.Settings)}"))})";
    }

    private static string OutcomeText(ReferenceLogLine line) => line.Outcome switch
    {
        ReferenceOutcome.Asked => "was asked for",
        ReferenceOutcome.Waits => "waits for its hours",
        ReferenceOutcome.Dropped => "was dropped",
        ReferenceOutcome.Refused => "was refused, since what it requires was not true,",
        _ => "was not asked for, since a cap was reached,",
    };

    // Of `a and b` only those that are not true are to blame.
    private static IEnumerable<BoundExpression> Guilty(BoundExpression condition, ReferenceProfile profile) =>
        condition is BoundLogical { IsAnd: true } all && profile.Value(all) is not true
            ? all.Operands.Where(o => profile.Value(o) is not true).SelectMany(o => Guilty(o, profile))
            : [condition];
}
