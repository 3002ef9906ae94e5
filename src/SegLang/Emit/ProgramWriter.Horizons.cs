using System.Collections.Immutable;
using System.Diagnostics;
using SegLang.Binding;
using SegLang.Plan;
using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
    private readonly HashSet<int> watched = [];

    private readonly Dictionary<string, string> horizons = [];

    // A clock is asked for only where an output that it belongs to is; in a batch journeys alone ask.
    private void WriteHorizons()
    {
        Line("private long least = long.MaxValue;");
        string[] answers = [.. plan.Horizons.Select(HorizonMethod)];
        string? ofAll = plan.Use == RuleUse.Stream ? HorizonOfAll() : null;
        int first = ofAll is null ? plan.Outputs.Length + plan.Extra.Length : 0;
        int parts = (answers.Length + OutputsPerMethod - 1) / OutputsPerMethod;
        string mark = plan.Asked.IsEmpty ? OfStreams : "";
        Line(mark);
        Line($"public override long Next(int output) => (output / {OutputsPerMethod}) switch");
        Line("{");
        for (int m = first / OutputsPerMethod; m < parts; m++)
        {
            Line($"{m} => N{m}(output),");
        }

        Line("_ => throw new System.ArgumentOutOfRangeException(nameof(output)),");
        Line("};");
        Line(ofAll is null ? "" : $"{OfStreams} public override long NextOfAll() => {ofAll};");
        for (int m = first / OutputsPerMethod; m < parts; m++)
        {
            Line(mark);
            Line($"private long N{m}(int output) => output switch");
            Line("{");
            if (m * OutputsPerMethod < first)
            {
                Line($"< {first} => throw new System.NotSupportedException(\"the program is not for streams\"),");
            }

            for (int i = m * OutputsPerMethod; i < Math.Min(answers.Length, (m + 1) * OutputsPerMethod); i++)
            {
                if (answers[i] != "long.MaxValue")
                {
                    Line($"{i} => {answers[i]},");
                }
            }

            Line("_ => long.MaxValue,");
            Line("};");
        }
    }

    private string HorizonOfAll()
    {
        ImmutableArray<PlanValue> all =
        [
            .. plan.Outputs.Zip(plan.Horizons).Where(o => o.First.Symbol is SegmentSymbol or ClassSymbol)
                .SelectMany(o => o.Second).DistinctBy(c => c.Id).OrderBy(c => c.Id),
        ];
        return HorizonMethod(all);
    }

    // The call that gives the first of some clocks.
    private string HorizonMethod(ImmutableArray<PlanValue> clocks)
    {
        if (clocks.IsEmpty)
        {
            return "long.MaxValue";
        }

        string key = string.Join(',', clocks.Select(c => c.Id));
        if (!horizons.TryGetValue(key, out string? call))
        {
            int first = horizons.Count;
            call = string.Join(", ", clocks.Chunk(ValuesPerMethod).Select((_, i) => $"H{first}_{i}()"));
            call = clocks.Length > ValuesPerMethod ? $"Operations.Least({call})" : call;
            horizons.Add(key, call);
            foreach ((PlanValue[] chunk, int i) in clocks.Chunk(ValuesPerMethod).Select((c, i) => (c, i)))
            {
                WriteHorizon($"H{first}_{i}", chunk);
            }
        }

        return call;
    }

    // The soonest come first: of the others it is then often plain that they are not the first.
    private void WriteHorizon(string name, PlanValue[] clocks)
    {
        Line(plan.Asked.IsEmpty ? OfStreams : "");
        Line($"private long {name}()");
        Line("{");
        Line("long h = long.MaxValue;");
        foreach (PlanValue clock in clocks.OrderBy(Days))
        {
            Line("least = h;");
            Line($"G{layout.GroupOf(clock)}();");
            Line($"if (f{clock.Id} < h) {{ h = f{clock.Id}; }}");
        }

        Line("least = long.MaxValue;");
        Line("return h;");
        Line("}");
    }

    // How long a window is that events leave; 0 where that is not known.
    private static double Days(PlanValue clock)
    {
        PlanMotion? motion = ((PlanClock)clock).Signal switch
        {
            PlanLeaving leaving => leaving.Motion,
            PlanOutliving outliving => outliving.Motion,
            _ => null,
        };
        return motion?.Steps is [{ Amount: PlanConstant { Value: long count }, Unit: { } unit }] ? count * Days(unit) : 0;
    }

    private static double Days(TimeUnit unit) => unit switch
    {
        TimeUnit.Day => 1,
        TimeUnit.Week => 7,
        TimeUnit.Month => 30,
        TimeUnit.Quarter => 91,
        TimeUnit.Year => 365,
        _ => 0,
    };

    // What a fading score has come to before it fades to now.
    private void WriteWatched()
    {
        foreach (PlanFade fade in layout.Reached.OfType<PlanClock>().Select(c => c.Signal).OfType<PlanFading>()
            .SelectMany(f => f.Score.Operands).OfType<PlanFade>().DistinctBy(f => f.Id).OrderBy(f => f.Id))
        {
            watched.Add(fade.Id);
            Line($"private double fa{fade.Id};");
            Line($"private long fe{fade.Id};");
        }
    }

    private void EmitClock(PlanClock clock, Body body)
    {
        switch (clock.Signal)
        {
            case PlanPerEvent each: EmitPerEvent(clock, each, body); break;
            case PlanPerRecord each: EmitPerRecord(clock, each, body); break;
            case PlanFading fading: EmitFading(clock, fading, body); break;
            case PlanLeaving leaving: EmitLeaving(clock, leaving, body); break;
            case PlanOutliving outliving: EmitOutliving(clock, outliving, body); break;
            default:
                (string known, string instant) = Signal(clock);
                body.Line($"long v{clock.Id} = {(known == "true" ? instant : $"({known}) ? {instant} : long.MaxValue")};");
                break;
        }
    }

    private static (string Known, string Instant) Signal(PlanClock clock)
    {
        string now = NowOf(clock.Instant);
        PlanInstant parent = (clock.Signal as PlanPast)?.Past.Parent ?? clock.Instant.Parent ?? clock.Instant;
        string known = Known([.. clock.Signal.Operands]);
        return clock.Signal switch
        {
            PlanTick => ("true", $"{now} + 1"),
            PlanNextStart start => ("true", $"Horizon.NextStart(c.Calendar, {now}, {CSharp.Unit(start.Unit)})"),
            PlanPassing passing => (known, Reach(passing.Motion, Sum(passing.Threshold))),
            PlanOtherPart part => (known, $"Horizon.Part(c.Calendar, {now}, {CSharp.Unit(part.Unit)}{Steps(part.Motion)})"),
            PlanCounting counting => (known, Counting(counting, now)),
            PlanReturning returning => (known, $"Horizon.NextAnniversary(c.Calendar, {now}, {Ref(returning.Date)})"),
            PlanAbsenceEnd end => (known,
                $"Horizon.NextDeadline(ref r, c.Calendar, {end.Event.Ordinal}, {now}, {Ref(end.Within)}, {CSharp.Unit(end.Unit)})"),
            PlanPast past => (CSharp.And(known, IsKnown(past.Past), $"{Ref(past.Clock)} != long.MaxValue"), Reach(past.Motion, Ref(past.Clock))),
            PlanArrival arrival => (CSharp.And(known, IsKnown(clock.Instant), $"{Ref(arrival.Value)} > {now}"), Ref(arrival.Value)),
            PlanNextEvent next => ("true", $"Horizon.NextEvent(ref r, {next.Event.Ordinal}, {now})"),
            PlanNextStay stay => ("true", $"Horizon.NextStay(ref r, {stay.Journey}, {now}, {NowOf(parent)})"),
            _ => throw new UnreachableException(clock.Signal.GetType().Name),
        };
    }

    private static string NowOf(PlanInstant instant) => $"c.Instants[{instant.Number}].Now";

    private static string IsKnown(PlanInstant instant) => instant.Number == 0 ? "true" : $"c.Instants[{instant.Number}].IsKnown";

    private static string Counting(PlanCounting counting, string now)
    {
        string name = (counting.IsSince ? "Since" : "Until") + (CSharp.FormOf(counting.Value) == Form.Int32 ? "Date" : "");
        string count = counting.Count is null ? "" : $", {Sum(counting.Count)}";
        return $"Horizon.{name}(c.Calendar, {now}, {Ref(counting.Value)}, {CSharp.Unit(counting.Unit)}{count})";
    }

    private static string Sum(PlanThreshold threshold)
    {
        string sum = CSharp.Literal(threshold.Offset);
        foreach ((PlanValue value, bool isNegative) in threshold.Terms)
        {
            sum = sum == "0L" && !isNegative ? $"(long){Ref(value)}" : $"Horizon.{(isNegative ? "Difference" : "Sum")}({sum}, {Ref(value)})";
        }

        return sum;
    }

    // What is limited may be early where it is not the least of those that are asked for together.
    private static string Reach(PlanMotion motion, string threshold, bool isLimited = false)
    {
        string start = $"(c.Calendar, {NowOf(motion.Instant)}, {threshold}";
        string unit = $"{(motion.Count is null ? "0" : $"{(motion.Negated ? "-" : "")}{Ref(motion.Count)}")}, {CSharp.Unit(motion.Unit)})";
        return motion.Kind switch
        {
            PlanMotionKind.Instant => $"Horizon.Reach{start}{(isLimited ? ", least" : "")}{Steps(motion)})",
            PlanMotionKind.Date => $"Horizon.ReachDate{start}{Steps(motion)})",
            PlanMotionKind.StartOfDate => $"Horizon.ReachStartOfDate{start}{Steps(motion)})",
            PlanMotionKind.UnitStart => $"Horizon.ReachStart{start}, {unit}",
            _ => $"Horizon.ReachStartDate{start}, {unit}",
        };
    }

    private static string Steps(PlanMotion motion) => string.Concat(motion.Steps.Select(s => s.Unit is { } unit
        ? $", Horizon.Back({Ref(s.Amount)}, {CSharp.Unit(unit)})"
        : $", Horizon.Step({Ref(s.Amount)}, {(s.IsBack ? "true" : "false")})"));

    private static void EmitLeaving(PlanClock clock, PlanLeaving leaving, Body body)
    {
        string from = leaving.After == 0 ? Ref(leaving.Edge) : $"{Ref(leaving.Edge)} + 1";
        string sees = $"Horizon.Sees(ref r, {leaving.Event.Ordinal}, {from}, {NowOf(clock.Instant)}, out long e{clock.Id})";
        string known = Known([.. leaving.Operands]);
        string passed = leaving.After == 0 ? $"e{clock.Id} + 1" : $"e{clock.Id}";
        body.Line($"long v{clock.Id} = long.MaxValue;");
        body.Line($"if ({(known == "true" ? sees : $"{known} && {sees}")}) {{ v{clock.Id} = {Reach(leaving.Motion, passed, isLimited: true)}; }}");
    }

    // From the newest event back, until so many were found.
    private void EmitOutliving(PlanClock clock, PlanOutliving outliving, Body body)
    {
        Require(body, layout.Dependencies(clock));
        int id = clock.Id;
        (string i, string t, int type) = (EventIndex(outliving.Variable), $"t{outliving.Variable.Slot}", outliving.Event.Ordinal);
        string count = outliving.Count is null ? CSharp.Literal((long)outliving.More)
            : outliving.More == 0 ? Ref(outliving.Count)
            : $"Horizon.Sum({Ref(outliving.Count)}, {outliving.More}L)";
        string known = Known([.. outliving.Operands]);
        body.Line($"long v{id} = long.MaxValue; long m{id} = {(known == "true" ? count : $"({known}) ? {count} : 0L")};");
        body.Line($"for (int {i} = m{id} > 0 ? r.EventCount({type}) - 1 : -1; {i} >= 0; {i}--)");
        body.Line("{");
        body.Line($"long {t} = r.EventTime({type}, {i});");
        body.Line($"if ({t} >= {Ref(outliving.Until)}) {{ continue; }}");
        body.Line($"if ({t} < {Ref(outliving.Edge)}{(outliving.After == 0 ? "" : " + 1")}) {{ break; }}");
        Body inner = body.Inner();
        Require(inner, outliving.InnerValues);
        string passed = outliving.After == 0 ? $"{t} + 1" : t;
        string found = $"if (--m{id} == 0) {{ v{id} = {Reach(outliving.Motion, passed, isLimited: true)}; break; }}";
        inner.Line(outliving.Where is null ? found : $"if ({Ref(outliving.Where)}) {{ {found} }}");
        body.Line("}");
    }

    private void EmitPerEvent(PlanClock clock, PlanPerEvent each, Body body)
    {
        Require(body, layout.Dependencies(clock));
        int id = clock.Id;
        (string i, string t, int type) = (EventIndex(each.Variable), $"t{each.Variable.Slot}", each.Event.Ordinal);
        string start = each.From is null ? "0" : $"r.FirstEventFrom({type}, {Ref(each.From)}, 0)";
        body.Line($"long v{id} = long.MaxValue;");
        body.Line($"for (int {i} = {start}, n{id} = r.EventCount({type}); {i} < n{id}; {i}++)");
        body.Line("{");
        body.Line($"long {t} = r.EventTime({type}, {i});");
        body.Line($"if ({t} >= {Ref(each.Until)}) {{ break; }}");
        WriteLeast(id, each.Clocks, body.Inner());
        body.Line("}");
    }

    private void EmitPerRecord(PlanClock clock, PlanPerRecord each, Body body)
    {
        int id = clock.Id;
        Source source = SourceOf(each.List, body);
        string item = $"i{each.Variable.Slot}";
        body.Line($"long v{id} = long.MaxValue;");
        body.Line($"for (int {item} = 0, n{id} = {source.Size}; {item} < n{id}; {item}++)");
        body.Line("{");
        Body inner = body.Inner();
        inner.Bind(each.Variable, source.List ?? throw new UnreachableException("a list of constants"), item);
        WriteLeast(id, each.Clocks, inner);
        body.Line("}");
    }

    private void WriteLeast(int id, ImmutableArray<PlanValue> clocks, Body inner)
    {
        Require(inner, clocks);
        foreach (PlanValue clock in clocks)
        {
            inner.Line($"if (v{clock.Id} < v{id}) {{ v{id} = v{clock.Id}; }}");
        }
    }

    private static void EmitFading(PlanClock clock, PlanFading fading, Body body)
    {
        int id = clock.Id;
        PlanScore score = fading.Score;
        List<string> known = [Known([.. fading.Operands])];
        List<string> terms = [];
        foreach ((PlanScoreLine line, int i) in score.Lines.Select((l, i) => (l, i)))
        {
            switch (line.Value)
            {
                case PlanFade fade:
                    string max = fade.Max is { } most ? CSharp.Literal((double)Math.Abs(most)) : "double.PositiveInfinity";
                    terms.Add($"new ScoreTerm(fa{fade.Id}, fe{fade.Id}, {CSharp.Literal(fade.HalvingMicroseconds)}, {max})");
                    break;
                case { Type: ScalarType { Kind: ScalarKind.Bool } }:
                    terms.Add($"ScoreTerm.Of({Ref(line.Value)} ? {CSharp.Literal((double)line.Points)} : 0d)");
                    break;
                default:
                    string points = $"s{id}_{i}";
                    body.Line($"bool w{id}_{i} = Exact.Multiply({Ref(line.Value)}, 0, {CSharp.Literal(line.Points)}, 0, out long {points});");
                    known.Add($"w{id}_{i}");
                    terms.Add(line.Max is { } cap
                        ? $"ScoreTerm.Of(System.Math.Clamp({points}, {CSharp.Literal(-Math.Abs(cap))}, {CSharp.Literal(Math.Abs(cap))}))"
                        : $"ScoreTerm.Of({points})");
                    break;
            }
        }

        string from = score.From is { } least ? CSharp.Literal((double)least) : "double.NegativeInfinity";
        string to = score.To is { } greatest ? CSharp.Literal((double)greatest) : "double.PositiveInfinity";
        string call = $"Horizon.Score({NowOf(clock.Instant)}, {Sides(fading.Operator)}, {Ref(fading.Number)}, {from}, {to}, {string.Join(", ", terms)})";
        string condition = CSharp.And([.. known]);
        body.Line($"long v{id} = {(condition == "true" ? call : $"({condition}) ? {call} : long.MaxValue")};");
    }

    private static string Sides(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Equal => "SegLang.Runtime.Sides.Equal",
        ComparisonOperator.NotEqual => "SegLang.Runtime.Sides.Less | SegLang.Runtime.Sides.Greater",
        ComparisonOperator.Less => "SegLang.Runtime.Sides.Less",
        ComparisonOperator.LessOrEqual => "SegLang.Runtime.Sides.Less | SegLang.Runtime.Sides.Equal",
        ComparisonOperator.Greater => "SegLang.Runtime.Sides.Greater",
        _ => "SegLang.Runtime.Sides.Greater | SegLang.Runtime.Sides.Equal",
    };
}
