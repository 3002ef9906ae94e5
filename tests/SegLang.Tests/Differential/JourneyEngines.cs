using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SegLang.Binding;
using SegLang.Emit;
using SegLang.Reference;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>The answers of one engine to profiles at instants, in the order asked.</summary>
internal delegate JourneyAnswer[] JourneyEngine(BoundRuleSet rules, ImmutableArray<(ProfileTimeline Timeline, long Now)> asked);

/// <summary>The engines that must agree on journeys.</summary>
internal static class JourneyEngines
{
    private static readonly ConditionalWeakTable<BoundRuleSet, RuleProgram> Programs = [];

    public const string InAnotherOrder = "stream in another order";

    /// <summary>
    /// The engines that must say what the reference says. Streams get the inputs in their order, and late, early and repeated within the lateness;
    /// the seed decides how.
    /// </summary>
    public static ImmutableArray<(string Name, JourneyEngine Ask)> Of(int seed) =>
    [
        ("il", Il),
        ("stream", (rules, asked) => Ask(rules, asked, all => JourneyStream.InOrder(Program(rules), all, seed))),
        (InAnotherOrder, (rules, asked) => Ask(rules, asked, all => JourneyStream.OutOfOrder(Program(rules), all, seed))),
    ];

    public static JourneyAnswer[] Reference(BoundRuleSet rules, ImmutableArray<(ProfileTimeline Timeline, long Now)> asked)
    {
        ReferenceEvaluator evaluator = new(rules);
        return [.. asked.Select(a => Answer(() => Reference(evaluator, a.Timeline, a.Now)))];
    }

    /// <summary>The compiled rules in bulk: journeys first, then all values.</summary>
    public static JourneyAnswer[] Il(BoundRuleSet rules, ImmutableArray<(ProfileTimeline Timeline, long Now)> asked) =>
        Ask(rules, asked, all => RunIl(Program(rules), all));

    /// <summary>Whether a profile has begun.</summary>
    public static bool HasBegun(ProfileTimeline timeline, long now) => timeline.Begin <= now || timeline.Inputs.Any(i => i.Time <= now);

    private static JourneyAnswer Reference(ReferenceEvaluator evaluator, ProfileTimeline timeline, long now)
    {
        ReferenceJourneys journeys = evaluator.Follow(timeline, now, withFeed: false);
        var values = evaluator.Rules.Definitions.Where(IsAsked).ToImmutableSortedDictionary(d => d.Symbol.Name, d => Plain(journeys.Profile.Value(d.Symbol)));
        var told = evaluator.Rules.Definitions.Where(d => d is BoundSegment or BoundClass).Select(d => KeyValuePair.Create(
            JourneyAnswer.Told(d.Symbol.Name), HasBegun(timeline, now) ? values[d.Symbol.Name] : d is BoundSegment ? false : null));
        return new(values.AddRange(told), [.. journeys.Log.Select(Text).OfType<string>()]);
    }

    private static JourneyAnswer[] Ask(
        BoundRuleSet rules,
        ImmutableArray<(ProfileTimeline Timeline, long Now)> asked,
        Func<ImmutableArray<(ProfileTimeline Timeline, long Now)>, JourneyAnswer[]> run)
    {
        object? outcome = Engines.Answer(() => run(asked));
        return outcome as JourneyAnswer[] ?? (asked.Length == 1
            ? [JourneyAnswer.Of((Failure)outcome!)]
            : [.. asked.SelectMany(a => Ask(rules, [a], run))]); // Which of them fails?
    }

    /// <summary>A rule set's program, compiled once.</summary>
    public static RuleProgram Program(BoundRuleSet rules) => Programs.GetValue(rules, r => RuleCompiler.Compile(r, []).Program);

