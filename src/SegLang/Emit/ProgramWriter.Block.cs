using SegLang.Plan;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
    // The block plan as data, decoded when first asked for, and its operands by id.
    private void WriteBlock()
    {
        Line("private SegLang.Runtime.BlockPlan block;");
        Line($"public override SegLang.Runtime.BlockPlan Block => block ??= SegLang.Runtime.BlockPlan.Decode(System.Convert.FromBase64String({CSharp.Base64(draft.Plan.Encode())}));");
        Line("public override bool Operand(EvaluationContext c, int id, out long bits)");
        Line("{");
        Line("switch (id)");
        Line("{");
        foreach (PlanValue value in draft.Operands.Where(v => CSharp.FormOf(v) != Form.Text))
        {
            Line(value.Level == PlanLevel.Program
                ? $"case {value.Id}: bits = {FieldBits(value)}; return {(value.MayBeUnknown ? $"q{value.Id}" : "true")};"
                : $"case {value.Id}: bits = c.Values[{slots[value.Id]}]; return c.Known[{slots[value.Id]}];");
        }

        Line("default: throw new System.ArgumentOutOfRangeException(nameof(id));");
        Line("}");
        Line("}");
        Line("public override string TextOperand(int id) => id switch");
        Line("{");
        foreach (PlanValue value in draft.Operands.Where(v => CSharp.FormOf(v) == Form.Text))
        {
            Line($"{value.Id} => f{value.Id},");
        }

        Line("_ => throw new System.ArgumentOutOfRangeException(nameof(id)),");
        Line("};");
    }

    private static string FieldBits(PlanValue value) => CSharp.FormOf(value) switch
    {
        Form.Bool => $"f{value.Id} ? 1 : 0",
        Form.Double => $"System.BitConverter.DoubleToInt64Bits(f{value.Id})",
        _ => $"f{value.Id}",
    };

    // The conditions that the block plan leaves to rows.
    private void WriteConditions()
    {
        Line("public override Truth Condition(int condition)");
        Line("{");
        Line("switch (condition)");
        Line("{");
        foreach (PlanValue value in draft.Conditions)
        {
            Line($"case {value.Id}: return T{value.Id}();");
        }

        Line("default: throw new System.ArgumentOutOfRangeException(nameof(condition));");
        Line("}");
        Line("}");
        foreach (PlanValue value in draft.Conditions)
        {
            Line($"private Truth T{value.Id}()");
            Line("{");
            Body body = new(text, Place.Row, -1, null);
            foreach (int group in layout.Dependencies(value).Append(value).Where(v => Layout.IsOfProfile(v)).Select(layout.GroupOf).Distinct().Order())
            {
                Line($"G{group}();");
            }

            Require(body, [value]);
            string truth = $"{Ref(value)} ? Truth.True : Truth.False";
            Line($"return {(value.MayBeUnknown ? $"{Known(value)} ? {truth} : Truth.Unknown" : truth)};");
            Line("}");
        }
    }
}
