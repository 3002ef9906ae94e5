using System.Diagnostics;
using SegLang.Binding;
using SegLang.Plan;
using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
    private static bool NeedsBag(PlanValue value) =>
        value is PlanAggregate { Kind: AggregateKind.Median or AggregateKind.Mode or AggregateKind.Distinct };

    /// <summary>
    /// One pass over the events of a type for several aggregates: what their conditions share is computed once per event, and each
    /// adds the events that lie in its window.
    /// </summary>
    private void WritePass(IReadOnlyList<PlanAggregate> pass, Body body)
    {
        PlanAggregate first = pass[0];
        (string i, string t) = (EventIndex(first.Variable), $"t{first.Variable.Slot}");
        string type = Number(first.Event.Ordinal);
        foreach (PlanAggregate aggregate in pass)
        {
            Require(body, layout.Dependencies(aggregate));
            WriteAccumulator(aggregate, body);
        }

        string[] lowers = [.. pass.Select(a => a.From is null ? "" : Ref(a.From)).Distinct()];
        string[] uppers = [.. pass.Select(a => Ref(a.Until)).Distinct()];
        bool isOpen = lowers.Contains("");
        body.Line($"long u{first.Id} = {Extreme("Max", uppers)};");
        body.Line(isOpen ? "" : $"long l{first.Id} = {Extreme("Min", lowers)};");

        // From the newest event to the oldest: most windows end now, and what is older than all of them is never looked at.
        string oldest = Oldest(pass, body);
        body.Line($"for (int {i} = r.EventCount({type}) - 1; {i} >= {oldest}; {i}--)");
        body.Line("{");
        body.Line($"long {t} = r.EventTime({type}, {i});");
        body.Line($"if ({t} >= u{first.Id}) {{ continue; }}");
        body.Line(isOpen ? "" : $"if ({t} < l{first.Id}) {{ break; }}");
        WriteAdds(pass, i, t, body.Inner());
        if (pass.Count == 1 && first.Kind == AggregateKind.Any)
        {
            body.Line($"if (v{first.Id}) {{ break; }}");
        }

        body.Line("}");
        foreach (PlanAggregate aggregate in pass)
        {
            body.Add(aggregate);
            WriteResult(aggregate, body);
        }
    }

    // What lies in the windows of aggregates is added to them. What one needs stands right before it, so that the JIT has less to keep.
    private void WriteAdds(IReadOnlyList<PlanAggregate> pass, string i, string t, Body body)
    {
        bool isOneEnd = pass.Select(a => Ref(a.Until)).Distinct().Count() == 1;
        Dictionary<string, string> inWindow = InWindows(pass, t, body);
        foreach (PlanAggregate aggregate in pass)
        {
            Require(body, aggregate.InnerValues);
            string from = inWindow[AfterStart(aggregate, t)];
            string until = isOneEnd ? "true" : $"{t} < {Ref(aggregate.Until)}";
            string where = aggregate.Where is null ? "true" : Ref(aggregate.Where);
            string known = aggregate.Value is null ? "true" : Known(aggregate.Value);
            WriteAdd(aggregate, CSharp.And(IsUnfolded(aggregate, pass, i), from, until, where, known), i, body);
        }
    }

    // Whether an event lies after the start of each window, given that it does of the widest; what several ask is a variable.
    private static Dictionary<string, string> InWindows(IReadOnlyList<PlanAggregate> pass, string t, Body body)
    {
        IGrouping<string, PlanAggregate>[] windows = [.. pass.GroupBy(a => AfterStart(a, t))];
        Dictionary<string, string> conditions = windows.ToDictionary(w => w.Key, w => windows.Length == 1 ? "true" : w.Key);
        for (int k = 0; k < windows.Length && windows.Length > 1; k++)
        {
            string condition = windows[k].Key;
            if (condition != "true" && windows[k].Count() > 1)
            {
                conditions[condition] = $"w{pass[0].Id}_{Number(k)}";
                body.Line($"bool {conditions[condition]} = {condition};");
            }
        }

        return conditions;
    }

    private static string AfterStart(PlanAggregate aggregate, string t) => aggregate.From is null ? "true" : $"{t} >= {Ref(aggregate.From)}";

    private static string Extreme(string function, string[] values)
    {
        string result = values[0];
        foreach (string value in values.Skip(1))
        {
            result = $"System.Math.{function}({result}, {value})";
        }

        return result;
    }

    private void WriteAccumulator(PlanAggregate aggregate, Body body)
    {
        int id = aggregate.Id;
        switch (aggregate.Kind)
        {
            case AggregateKind.Any: body.Line($"bool v{id} = false;"); break;
            case AggregateKind.Count: body.Line($"long v{id} = {Start(aggregate, 0)};"); break;
            case AggregateKind.Sum: body.Line(StartSum(aggregate)); break;
            case AggregateKind.Avg: body.Line($"{StartSum(aggregate)} long e{id} = {Start(aggregate, 2)};"); break;
            case AggregateKind.Median or AggregateKind.Mode or AggregateKind.Distinct: body.Line($"b{id}.Clear();"); break;
            case AggregateKind.First or AggregateKind.Last when aggregate.Value is null: body.Line($"int v{id} = -1;"); break;
            default:
                Form form = CSharp.FormOf(aggregate);
                body.Line($"{CSharp.TypeName(form)} v{id} = {(form == Form.Text ? "\"\"" : "default")}; bool k{id} = false;");
                break;
        }
    }

    private static void WriteAdd(PlanAggregate aggregate, string matches, string index, Body body)
    {
        int id = aggregate.Id;
        string value = aggregate.Value is null ? index : Ref(aggregate.Value);
        if (WithoutBranch(aggregate, matches, value) is { } line)
        {
            body.Line(line);
            return;
        }

        string add = aggregate.Kind switch
        {
            AggregateKind.Any => $"v{id} = true;",
            AggregateKind.Count => $"v{id}++;",
            AggregateKind.Sum => Wide(id, value),
            AggregateKind.Avg => $"{Wide(id, value)} e{id}++;",
            AggregateKind.Median or AggregateKind.Mode or AggregateKind.Distinct => $"b{id}.Add({value});",
            AggregateKind.First when aggregate.Value is null => $"v{id} = {index};",
            AggregateKind.Last when aggregate.Value is null => $"if (v{id} < 0) {{ v{id} = {index}; }}",
            AggregateKind.First => $"v{id} = {value}; k{id} = true;",
            AggregateKind.Last => $"if (!k{id}) {{ v{id} = {value}; k{id} = true; }}",
            AggregateKind.Min or AggregateKind.Max =>
                $"if (!k{id} || {Better(CSharp.FormOf(aggregate), value, $"v{id}", Sign(aggregate))}) {{ v{id} = {value}; }} k{id} = true;",
            _ => throw new UnreachableException(aggregate.Kind.ToString()),
        };
        body.Line(matches == "true" ? add : $"if ({matches}) {{ {add} }}");
    }

    // Whether an event lies in a window is as good as random, so a mispredicted branch would cost more than adding nothing.
    private static string? WithoutBranch(PlanAggregate aggregate, string matches, string value) => (aggregate.Kind, matches) switch
    {
        (_, "true") => null,
        (AggregateKind.Any, _) => $"v{aggregate.Id} |= {matches};",
        (AggregateKind.Count, _) => $"v{aggregate.Id} += Operations.Bit({matches});",
        (AggregateKind.Min or AggregateKind.Max, _) when CSharp.FormOf(aggregate) == Form.Int64 => Chosen(aggregate, matches, value),
        (AggregateKind.Sum, _) => Wide(aggregate.Id, $"{value} & -Operations.Bit({matches})"),
        _ => null,
    };

    // Adds to a sum of 128 bits, in two halves: the JIT keeps those in registers.
    private static string Wide(int id, string value) =>
        $"long x{id} = {value}; a{id} += (ulong)x{id}; h{id} += (x{id} >> 63) + Operations.Bit(a{id} < (ulong)x{id});";

    // The better value by a mask of ones or zeros.
    private static string Chosen(PlanAggregate aggregate, string matches, string value)
    {
        int id = aggregate.Id;
        string better = Better(Form.Int64, value, $"v{id}", Sign(aggregate));
        return $"bool y{id} = {matches}; long z{id} = -Operations.Bit(y{id} & (!k{id} | {better})); v{id} = ({value} & z{id}) | (v{id} & ~z{id}); k{id} |= y{id};";
    }

    // Of numbers that are equal but not the same (0 and −0) the oldest counts, which comes last.
    private static string Sign(PlanAggregate aggregate) => (aggregate.Kind == AggregateKind.Min ? "<" : ">")
        + (CSharp.FormOf(aggregate) == Form.Double ? "=" : "");

    private static void WriteResult(PlanAggregate aggregate, Body body)
    {
        int id = aggregate.Id;
        int more = Scale(aggregate) - (aggregate.Value is null ? 0 : Scale(aggregate.Value));
        switch (aggregate.Kind)
        {
            case AggregateKind.Sum: body.Line($"long v{id} = (long)a{id}; bool k{id} = h{id} == v{id} >> 63;"); break;
            case AggregateKind.Avg: body.Line($"bool k{id} = Exact.Mean(new System.Int128((ulong)h{id}, a{id}), e{id}, {more}, out long v{id});"); break;
            case AggregateKind.Distinct: body.Line($"long v{id} = b{id}.Distinct();"); break;
            case AggregateKind.Mode:
                Form form = CSharp.FormOf(aggregate);
                body.Line($"bool k{id} = b{id}.Mode({(form == Form.Text ? "\"\"" : "default")}, out {CSharp.TypeName(form)} v{id});");
                break;
            case AggregateKind.Median:
                body.Line($"bool k{id} = b{id}.Middle(out long x{id}, out long y{id}) & Exact.Mean((System.Int128)x{id} + y{id}, 2, {more}, out long v{id});");
                break;
            case AggregateKind.First or AggregateKind.Last when aggregate.Value is null:
                body.Line($"bool k{id} = v{id} >= 0;");
                break;
        }
    }

    private void EmitFade(PlanFade fade, Body body)
    {
        int id = fade.Id;
        Require(body, layout.Dependencies(fade));
        (string i, string t, int type) = (EventIndex(fade.Variable), $"t{fade.Variable.Slot}", fade.Event.Ordinal);
        string now = $"c.Instants[{fade.Instant.Number}].Now";
        string Faded(string elapsed) => $"System.Math.Pow(2.0, -(double)({elapsed}) / {CSharp.Literal(fade.HalvingMicroseconds)})";
        bool isFolded = retention.Places.TryGetValue(id, out int place);
        body.Line(isFolded
            ? $"double a{id} = System.BitConverter.Int64BitsToDouble(r.Folded({place})); long e{id} = r.Folded({place + 1}); bool z{id} = r.Folded({place + 2}) != 0;"
            : $"double a{id} = 0; long e{id} = 0; bool z{id} = false;");
        body.Line($"for (int {i} = {(isFolded ? $"r.FirstUnfolded({type})" : "0")}, n{id} = r.EventCount({type}); {i} < n{id}; {i}++)");
        body.Line("{");
        body.Line($"long {t} = r.EventTime({type}, {i});");
        body.Line($"if ({t} >= {Ref(fade.Until)}) {{ break; }}");
        Body inner = body.Inner();
        Require(inner, fade.InnerValues);
        string add = FadeAdd(fade, t);
        inner.Line(fade.Where is null ? add : $"if ({Ref(fade.Where)}) {{ {add} }}");
        body.Line("}");
        if (watched.Contains(id) && body.Place == Place.Row)
        {
            body.Line($"fa{id} = a{id}; fe{id} = e{id};");
        }

        body.Line($"if (z{id}) {{ a{id} *= {Faded($"{now} - e{id}")}; }}");
        if (fade.Max is { } max)
        {
            body.Line($"a{id} = System.Math.Clamp(a{id}, {CSharp.Literal(-(double)Math.Abs(max))}, {CSharp.Literal((double)Math.Abs(max))});");
        }

        body.Line($"bool k{id} = Exact.Number(a{id}, out double v{id});");
    }

    private void EmitQuantifier(PlanQuantifier value, Body body)
    {
        int id = value.Id;
        Source source = SourceOf(value.List, body);
        string item = $"i{value.Variable.Slot}";
        string start = value.Kind switch
        {
            QuantifierKind.Any => $"bool v{id} = false;",
            QuantifierKind.Count => $"long v{id} = 0;",
            _ => $"System.Int128 a{id} = 0;",
        };
        body.Line(start);
        body.Line($"for (int {item} = 0, n{id} = {source.Size}; {item} < n{id}; {item}++)");
        body.Line("{");
        Body inner = body.Inner();
        inner.Bind(value.Variable, source.List ?? throw new UnreachableException("a list of constants"), item);
        Require(inner, value.InnerValues);
        string matches = CSharp.And(
            value.Where is null ? "true" : Ref(value.Where), value.Value is null ? "true" : Known(value.Value));
        string add = value.Kind switch
        {
            QuantifierKind.Any => $"v{id} = true;",
            QuantifierKind.Count => $"v{id}++;",
            _ => $"a{id} += {(value.Value is null ? "0" : Ref(value.Value))};",
        };
        inner.Line(matches == "true" ? add : $"if ({matches}) {{ {add} }}");
        body.Line("}");
        if (value.Kind == QuantifierKind.Sum)
        {
            body.Line($"bool k{id} = {CSharp.And(source.Known, $"Exact.Fit(a{id}, out long v{id})")};");
        }
        else if (value.MayBeUnknown)
        {
            body.Line($"bool k{id} = {source.Known};");
            body.Line(value.Kind == QuantifierKind.Any ? $"v{id} &= k{id};" : "");
        }
    }
}
