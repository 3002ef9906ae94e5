using System.Collections.Immutable;
using SegLang.Plan;

namespace SegLang.Emit;

/// <summary>
/// Small programs also get methods that answer in one go: every value is a local where it is used, nothing is selected or remembered.
/// </summary>
internal sealed partial class ProgramWriter
{
    // Values of profiles up to which one method computes all of them, and a segment's test all of its own: more would be too much for the JIT.
    private const int ValuesInOneGo = 160;
    private const int ValuesOfTest = 48;

    // Outputs up to which each segment has a test of its own: more are asked together, by blocks.
    private const int OutputsWithTests = 128;

    private void WriteDirect(ImmutableArray<PlanValue> values)
    {
        (int Output, PlanValue Value)[] tests = values.Length > OutputsWithTests ? [] :
        [
            .. values.Select((v, i) => (Output: i, Value: v))
                .Where(t => CSharp.FormOf(t.Value) == Form.Bool && !t.Value.MayBeUnknown && t.Output < plan.Outputs.Length && IsLight(t.Value)),
        ];
        if (tests.Length > 0)
        {
            Line("protected override SegmentTest<TReader> Direct(int output) => output switch");
            Line("{");
            foreach ((int output, _) in tests)
            {
                Line($"{output} => D{output},");
            }

            Line("_ => null,");
            Line("};");
        }

        foreach ((int output, PlanValue value) in tests)
        {
            Line($"private bool D{output}(in TReader reader, EvaluationContext c)");
            Line("{");
            WriteTest(value, new(text, Place.Direct, -1, null));
            Line("}");
        }
    }

    // What is cheap is asked first, all of it at once; texts only where that holds.
    private void WriteTest(PlanValue value, Body body)
    {
        Line("TReader r = reader;");
        if (value is PlanLogical { IsAnd: true } all)
        {
            ILookup<bool, PlanValue> parts = all.Parts.ToLookup(ReadsText);
            if (parts[false].Any() && parts[true].Any())
            {
                Require(body, parts[false]);
                Line($"if (!({string.Join(" & ", parts[false].Select(Ref))})) {{ return false; }}");
                Require(body, parts[true]);
                Line($"return {string.Join(" & ", parts[true].Select(Ref))};");
                return;
            }
        }

        Require(body, [value]);
        Line($"return {Ref(value)};");
    }

    private bool ReadsText(PlanValue value) => Closure([value]).Any(v => CSharp.FormOf(v) == Form.Text || v is PlanIn { } or PlanSetTest);

    private bool IsLight(PlanValue value)
    {
        PlanValue[] needed = [.. Closure([value])];
        return needed.Length <= ValuesOfTest && !needed.Any(Layout.IsHeavy);
    }

    // Everything of a profile that values need, themselves included.
    private IEnumerable<PlanValue> Closure(IEnumerable<PlanValue> values)
    {
        HashSet<int> seen = [];
        Stack<PlanValue> open = new(values);
        while (open.TryPop(out PlanValue? value))
        {
            if (Layout.IsLocal(value) && !Layout.IsOfProfile(value))
            {
                continue;
            }

            if (seen.Add(value.Id))
            {
                yield return value;
                foreach (PlanValue dependency in layout.Dependencies(value))
                {
                    open.Push(dependency);
                }
            }
        }
    }

    private bool FitsInOneGo(ImmutableArray<PlanValue> values) =>
        !values.Any(v => CSharp.FormOf(v) == Form.Set) && Closure(values).Take(ValuesInOneGo + 1).Count() <= ValuesInOneGo;

    // All aggregates of a pass at once, though only one may have been asked for.
    private IReadOnlyList<PlanAggregate> PassOf(PlanAggregate aggregate, Body body) => body.Place == Place.Direct && Layout.IsOfProfile(aggregate)
        ? [.. layout.Groups[layout.GroupOf(aggregate)].Cast<PlanAggregate>()]
        : [aggregate];

    private void WriteAllInOneGo(ImmutableArray<PlanValue> values)
    {
        Line("public override void EvaluateAll(RowOutput into) => EvaluateAll(in r, c, into);");
        Line("public override void EvaluateAll(in TReader reader, EvaluationContext c, RowOutput o)");
        Line("{");
        Line("TReader r = reader;");
        Body body = new(text, Place.Direct, -1, null);
        Require(body, values);
        Line("bool[] known = o.Known;");
        Line("long[] bits = o.Bits;");
        for (int i = values.Length - 1; i >= 0; i--) // The last first: then the arrays' lengths are checked once.
        {
            PlanValue value = values[i];
            string? held = CSharp.FormOf(value) switch
            {
                Form.Bool => $"{Ref(value)} ? 1L : 0L",
                Form.Int32 or Form.Event or Form.Int64 => Ref(value),
                Form.Double => $"System.BitConverter.DoubleToInt64Bits({Ref(value)})",
                _ => null,
            };
            if (held is null)
            {
                WriteSet(i, value);
                continue;
            }

            Line($"known[{i}] = {Known(value)};");
            Line($"bits[{i}] = {held};");
        }

        Line("}");
    }
}
