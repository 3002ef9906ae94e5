using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Emit;
using SegLang.Reference;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>The answers of one engine: by profile and instant in the order asked, then by question; an exception is an answer too.</summary>
internal delegate object?[][] Engine(
    BoundRuleSet rules, ImmutableArray<BoundDefinition> questions, ImmutableArray<(ProfileFacts Profile, long Now)> asked);

/// <summary>The engines that must agree.</summary>
internal static class Engines
{
    /// <summary>The reference first: what the others are compared with.</summary>
    public static ImmutableArray<(string Name, Engine Ask)> All { get; } = [("reference", Reference), ("il", Row)];

    public static object?[][] Reference(
        BoundRuleSet rules, ImmutableArray<BoundDefinition> questions, ImmutableArray<(ProfileFacts Profile, long Now)> asked)
    {
        ReferenceEvaluator evaluator = new(rules);
        return [.. asked.Select(a =>
        {
            ReferenceProfile profile = evaluator.At(a.Profile, a.Now);
            return questions.Select(q => Answer(() => profile.Value(q.Symbol))).ToArray();
        })];
    }

    /// <summary>The compiled rules, a profile at a time.</summary>
    public static object?[][] Row(
        BoundRuleSet rules, ImmutableArray<BoundDefinition> questions, ImmutableArray<(ProfileFacts Profile, long Now)> asked)
    {
        RuleProgram program = RuleCompiler.Compile(rules, []).Program;
        DataSet data = FactsBridge.ToData(program, [.. asked.Select(a => a.Profile)]);
        RowEvaluator<ColumnReader> rows = program.Rows<ColumnReader>();
        RowOutput output = new(program.Outputs.Length);
        int[] places = [.. questions.Select(q => rules.Definitions.IndexOf(q))];
        return [.. asked.Select((a, i) =>
        {
            rows.Select(new ColumnReader(data, i), program.At(a.Now));
            return places.Select(p => Answer(() =>
            {
                rows.Evaluate(p, output);
                return OutputBridge.Value(program, output, p);
            })).ToArray();
        })];
    }

    /// <summary>What a question came to; an exception is told by its type and message.</summary>
    public static object? Answer(Func<object?> ask)
    {
#pragma warning disable CA1031 // Any exception of an engine is a finding, to be shrunk and printed like a wrong answer.
        try
        {
            return ask();
        }
        catch (Exception e)
        {
            return new Failure(e);
        }
#pragma warning restore CA1031
    }
}

/// <summary>An exception in place of an answer; never equal to another answer.</summary>
internal sealed class Failure(Exception exception)
{
    public override string ToString() => exception.ToString();
}
