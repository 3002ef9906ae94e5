using SegLang.Binding;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
    private const int FoldsPerMethod = 12;

    // From where on rules still need the events of a type.
    private void WriteKeepFrom()
    {
        Line($"public override int FoldedValues => {retention.Count};");
        string fades = string.Join(", ", plan.Values.OfType<PlanFade>().Where(retention.IsFolded)
            .Select(f => $"new({retention.Places[f.Id]}, {CSharp.Literal(f.HalvingMicroseconds)})"));
        if (fades.Length > 0)
        {
            Line($"public override ImmutableArray<FoldedFade> FoldedFades => [{fades}];");
        }

        Line("public override long KeepFrom(EvaluationContext c, int type) => type switch");
        Line("{");
        foreach (EventSymbol type in plan.Rules.Events.Where(t => !retention.KeepsAll(t)))
        {
            Line($"{type.Ordinal} => K{type.Ordinal}(c),");
        }

        Line("_ => long.MinValue,");
        Line("};");
        foreach (EventSymbol type in plan.Rules.Events.Where(t => !retention.KeepsAll(t)))
        {
            WriteKeepFrom(type, [.. retention.Uses.Where(u => u.Event == type)]);
        }
    }

    private void WriteKeepFrom(EventSymbol type, PlanUse[] uses)
    {
        // What is folded has happened; and every event is an occasion for journeys, which a rewind must repeat.
        bool isOpen = Array.TrueForAll(uses, u => u.Keeping == PlanKeeping.Window) && plan.Journeys.Journeys.IsEmpty;
        string latest = isOpen ? "long.MaxValue" : "c.Now";
        if (type.OnceFor is { } once)
        {
            // A first one stays as long as it may be repeated.
            latest = $"System.Math.Min({latest}, Horizon.Before(c.Calendar, c.Now, {CSharp.Literal(once.Count)}, {CSharp.Unit(once.Unit)}))";
        }

        PlanUse[][] chunks = [.. uses.Where(u => !u.Bounds.IsEmpty).Chunk(ValuesPerMethod)];
        string calls = string.Concat(chunks.Select((_, i) => $", K{type.Ordinal}_{i}(c)"));
        Line($"private long K{type.Ordinal}(EvaluationContext c) => Operations.Least({latest}{calls});");
        for (int i = 0; i < chunks.Length; i++)
        {
            Line($"private long K{type.Ordinal}_{i}(EvaluationContext c)");
            Line("{");
            Body body = new(text, Place.Instant, -1, null);
            Require(body, chunks[i].SelectMany(u => u.Bounds).SelectMany(b => Plans.Present(b.Edge, b.Within?.Within)));
            Line("long from = long.MaxValue;");
            foreach (PlanUse use in chunks[i])
            {
                string[] bounds = [.. use.Bounds.Select(Bound).Distinct()];
                Line($"from = System.Math.Min(from, {Extreme(use.Keeping == PlanKeeping.Window ? "Max" : "Min", bounds)});");
            }

            Line("return from;");
            Line("}");
        }
    }

    private static string Bound(PlanBound bound)
    {
        string at = Ref(bound.Edge);
        long slack = bound.Slack;
        if (bound.Within is { Within: { } count } step)
        {
            at = $"Horizon.Before(c.Calendar, {at}, {Ref(count)}, {CSharp.Unit(step.Unit)})";
        }

        return slack == 0 ? at : $"Horizon.Difference({at}, {CSharp.Literal(slack)})";
    }

    private void WriteFolds()
    {
        List<(EventSymbol Type, List<string> Methods)> types = [];
        foreach (EventSymbol type in plan.Rules.Events.Where(t => retention.Folding(t).Any()))
        {
            List<string> methods = [];
            foreach (PlanUse[] chunk in retention.Folding(type).GroupBy(u => u.Question.Bound[0].Slot).SelectMany(g => g.Chunk(FoldsPerMethod)))
            {
                methods.Add($"F{type.Ordinal}_{methods.Count}");
                WriteFold(methods[^1], type, [.. chunk.Select(u => u.Question)]);
            }

            types.Add((type, methods));
        }

        Line(OfStreams);
        Line("public override void Fold(int type, int from, int until, System.Span<long> values, System.Span<bool> stays)");
        Line("{");
        Line("switch (type)");
        Line("{");
        foreach ((EventSymbol type, List<string> methods) in types)
        {
            Line($"case {type.Ordinal}: {string.Join(' ', methods.Select(m => $"{m}(from, until, values, stays);"))} break;");
        }

        Line("}");
        Line("}");
    }

    private void WriteFold(string name, EventSymbol type, PlanValue[] questions)
    {
        Line(OfStreams);
        Line($"private void {name}(int from, int until, System.Span<long> s, System.Span<bool> stays)");
        Line("{");
        Body body = new(text, Place.Row, -1, null);
        WriteGroupCalls(questions.SelectMany(q => layout.Dependencies(q)));
        string slot = EventIndex(questions[0].Bound[0]);
        foreach (PlanValue question in questions)
        {
            Require(body, layout.Dependencies(question));
            WriteFoldStart(question, body);
        }

        bool all = Array.Exists(questions, q => !retention.IsFolded(q));
        Line($"for (int {slot} = {(all ? "0" : "from")}; {slot} < until; {slot}++)");
        Line("{");
        string t = $"t{questions[0].Bound[0].Slot}";
        Line($"long {t} = r.EventTime({type.Ordinal}, {slot});");
        Body inner = body.Inner();
        Require(inner, questions.SelectMany(q => q.InnerValues));
        foreach (PlanValue question in questions)
        {
            WriteFoldEvent(question, slot, t, inner);
        }

        Line("}");
        foreach (PlanValue question in questions)
        {
            WriteFoldEnd(question);
        }

        Line("}");
    }

    private void WriteFoldStart(PlanValue question, Body body)
    {
        int id = question.Id;
        if (!retention.IsFolded(question))
        {
            body.Line($"int x{id} = -1;");
            if (question is PlanAggregate { Kind: AggregateKind.Min or AggregateKind.Max } extreme)
            {
                Form form = CSharp.FormOf(extreme);
                body.Line($"{CSharp.TypeName(form)} v{id} = {(form == Form.Text ? "\"\"" : "default")};");
            }

            return;
        }

        int place = retention.Places[id];
        switch (question)
        {
            case PlanFade:
                body.Line($"double a{id} = System.BitConverter.Int64BitsToDouble(s[{place}]); long e{id} = s[{place + 1}]; bool z{id} = s[{place + 2}] != 0;");
                break;
            case PlanAggregate { Kind: AggregateKind.Count }:
                body.Line($"long v{id} = s[{place}];");
                break;
            default:
                body.Line($"System.Int128 a{id} = Exact.Unfold(s[{place}], s[{place + 1}]);");
                body.Line(question is PlanAggregate { Kind: AggregateKind.Avg } ? $"long e{id} = s[{place + 2}];" : "");
                break;
        }
    }

    private void WriteFoldEvent(PlanValue question, string index, string time, Body body)
    {
        int id = question.Id;
        string fresh = retention.IsFolded(question) ? $"{index} >= from" : "true";
        if (question is PlanFade fade)
        {
            string where = fade.Where is null ? "true" : Ref(fade.Where);
            body.Line($"if ({CSharp.And(fresh, IsSeen(fade, fade.Until, time, body), where)}) {{ {FadeAdd(fade, time)} }}");
            return;
        }

        PlanAggregate aggregate = (PlanAggregate)question;
        string matches = CSharp.And(
            fresh,
            aggregate.From is null ? "true" : $"{time} >= {Ref(aggregate.From)}",
            IsSeen(aggregate, aggregate.Until, time, body),
            aggregate.Where is null ? "true" : Ref(aggregate.Where),
            aggregate.Value is null ? "true" : Known(aggregate.Value));
        string value = aggregate.Value is null ? index : Ref(aggregate.Value);
        string add = aggregate.Kind switch
        {
            AggregateKind.Count => $"v{id}++;",
            AggregateKind.Sum => $"a{id} += {value};",
            AggregateKind.Avg => $"a{id} += {value}; e{id}++;",
            AggregateKind.Any or AggregateKind.First => $"if (x{id} < 0) {{ x{id} = {index}; }}",
            AggregateKind.Last => $"x{id} = {index};",
            _ => $"if (x{id} < 0 || {Better(CSharp.FormOf(aggregate), value, $"v{id}", aggregate.Kind == AggregateKind.Min ? "<" : ">")}) {{ x{id} = {index}; v{id} = {value}; }}",
        };
        body.Line($"if ({matches}) {{ {add} }}");
    }

    // What is folded lies before every end that moves, whatever the instant is that folds; only a fixed end leaves events out.
    private string IsSeen(PlanValue question, PlanEdge until, string time, Body body)
    {
        if (retention.Uses.First(u => u.Question.Id == question.Id).Bounds.Length > 0)
        {
            return "true";
        }

        Require(body, [until.Value]);
        return CSharp.And(Known(until.Value), $"{time} < {Ref(until.Value)}{(until.IsAfter ? " + 1" : "")}");
    }

    private void WriteFoldEnd(PlanValue question)
    {
        int id = question.Id;
        if (!retention.IsFolded(question))
        {
            Line($"if (x{id} >= 0) {{ stays[x{id}] = true; }}");
            return;
        }

        int place = retention.Places[id];
        Line(question switch
        {
            PlanFade => $"s[{place}] = System.BitConverter.DoubleToInt64Bits(a{id}); s[{place + 1}] = e{id}; s[{place + 2}] = z{id} ? 1 : 0;",
            PlanAggregate { Kind: AggregateKind.Count } => $"s[{place}] = v{id};",
            PlanAggregate { Kind: AggregateKind.Avg } => $"Exact.Fold(a{id}, out s[{place}], out s[{place + 1}]); s[{place + 2}] = e{id};",
            _ => $"Exact.Fold(a{id}, out s[{place}], out s[{place + 1}]);",
        });
    }

    private static string FadeAdd(PlanFade fade, string time)
    {
        int id = fade.Id;
        string faded = $"System.Math.Pow(2.0, -(double)({time} - e{id}) / {CSharp.Literal(fade.HalvingMicroseconds)})";
        return $"a{id} = (z{id} ? a{id} * {faded} : 0) + {CSharp.Literal((double)fade.Points)}; e{id} = {time}; z{id} = true;";
    }

    private HashSet<int> Windowed => windowed ??= [.. retention.Uses.Where(u => u.Keeping == PlanKeeping.Window).Select(u => u.Question.Id)];

    private HashSet<int>? windowed;

    // Where a pass ends: folded events count no more, though some of them may stay for another question.
    private string Oldest(IReadOnlyList<PlanAggregate> pass, Body body)
    {
        if (!pass.Any(retention.IsFolded))
        {
            return "0";
        }

        string unfolded = $"uf{pass[0].Id}";
        body.Line($"int {unfolded} = r.FirstUnfolded({pass[0].Event.Ordinal});");
        return StartsUnfolded(pass) ? unfolded : "0";
    }

    private bool StartsUnfolded(IReadOnlyList<PlanAggregate> pass) =>
        pass.All(a => retention.IsFolded(a) || Windowed.Contains(a.Id));

    private string IsUnfolded(PlanAggregate aggregate, IReadOnlyList<PlanAggregate> pass, string index) =>
        retention.IsFolded(aggregate) && !StartsUnfolded(pass) ? $"{index} >= uf{pass[0].Id}" : "true";

    // What a pass over all time starts from: nothing, or what was folded.
    private string Start(PlanAggregate aggregate, int place) =>
        retention.Places.TryGetValue(aggregate.Id, out int first) ? $"r.Folded({first + place})" : "0";

    private string StartSum(PlanAggregate aggregate) => retention.IsFolded(aggregate)
        ? $"Exact.Unfold({Start(aggregate, 0)}, {Start(aggregate, 1)}, out ulong a{aggregate.Id}, out long h{aggregate.Id});"
        : $"ulong a{aggregate.Id} = 0; long h{aggregate.Id} = 0;";
}
