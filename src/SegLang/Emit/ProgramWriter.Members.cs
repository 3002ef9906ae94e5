using System.Collections.Immutable;
using SegLang.Plan;
using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
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