    /// <summary>A line of an engine's feed as text; null for segments and classes.</summary>
    public static string? Text(RuleProgram program, FeedLine line) => line.Kind switch
    {
        FeedKind.Stage when program.Journeys.Journeys[line.Subject] is var journey => JourneyAnswer.Stage(
            line.Time, journey.Name, line.From < 0 ? null : journey.Stages[line.From].Name, journey.Stages[line.To].Name, line.Cause,
            line.Calls.Select(c => Call(program, c))),
        FeedKind.Action => JourneyAnswer.Action(
            line.Time, program.Journeys.Journeys[line.From].Name, ((ActionOutcome)line.To).ToString(), line.Cause, Call(program, line.Calls[0])),
        _ => null,
    };

    /// <summary>The definitions whose values all engines give: what holds a span has none of its own.</summary>
    public static bool IsAsked(BoundDefinition definition) => definition is not (BoundJourney or BoundTrait { Expression.Type: SpanType });

    /// <summary>All values of the profile that was selected.</summary>
    private static ImmutableSortedDictionary<string, object?> Values(RuleProgram program, RowOutput output) =>
        Enumerable.Range(0, program.Outputs.Length).Where(i => program.Outputs[i].Name.Length > 0)
            .ToImmutableSortedDictionary(i => program.Outputs[i].Name, i => Plain(Value(program, output, i)));

    /// <summary>A value that equals those of other engines: a set as its text, an empty one as nothing.</summary>
    public static object? Plain(object? value) => value is SetValue set ? set.Items.Length == 0 ? null : JourneyAnswer.Text(set) : value;

    private static JourneyAnswer Answer(Func<JourneyAnswer> ask) => Engines.Answer(ask) switch
    {
        JourneyAnswer answer => answer,
        var failure => JourneyAnswer.Of((Failure)failure!),
    };

    private static object? Value(RuleProgram program, RowOutput output, int place) => program.Outputs[place].Kind == OutputKind.Segment
        ? output.Known[place] && output.Bits[place] != 0
        : OutputBridge.Value(program, output, place);

    private static JourneyAnswer[] RunIl(RuleProgram program, ImmutableArray<(ProfileTimeline Timeline, long Now)> asked)
    {
        DataSet data = FactsBridge.ToData(program, [.. asked.Select(a => a.Timeline)], row => asked[row].Now);
        IReadOnlyList<FeedLine>[] logs = new IReadOnlyList<FeedLine>[asked.Length];
        JourneyColumns journeys = JourneyBatch.Run(
            program, data, row => asked[row].Now, row => asked[row].Timeline.Begin, (row, lines) => logs[row] = lines, threads: 1);
        data = data.With(journeys);
        RowEvaluator<ColumnReader> rows = program.Rows<ColumnReader>();
        RowOutput output = new(program.Outputs.Length);
        JourneyAnswer[] answers = new JourneyAnswer[asked.Length];
        for (int row = 0; row < asked.Length; row++)
        {
            rows.Select(new ColumnReader(data, row), program.At(asked[row].Now));
            rows.EvaluateAll(output);
            answers[row] = new(Values(program, output), [.. logs[row].Select(l => Text(program, l)).OfType<string>()]);
        }

        return answers;
    }

    private static string Call(RuleProgram program, ActionCall call) =>
        JourneyAnswer.Call(program.Journeys.Actions[call.Action].Name, call.Arguments.Select(FactsBridge.FromRuntime));

    private static string? Text(ReferenceLogLine line) => line.Kind switch
    {
        ReferenceLogKind.Stage => JourneyAnswer.Stage(
            line.Time, line.Subject.Name, line.From?.Name, line.To?.Name ?? "", line.Cause, line.Calls.Select(Call)),
        ReferenceLogKind.Action => JourneyAnswer.Action(
            line.Time, line.Journey?.Name ?? "", line.Outcome?.ToString() ?? "", line.Cause, Call(line.Calls[0])),
        _ => null,
    };

    private static string Call(ReferenceCall call) => JourneyAnswer.Call(call.Action.Name, call.Arguments);
}
