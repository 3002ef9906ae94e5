using System.Collections.Immutable;
using System.Diagnostics;
using SegLang.Binding;
using SegLang.Plan;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
    private const int MostInline = 6;

    /// <summary>Where a set's or list's elements are read; of a set of constants and params <see cref="Array"/>, of others <see cref="List"/>.</summary>
    private sealed record Source(string Known, string? Array, ListPlace? List)
    {
        public string Size => Array is null ? List?.Size ?? "0" : $"{Array}.Length";
    }

    private static Form ElementForm(PlanValue set) => CSharp.FormOf(((SetType)set.Type).Element);

    private static int ElementScale(PlanValue set) => ((SetType)set.Type).Element.Scale ?? 0;

    private static string Owner(Body body) => body.Place is Place.Row or Place.Direct ? "p." : "";

    private static Source SourceOf(PlanValue value, Body body)
    {
        switch (value)
        {
            case PlanSet or PlanConstant or PlanParam:
                return new("true", $"{Owner(body)}f{value.Id}", null);
            case PlanProfileField of:
                string f = Number(of.Field.Ordinal);
                return new("true", null, new($"r.Size({f})", "r.Item", f, "-1", "0", f));
            case PlanEventField of:
                return new("true", null, OfEvent(of.Event.Ordinal, EventIndex(of.Variable), of.Field.Ordinal));
            case PlanEventMember of:
                ListPlace place = OfEvent(of.Symbol.Ordinal, Ref(of.Event), of.Field.Ordinal);
                return new("true", null, place with { Size = $"({Ref(of.Event)} < 0 ? 0 : {place.Size})" });
            case PlanRecordField of:
                (ListPlace list, string item) = body.ListOf(of.Variable);
                string at = $"{list.Type}, {list.Index}, {list.Field}, {item}, {of.Field.Ordinal}";
                return new("true", null, new($"r.PartSize({at})", "r.Part", at, list.Type, list.Index, list.Field));
            case PlanAsOf of:
                Source inner = SourceOf(of.Value, body);
                return inner with { Known = CSharp.And($"c.Instants[{of.Instant.Number}].IsKnown", inner.Known) };
            default:
                throw new UnreachableException(value.GetType().Name);
        }
    }

    private static ListPlace OfEvent(int type, string index, int ordinal)
    {
        string at = $"{type}, {index}, {ordinal}";
        return new($"r.EventSize({at})", "r.EventItem", at, Number(type), index, Number(ordinal));
    }

    // A statement that declares a variable with an element.
    private static string ReadElement(Source source, Form form, string index, string variable)
    {
        string type = CSharp.TypeName(form);
        return source.List is { } list
            ? $"{list.Prefix}{CSharp.ReaderName(form)}({list.Arguments}, {index}, -1, out {type} {variable});"
            : $"{type} {variable} = {source.Array}[{index}];";
    }

    private static string Same(Form form, string a, int scaleA, string b, int scaleB, bool ignoreCase) => form switch
    {
        Form.Text when ignoreCase => $"Text.Fold({a}) == Text.Fold({b})",
        Form.Int64 when scaleA != scaleB => $"Exact.Compare({a}, {scaleA}, {b}, {scaleB}) == 0",
        _ => $"{a} == {b}",
    };

    private static ImmutableArray<object>? Constants(PlanValue set) => set switch
    {
        PlanConstant { Value: SetValue all } => all.Items,
        PlanSet literal when literal.Elements.All(e => e is PlanConstant) => [.. literal.Elements.Select(e => ((PlanConstant)e).Value)],
        _ => null,
    };

    private static bool IsInline(PlanIn test) => Constants(test.Set) is { Length: <= MostInline };

    private static bool IsHashed(PlanIn test) =>
        test.Set is PlanSet or PlanConstant or PlanParam && !IsInline(test)
        && (CSharp.FormOf(test.Value) != Form.Int64 || Scale(test.Value) == ElementScale(test.Set));

    private void WriteHashField(PlanValue set, Form element)
    {
        foreach (bool folded in HashesOf(set))
        {
            Line($"internal HashSet<{CSharp.TypeName(element)}> {HashName(set, folded)};");
        }
    }

    private IEnumerable<bool> HashesOf(PlanValue set) => layout.Reached.OfType<PlanIn>()
        .Where(t => t.Set == set && IsHashed(t)).Select(t => t.IgnoreCase).Distinct().Order();

    private static string HashName(PlanValue set, bool folded) => $"{(folded ? "i" : "h")}{set.Id}";

    private void WriteSet(PlanValue set, Body body)
    {
        if (set is PlanSet literal)
        {
            Require(body, literal.Elements);
        }

        string type = CSharp.TypeName(ElementForm(set));
        string elements = set switch
        {
            PlanParam param => $"System.Array.ConvertAll((object[])a[{param.Index}], x => ({type})x)",
            PlanSet of => $"new {type}[] {{ {string.Join(", ", of.Elements.Select(Ref))} }}",
            _ => $"new {type}[] {{ {string.Join(", ", ((SetValue)((PlanConstant)set).Value).Items.Select(CSharp.Literal))} }}",
        };
        body.Line($"f{set.Id} = Operations.Distinct({elements});");
        foreach (bool folded in HashesOf(set))
        {
            string values = folded ? $"Operations.Folded(f{set.Id})" : $"f{set.Id}";
            body.Line($"{HashName(set, folded)} = new HashSet<{type}>({values});");
        }
    }

    private void EmitIn(PlanIn test, Body body)
    {
        Source source = SourceOf(test.Set, body);
        string known = CSharp.And(Known(test.Value), source.Known);
        Form form = CSharp.FormOf(test.Value);
        string value = test.IgnoreCase && form == Form.Text ? $"Text.Fold({Ref(test.Value)})" : Ref(test.Value);
        if (IsInline(test) && Constants(test.Set) is { } constants)
        {
            EmitInline(test, form, value, constants, known, body);
            return;
        }

        if (IsHashed(test))
        {
            EmitTruth(test, $"{Owner(body)}{HashName(test.Set, test.IgnoreCase)}.Contains({value})", known, body);
            return;
        }

        string same = Same(form, Ref(test.Value), Scale(test.Value), $"x{test.Id}", ElementScale(test.Set), test.IgnoreCase);
        if (test.MayBeUnknown)
        {
            body.Line($"bool k{test.Id} = {known};");
        }

        string proceed = CSharp.And(test.MayBeUnknown ? $"k{test.Id}" : "true", $"!v{test.Id}");
        body.Line($"bool v{test.Id} = false;");
        body.Line($"for (int j{test.Id} = 0, n{test.Id} = {source.Size}; j{test.Id} < n{test.Id} & {proceed}; j{test.Id}++)");
        body.Line($"{{ {ReadElement(source, ElementForm(test.Set), $"j{test.Id}", $"x{test.Id}")} v{test.Id} = {same}; }}");
    }

    private void EmitInline(
        PlanIn test, Form form, string value, ImmutableArray<object> constants, string known, Body body)
    {
        int scale = ElementScale(test.Set);
        string[] choices =
        [
            .. constants.Select(c => test.IgnoreCase && c is string text ? Runtime.Text.Fold(text) : c).Distinct()
                .Select(c => Same(form, $"x{test.Id}", Scale(test.Value), CSharp.Literal(c), scale, false)),
        ];
        if (choices.Length == 0)
        {
            Define(test, "false", known, body);
            return;
        }

        body.Line($"{CSharp.TypeName(form)} x{test.Id} = {value};");
        string joined = string.Join(" || ", choices);
        EmitTruth(test, known == "true" ? joined : $"({joined})", known, body);
    }

    private static void EmitSetTest(PlanSetTest test, Body body)
    {
        Source set = SourceOf(test.Set, body);
        Source elements = SourceOf(test.Elements, body);
        int id = test.Id;
        bool isAll = test.Kind == ContainsKind.All;
        string same = Same(
            ElementForm(test.Set), $"x{id}", ElementScale(test.Set), $"y{id}", ElementScale(test.Elements), test.IgnoreCase);
        string known = CSharp.And(set.Known, elements.Known);
        if (test.MayBeUnknown)
        {
            body.Line($"bool k{id} = {known};");
        }

        body.Line($"bool v{id} = {(isAll ? "true" : "false")};");
        body.Line($"for (int j{id} = 0, n{id} = {elements.Size}; j{id} < n{id} & {(isAll ? "" : "!")}v{id}; j{id}++)");
        body.Line("{");
        body.Line(ReadElement(elements, ElementForm(test.Elements), $"j{id}", $"y{id}"));
        body.Line($"bool z{id} = false;");
        body.Line($"for (int l{id} = 0, m{id} = {set.Size}; l{id} < m{id} & !z{id}; l{id}++)");
        body.Line($"{{ {ReadElement(set, ElementForm(test.Set), $"l{id}", $"x{id}")} z{id} = {same}; }}");
        body.Line($"v{id} = z{id};");
        body.Line("}");
        if (test.Kind == ContainsKind.None)
        {
            body.Line($"v{id} = !v{id};");
        }

        if (test.MayBeUnknown)
        {
            body.Line($"v{id} &= k{id};");
        }
    }

    private static void EmitSize(PlanCall size, Body body)
    {
        Source source = SourceOf(size.Arguments[0], body);
        Define(size, source.Size, source.Known, body);
    }

    private void WriteSetOutput(int index, PlanValue set, Body body)
    {
        if (set is PlanElse choice)
        {
            Require(body, [choice.Value, choice.Otherwise]);
            body.Line($"if ({SetKnown(choice.Value, body)})");
            body.Line("{");
            WriteSetOutput(index, choice.Value, body);
            body.Line("}");
            body.Line("else");
            body.Line("{");
            WriteSetOutput(index, choice.Otherwise, body);
            body.Line("}");
            return;
        }

        Source source = SourceOf(set, body);
        Form form = ElementForm(set);
        string type = CSharp.TypeName(form);
        body.Line($"if (!({source.Known})) {{ o.SetUnknown({index}); return; }}");
        body.Line($"List<{type}> s{set.Id} = new();");
        body.Line($"for (int j = 0, n = {source.Size}; j < n; j++)");
        body.Line($"{{ {ReadElement(source, form, "j", "x")} s{set.Id}.Add(x); }}");
        body.Line($"o.Set({index}, Operations.Ascending(s{set.Id}));");
    }

    private static string SetKnown(PlanValue set, Body body) => set is PlanElse choice
        ? $"{SetKnown(choice.Value, body)} || {SetKnown(choice.Otherwise, body)}"
        : SourceOf(set, body).Known;
}
