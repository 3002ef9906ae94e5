using System.Diagnostics;
using SegLang.Binding;
using SegLang.Plan;
using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
    /// <summary>Writes the code of a value whose operands are locals already: `vN`, and `kN` where it may be unknown.</summary>
    private void Emit(PlanValue value, Body body)
    {
        body.Add(value);
        switch (value)
        {
            case PlanParam param: EmitParam(param, body); break;
            case PlanProfileField field: EmitRead(field, "r.", Number(field.Field.Ordinal), body); break;
            case PlanEventField field: EmitEventField(field, body); break;
            case PlanRecordField field: EmitRecordField(field, body); break;
            case PlanEventMember member: EmitMember(member, body); break;
            case PlanNow now: Define(now, $"c.Instants[{now.Instant.Number}].Now", "true", body); break;
            case PlanAgo ago: EmitAgo(ago, body); break;
            case PlanMove move: EmitMove(move, body); break;
            case PlanUnitStart start: EmitUnitStart(start, body); break;
            case PlanEdge edge: EmitEdge(edge, body); break;
            case PlanNot not: EmitNot(not, body); break;
            case PlanLogical logical: EmitLogical(logical, body); break;
            case PlanIsTrue test: EmitIsTrue(test, body); break;
            case PlanIsKnown test: Define(test, KnownOf(test.Value), "true", body); break;
            case PlanNegate negate: EmitNegate(negate, body); break;
            case PlanArithmetic arithmetic: EmitArithmetic(arithmetic, body); break;
            case PlanComparison comparison: EmitComparison(comparison, body); break;
            case PlanIn test: EmitIn(test, body); break;
            case PlanSetTest test: EmitSetTest(test, body); break;
            case PlanTextTest test: EmitTextTest(test, body); break;
            case PlanMatches matches: EmitTruth(matches, $"Rules.m{matches.Index}.IsMatch({Ref(matches.Text)})", Known(matches.Text), body); break;
            case PlanElse choice: EmitElse(choice, body); break;
            case PlanConversion conversion: EmitConversion(conversion, body); break;
            case PlanCall call: EmitCall(call, body); break;
            case PlanPart part: EmitPart(part, body); break;
            case PlanUnits units: EmitUnits(units, body); break;
            case PlanInRange range: EmitInRange(range, body); break;
            case PlanAsOf asOf: EmitAsOf(asOf, body); break;
            case PlanFirstTrue first: EmitFirstTrue(first, body); break;
            case PlanBestFit best: EmitBestFit(best, body); break;
            case PlanScore score: EmitScore(score, body); break;
            case PlanAggregate aggregate: WritePass(PassOf(aggregate, body), body); break;
            case PlanSequence sequence: EmitSequence(sequence, body); break;
            case PlanFade fade: EmitFade(fade, body); break;
            case PlanQuantifier quantifier: EmitQuantifier(quantifier, body); break;
            case PlanJourneyFact fact: EmitJourneyFact(fact, body); break;
            case PlanClock clock: EmitClock(clock, body); break;
            default: throw new UnreachableException(value.GetType().Name);
        }
    }

    private static string Number(long value) => CSharp.Number(value);

    // Declares a value by an expression that has no side effect; unknown bools are false.
    private static void Define(PlanValue value, string expression, string known, Body body)
    {
        if (value.MayBeUnknown)
        {
            body.Line($"bool k{value.Id} = {known};");
        }

        body.Line($"{CSharp.TypeName(CSharp.FormOf(value))} v{value.Id} = {expression};");
    }

    // A condition: false where an operand is unknown.
    private void EmitTruth(PlanValue value, string condition, string known, Body body)
    {
        if (known == "true")
        {
            Define(value, condition, "true", body);
            return;
        }

        if (!TellsKnown(value))
        {
            body.Line($"bool v{value.Id} = {(known.Contains('&', StringComparison.Ordinal) ? $"({known})" : known)} && {condition};");
            return;
        }

        body.Line($"bool k{value.Id} = {known};");
        body.Line($"bool v{value.Id} = k{value.Id} && {condition};");
    }

    // A call `bool Try(…, out T)`.
    private static void EmitTry(PlanValue value, string call, string known, Body body)
    {
        string type = CSharp.TypeName(CSharp.FormOf(value));
        string invoke = $"{call}, out {type} v{value.Id})";
        body.Line(value.MayBeUnknown ? $"bool k{value.Id} = {CSharp.And(known, invoke)};" : $"{invoke};");
    }

    private static void EmitParam(PlanParam param, Body body)
    {
        Form form = CSharp.FormOf(param);
        body.Line($"{CSharp.TypeName(form)} v{param.Id} = ({CSharp.TypeName(form)})a[{param.Index}];");
    }

    private static void EmitRead(PlanValue value, string prefix, string arguments, Body body)
    {
        Form form = CSharp.FormOf(value);
        string call = $"{prefix}{CSharp.ReaderName(form)}({arguments}, out {CSharp.TypeName(form)} v{value.Id})";
        body.Line(value.MayBeUnknown ? $"bool k{value.Id} = {call};" : $"{call};");
    }

    private static string EventIndex(PlanVariable variable) => $"i{variable.Slot}";

    private static void EmitEventField(PlanEventField field, Body body)
    {
        string at = $"{field.Event.Ordinal}, {EventIndex(field.Variable)}";
        if (field.Field.Ordinal >= 0)
        {
            EmitRead(field, "r.Event", $"{at}, {field.Field.Ordinal}", body);
        }
        else
        {
            Define(field, $"r.Event{(field.Field == field.Event.Time ? "Time" : "Order")}({at})", "true", body);
        }
    }

    private static void EmitRecordField(PlanRecordField field, Body body)
    {
        (ListPlace list, string item) = body.ListOf(field.Variable);
        EmitRead(field, list.Prefix, $"{list.Arguments}, {item}, {field.Field.Ordinal}", body);
    }

    private static void EmitMember(PlanEventMember member, Body body)
    {
        Form form = CSharp.FormOf(member);
        string at = $"{member.Symbol.Ordinal}, {Ref(member.Event)}";
        body.Line($"{CSharp.TypeName(form)} v{member.Id} = {(form == Form.Text ? "\"\"" : "default")};");
        if (member.Field.Ordinal < 0)
        {
            body.Line($"bool k{member.Id} = {Ref(member.Event)} >= 0;");
            body.Line($"if (k{member.Id}) {{ v{member.Id} = r.Event{(member.Field == member.Symbol.Time ? "Time" : "Order")}({at}); }}");
            return;
        }

        body.Line($"bool k{member.Id} = {Ref(member.Event)} >= 0 && r.Event{CSharp.ReaderName(form)}({at}, {member.Field.Ordinal}, out v{member.Id});");
    }

    private static string KnownOf(PlanValue value) => Known(value);

    private static void EmitNot(PlanNot not, Body body)
    {
        string operand = Ref(not.Operand);
        Define(not, not.MayBeUnknown ? $"{Known(not.Operand)} & !{operand}" : $"!{operand}", Known(not.Operand), body);
    }

    // and: true where all are; known where true, or where one is known to be false. or: the mirror image.
    private static void EmitLogical(PlanLogical logical, Body body)
    {
        string joint = logical.IsAnd ? "&" : "|";
        EmitJoined($"bool v{logical.Id}", $"v{logical.Id}", joint, logical.Parts.Select(Ref), body);
        if (!logical.MayBeUnknown)
        {
            return;
        }

        if (logical.IsAnd)
        {
            IEnumerable<string> falses = logical.Parts.Select(p => p.MayBeUnknown ? $"({Known(p)} & !{Ref(p)})" : $"!{Ref(p)}");
            EmitJoined($"bool k{logical.Id}", $"k{logical.Id}", "|", falses.Prepend($"v{logical.Id}"), body);
        }
        else
        {
            EmitJoined($"bool k{logical.Id}", $"k{logical.Id}", "&", logical.Parts.Where(p => p.MayBeUnknown).Select(p => Known(p)), body);
            body.Line($"k{logical.Id} |= v{logical.Id};");
        }
    }

    // Long chains in pieces: the C# compiler reads them by recursion.
    private static void EmitJoined(string declaration, string name, string joint, IEnumerable<string> parts, Body body)
    {
        string[][] pieces = [.. parts.Chunk(16)];
        body.Line($"{declaration} = {string.Join($" {joint} ", pieces[0])};");
        foreach (string[] piece in pieces.Skip(1))
        {
            body.Line($"{name} {joint}= {string.Join($" {joint} ", piece)};");
        }
    }

    private static void EmitIsTrue(PlanIsTrue test, Body body) =>
        Define(test, test.Wanted ? Ref(test.Value) : CSharp.And(Known(test.Value), $"!{Ref(test.Value)}"), "true", body);

    private static void EmitElse(PlanElse choice, Body body)
    {
        string value = $"{Known(choice.Value)} ? {Ref(choice.Value)} : {Ref(choice.Otherwise)}";
        Define(choice, value, $"{Known(choice.Value)} | {Known(choice.Otherwise)}", body);
    }

    private static void EmitAsOf(PlanAsOf asOf, Body body)
    {
        string known = CSharp.And($"c.Instants[{asOf.Instant.Number}].IsKnown", Known(asOf.Value));
        Form form = CSharp.FormOf(asOf);
        body.Line($"bool k{asOf.Id} = {known};");
        string value = form switch
        {
            Form.Bool => $"k{asOf.Id} & {Ref(asOf.Value)}",
            Form.Event => $"k{asOf.Id} ? {Ref(asOf.Value)} : -1",
            _ => Ref(asOf.Value),
        };
        body.Line($"{CSharp.TypeName(form)} v{asOf.Id} = {value};");
    }

    private static void EmitFirstTrue(PlanFirstTrue first, Body body)
    {
        body.Line($"int v{first.Id} = {first.Otherwise ?? -1};");
        for (int i = first.Conditions.Length - 1; i >= 0; i--)
        {
            body.Line($"if ({Ref(first.Conditions[i])}) {{ v{first.Id} = {first.Ordinals[i]}; }}");
        }

        if (first.MayBeUnknown)
        {
            body.Line($"bool k{first.Id} = v{first.Id} >= 0;");
        }
    }

    private static void EmitBestFit(PlanBestFit best, Body body)
    {
        if (best.Fits.IsEmpty)
        {
            Define(best, Number(best.Otherwise ?? -1), "false", body);
            return;
        }

        string type = CSharp.TypeName(CSharp.FormOf(best.Fits[0]));
        body.Line($"int v{best.Id} = -1;");
        body.Line($"{type} x{best.Id} = default;");
        for (int i = 0; i < best.Fits.Length; i++)
        {
            string condition = CSharp.And(Known(best.Fits[i]), $"(v{best.Id} < 0 | {Ref(best.Fits[i])} > x{best.Id})");
            body.Line($"if ({condition}) {{ v{best.Id} = {best.Ordinals[i]}; x{best.Id} = {Ref(best.Fits[i])}; }}");
        }

        if (best.Otherwise is { } otherwise)
        {
            string below = best.Floor is { } floor ? $" || ({CSharp.And(Known(floor), $"x{best.Id} < {Ref(floor)}")})" : "";
            body.Line($"if (v{best.Id} < 0{below}) {{ v{best.Id} = {otherwise}; }}");
        }

        if (best.MayBeUnknown)
        {
            body.Line($"bool k{best.Id} = v{best.Id} >= 0;");
        }
    }

    private static void EmitScore(PlanScore score, Body body)
    {
        bool isNumber = CSharp.FormOf(score) == Form.Double;
        body.Line($"{(isNumber ? "double" : "long")} v{score.Id} = 0;");
        body.Line($"bool k{score.Id} = true;");
        for (int i = 0; i < score.Lines.Length; i++)
        {
            EmitLine(score, score.Lines[i], $"{score.Id}_{i}", isNumber, body);
        }

        string suffix = isNumber ? "d" : "L";
        if (score.From is { } from)
        {
            body.Line($"if (v{score.Id} < {from}{suffix}) {{ v{score.Id} = {CSharp.Literal(from)}; }}");
        }

        if (score.To is { } to)
        {
            body.Line($"if (v{score.Id} > {to}{suffix}) {{ v{score.Id} = {CSharp.Literal(to)}; }}");
        }
    }

    private static void EmitLine(PlanScore score, PlanScoreLine line, string name, bool isNumber, Body body)
    {
        (string total, string known) = ($"v{score.Id}", $"k{score.Id}");
        string Plus(string points) => isNumber
            ? $"{known} &= Exact.Number({total} + {points}, out {total});"
            : $"{known} &= Exact.Add({total}, {points}, out {total});";
        switch (CSharp.FormOf(line.Value))
        {
            case Form.Bool:
                body.Line($"if ({Ref(line.Value)}) {{ {Plus(CSharp.Literal(line.Points))} }}");
                break;
            case Form.Double:
                body.Line($"{known} &= {Known(line.Value)};");
                body.Line(Plus(Ref(line.Value)));
                break;
            default:
                body.Line($"{known} &= Exact.Multiply({Ref(line.Value)}, 0, {CSharp.Literal(line.Points)}, 0, out long s{name});");
                if (line.Max is { } max)
                {
                    body.Line($"s{name} = System.Math.Clamp(s{name}, {CSharp.Literal(-Math.Abs(max))}, {CSharp.Literal(Math.Abs(max))});");
                }

                body.Line(Plus($"s{name}"));
                break;
        }
    }
}
