using System.Collections.Immutable;
using SegLang.Plan;
using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
    private void WriteOutputs()
    {
        int named = plan.Outputs.Length + plan.Extra.Length;
        ImmutableArray<PlanValue> values = [.. plan.Outputs.Select(o => o.Value), .. plan.Extra, .. plan.Asked];
        int methods = (values.Length + OutputsPerMethod - 1) / OutputsPerMethod;
        for (int i = 0; i < values.Length; i++)
        {
            if (IsKept(values[i]))
            {
                continue;
            }

            Line($"private void O{i}(RowOutput o)");
            Line("{");
            WriteOutput(i, values[i]);
            Line("}");
        }

        Line("public override void Evaluate(int output, RowOutput into)");
        Line("{");
        Line($"switch (output / {OutputsPerMethod})");
        Line("{");
        for (int m = 0; m < methods; m++)
        {
            Line($"case {m}: E{m}(output, into); break;");
        }

        Line("default: throw new System.ArgumentOutOfRangeException(nameof(output));");
        Line("}");
        Line("}");
        WriteDirect(values[..named]);
        WriteMembers();
        bool inOneGo = FitsInOneGo(values[..named]);
        if (inOneGo)
        {
            WriteAllInOneGo(values[..named]);
        }
        else
        {
            Line("public override void EvaluateAll(RowOutput into)");
            Line("{");
            for (int m = 0; m * OutputsPerMethod < named; m++)
            {
                Line($"A{m}(into);");
            }

            Line("}");
        }

        for (int m = 0; m < methods; m++)
        {
            int end = Math.Min(values.Length, (m + 1) * OutputsPerMethod);
            Line($"private void E{m}(int output, RowOutput o)");
            Line("{");
            Line("switch (output)");
            Line("{");
            for (int i = m * OutputsPerMethod; i < end; i++)
            {
                Line(IsKept(values[i])
                    ? $"case {i}: G{layout.GroupOf(Kept(values[i]))}(); {SetKept(i, values[i])} break;"
                    : $"case {i}: O{i}(o); break;");
            }

            Line("default: throw new System.ArgumentOutOfRangeException(nameof(output));");
            Line("}");
            Line("}");
            if (!inOneGo && m * OutputsPerMethod < named)
            {
                WriteAll(m, values, Math.Min(named, end));
            }
        }
    }

    // Whether an output is just what a method has left in its field.
    private static bool IsKept(PlanValue value) => value.Free.IsEmpty && CSharp.FormOf(value) == Form.Bool && Layout.IsOfProfile(Kept(value));

    private static PlanValue Kept(PlanValue value) => Layout.IsTruthOf(value) ? Kept(((PlanIsTrue)value).Value) : value;

    private static string SetKept(int output, PlanValue value)
    {
        int id = Kept(value).Id;
        return value.MayBeUnknown
            ? $"if (q{id}) {{ o.Set({output}, f{id}); }} else {{ o.SetUnknown({output}); }}"
            : $"o.Set({output}, f{id});";
    }

    // Each group is asked for once, and values that several outputs need are fetched once.
    private void WriteAll(int method, ImmutableArray<PlanValue> values, int end)
    {
        Line($"private void A{method}(RowOutput o)");
        Line("{");
        Body body = new(text, Place.Row, -1, null);
        WriteGroupCalls(values[(method * OutputsPerMethod)..end]);
        for (int i = method * OutputsPerMethod; i < end; i++)
        {
            if (IsKept(values[i]))
            {
                Line(SetKept(i, values[i]));
            }
            else if (CSharp.FormOf(values[i]) == Form.Set)
            {
                Line($"O{i}(o);"); // It returns early where a set is unknown.
            }
            else
            {
                WriteOutputValue(i, values[i], body);
            }
        }

        Line("}");
    }

    private void WriteGroupCalls(IEnumerable<PlanValue> values)
    {
        foreach (int group in values.SelectMany(v => layout.Dependencies(v).Append(v)).Where(v => Layout.IsOfProfile(v)).Select(layout.GroupOf).Distinct().Order())
        {
            Line($"G{group}();");
        }
    }

    private void WriteOutput(int index, PlanValue value)
    {
        WriteGroupCalls(layout.Outside(value));
        WriteChosenEvent(value);
        WriteOutputValue(index, value, new(text, Place.Row, -1, null));
    }

    private void WriteOutputValue(int index, PlanValue value, Body body)
    {
        Require(body, [value]);
        if (CSharp.FormOf(value) == Form.Set)
        {
            WriteSetOutput(index, value, body);
            return;
        }

        WriteSet(index, value);
    }

    private void WriteSet(int index, PlanValue value)
    {
        string known = Known(value);
        string set = CSharp.FormOf(value) switch
        {
            Form.Bool => $"o.Set({index}, {Ref(value)} ? 1L : 0L);",
            Form.Int32 or Form.Event => $"o.Set({index}, (long){Ref(value)});",
            Form.Span => $"if (Operations.ToDuration({Ref(value)}, out long d{index})) {{ o.Set({index}, d{index}); }} else {{ o.SetUnknown({index}); }}",
            _ => $"o.Set({index}, {Ref(value)});",
        };
        Line(known == "true" ? set : $"if ({known}) {{ {set} }} else {{ o.SetUnknown({index}); }}");
    }

    // A word of bits per 64 segments, for those who want to know what has changed. A method has a part of a word.
    private void WriteMembers()
    {
        ImmutableArray<PlanValue> segments = [.. plan.Outputs.Where(o => o.Symbol is SegmentSymbol).Select(o => o.Value)];
        int methods = (segments.Length + OutputsPerMethod - 1) / OutputsPerMethod;
        Line("public override void Members(System.Span<long> members)");
        Line("{");
        for (int m = 0; m < methods; m++)
        {
            Line($"members[{m * OutputsPerMethod / 64}] {(m * OutputsPerMethod % 64 == 0 ? "=" : "|=")} M{m}();");
        }

        Line("}");
        for (int m = 0; m < methods; m++)
        {
            ImmutableArray<PlanValue> part = segments[(m * OutputsPerMethod)..Math.Min(segments.Length, (m + 1) * OutputsPerMethod)];
            Line($"private long M{m}()");
            Line("{");
            WriteGroupCalls(part);
            Body body = new(text, Place.Row, -1, null);
            Line("long b = 0;");
            for (int i = 0; i < part.Length; i++)
            {
                Require(body, [part[i]]);
                string holds = CSharp.And(Known(part[i]), Ref(part[i]));
                Line($"b |= ({holds}) ? 1L << {((m * OutputsPerMethod) + i) % 64} : 0L;");
            }

            Line("return b;");
            Line("}");
        }
    }
}
