using System.Collections.Immutable;
using SegLang.Syntax;

namespace SegLang.Binding;

/// <summary>The bare names that stand in a piece of syntax, wherever they point; those of actions too.</summary>
internal static class SyntaxNames
{
    public static IEnumerable<string> In(DeclarationSyntax declaration) => declaration switch
    {
        TraitSyntax s => In(s.Expression),
        SegmentSyntax s => In(s.Condition),
        ClassifySyntax s => s.Entries.SelectMany(e => In(e.Expression)),
        ScoreSyntax s => s.Lines.SelectMany(In),
        JourneySyntax s => s.Parts.OfType<StartSyntax>().SelectMany(p => In(p.Where, p.When)).Concat(Lines(s).SelectMany(In)),
        ActionSyntax s => In(s.Requires),
        TestSyntax s => InFields(s.Given).Concat(s.Steps.SelectMany(a => a.Steps).SelectMany(In)),
        _ => [],
    };

    private static IEnumerable<StageLineSyntax> Lines(JourneySyntax journey) => journey.Parts.SelectMany(part => part switch
    {
        AnywhereSyntax anywhere => anywhere.Lines,
        StageSyntax stage => stage.Lines,
        _ => [],
    });

    private static IEnumerable<string> In(StageLineSyntax line)
    {
        IEnumerable<string> own = line switch
        {
            OnLineSyntax s => In(s.Where),
            WhenLineSyntax s => In(s.Condition),
            AfterLineSyntax s => In(s.Where),
            AtLineSyntax s => In(s.Instant),
            _ => [],
        };
        return own.Concat(line.Actions.SelectMany(a => a.Arguments.SelectMany(p => In(p.Value)).Prepend(a.Name.Text)));
    }

    private static IEnumerable<string> In(TestStepSyntax step) => step switch
    {
        ExpectStepSyntax s => In(s.Condition),
        EventStepSyntax s => InFields(s.Fields),
        SetStepSyntax s => InFields(s.Fields),
        ExpectActionStepSyntax s => s.Call.Arguments.SelectMany(a => In(a.Value)),
        _ => [],
    };

    private static IEnumerable<string> InFields(RecordValueSyntax? record) => record?.Fields.SelectMany(f => In(f.Value)) ?? [];

    private static IEnumerable<string> In(ScoreLineSyntax line) => line switch
    {
        ScoreWhenSyntax s => In(s.Condition),
        ScorePerSyntax s => In(s.Query),
        _ => [],
    };

    public static IEnumerable<string> In(params ReadOnlySpan<ExpressionSyntax?> expressions)
    {
        List<string> names = [];
        foreach (ExpressionSyntax? expression in expressions)
        {
            if (expression is not null)
            {
                names.AddRange(InOne(expression));
            }
        }

        return names;
    }

    private static IEnumerable<string> InAll(ImmutableArray<ExpressionSyntax> expressions) => expressions.SelectMany(e => In(e));

    private static IEnumerable<string> In(QuerySyntax query) =>
        query.Steps.SelectMany(s => In(s.Where).Concat(s.Window is null ? [] : In(s.Window)));

    private static IEnumerable<string> In(WindowSyntax window) => window switch
    {
        SinceWindowSyntax s => In(s.From),
        BeforeWindowSyntax s => In(s.Until),
        FromUntilWindowSyntax s => In(s.From, s.Until),
        _ => [],
    };

    private static IEnumerable<string> InOne(ExpressionSyntax syntax) => syntax switch
    {
        NameSyntax s => [s.Name.Text],
        MemberAccessSyntax s => In(s.Target),
        ParenthesizedSyntax s => In(s.Expression),
        ListSyntax s => InAll(s.Elements),
        UnarySyntax s => In(s.Operand),
        LogicalSyntax s => InAll(s.Operands),
        BinarySyntax s => In(s.Left, s.Right),
        ComparisonSyntax s => In(s.Left, s.Right),
        InSyntax s => In(s.Value, s.Collection),
        InWindowSyntax s => In(s.Value).Concat(In(s.Window)),
        InPopulationSyntax s => In(s.Value),
        BetweenSyntax s => In(s.Value, s.Low, s.High),
        ContainsSyntax s => In(s.Left, s.Right),
        AffixSyntax s => In(s.Left, s.Right),
        MatchesSyntax s => In(s.Left),
        IsKnownSyntax s => In(s.Value),
        AsOfSyntax s => In(s.Value, s.Instant),
        UnitsSyntax s => In(s.Operand),
        CallSyntax s => InAll(s.Arguments),
        AggregateSyntax s => In(s.Query),
        RecordValueSyntax s => InFields(s),
        QuantifierSyntax s => In(s.Value, s.List, s.Where),
        _ => [],
    };
}
