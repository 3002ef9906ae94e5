using SegLang.Plan;
using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class TypedWriter
{
    private const string Inlined =
        "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";

    // By method: where in the schema it reads (its arguments), and what it gives there.
    private readonly Dictionary<string, List<(int[] Place, string Answer)>> cases = [];

    private static readonly string[] Forms = [nameof(Form.Bool), nameof(Form.Int32), nameof(Form.Int64), nameof(Form.Double), nameof(Form.Text)];

    private void WriteReader()
    {
        CollectFields(plan.Rules.Profile, "f.Profile", [], -1);
        foreach (EventSymbol happening in plan.Rules.Events)
        {
            CollectFields(happening, $"f.E{CSharp.Number(happening.Ordinal)}[index]", [happening.Ordinal], happening.Ordinal);
        }

        Line($"internal struct Reader(Facts f) : IProfileReader<{Subject()}>");
        Line("{");
        Line("internal readonly Facts Facts => f;");
        WriteOpen();
        WriteScalars("", "int field", "field");
        WriteScalars("Item", "int field, int item, int part", "field", "part");
        WriteScalars("Event", "int type, int index, int field", "type", "field");
        WriteScalars("EventItem", "int type, int index, int field, int item, int part", "type", "field", "part");
        WriteScalars("Part", "int type, int index, int field, int item, int part, int element, int inner", "type", "field", "part", "inner");
        WriteSize("Size", "int field", "field");
        WriteSize("EventSize", "int type, int index, int field", "type", "field");
        WriteSize("PartSize", "int type, int index, int field, int item, int part", "type", "field", "part");
        WriteOfEvents("int EventCount(int type)", "Count");
        WriteOfEvents("long EventTime(int type, int index)", "Time(index)");
        WriteOfEvents("long EventOrder(int type, int index)", "Order(index)");
        WriteOfEvents("int FirstEventFrom(int type, long time, int start)", "FirstFrom(time, start)");
        Line("public long EventArrival(int type, int index) => ((long)type << 32) + index;");
        Line("public bool Journey(int journey, JourneyFact fact, long at, out long value) => f.Journey(this, journey, fact, at, out value);");
        Line("public int FirstUnfolded(int type) => 0;");
        Line("public long Folded(int place) => 0;");
        Line("}");
    }

    // What is bound at run time opens the reader itself, for each question.
    private void WriteOpen()
    {
        Line($"public void Open({Subject()} subject, ReaderScratch scratch)");
        Line("{");
        Line("f = scratch.Kept as Facts ?? new Facts();");
        Line("scratch.Kept = f;");
        Line($"f.Take({(plan.Rules.Events.IsEmpty ? "subject" : "subject.Profile, subject.Events")}, 0);");
        if (plan.Journeys.Journeys.Length > 0)
        {
            Line("f.Scratch = scratch;");
        }

        Line("}");
    }

    // What `BoundRules` hands to a reader.
    private string Subject() => plan.Rules.Events.IsEmpty ? typeNames[plan.Rules.Profile] : $"HostFacts<{BoundTypes()}>";

    private string BoundTypes() => plan.Rules.Events.Length switch
    {
        0 => typeNames[plan.Rules.Profile],
        1 => $"{typeNames[plan.Rules.Profile]}, {ListOf(plan.Rules.Events[0])}",
        _ => $"{typeNames[plan.Rules.Profile]}, {eventsType}",
    };

    private void CollectFields(SchemaSymbol schema, string owner, int[] place, int type)
    {
        string prefix = type < 0 ? "" : "Event";
        foreach (FieldSymbol given in Given(schema))
        {
            string value = $"{owner}.{memberNames[given]}";
            string name = $"{schema.Name}.{given.Name}";
            int[] here = [.. place, given.Ordinal];
            switch (given.Type)
            {
                case SetType set:
                    Add($"{prefix}Size", here, $"{value}?.Count ?? 0");
                    Add($"{prefix}Item{FormName(set.Element)}", [.. here, -1], ReadCall(set.Element, false, null, $"{value}[item]", name));
                    break;
                case ListType list:
                    Add($"{prefix}Size", here, $"{value}?.Count ?? 0");
                    CollectParts(list.Element, $"{prefix}Item", $"{value}[item]", here, type);
                    break;
                default:
                    Add($"{prefix}{FormName(given.Type)}", here, ReadCall(given.Type, given.IsOptional, given.Default, value, name));
                    break;
            }
        }
    }

    private void CollectParts(RecordSymbol record, string method, string owner, int[] place, int type)
    {
        foreach (FieldSymbol part in Given(record))
        {
            string value = $"{owner}.{memberNames[part]}";
            string name = $"{record.Name}.{part.Name}";
            int[] here = [type, place[^1], part.Ordinal];
            switch (part.Type)
            {
                case SetType set:
                    Add("PartSize", here, $"{value}?.Count ?? 0");
                    Add($"Part{FormName(set.Element)}", [.. here, -1], ReadCall(set.Element, false, null, $"{value}[element]", name));
                    break;
                case ListType list:
                    Add("PartSize", here, $"{value}?.Count ?? 0");
                    foreach (FieldSymbol inner in Given(list.Element).Where(i => i.Type is not (SetType or ListType)))
                    {
                        Add($"Part{FormName(inner.Type)}", [.. here, inner.Ordinal], ReadCall(
                            inner.Type, inner.IsOptional, inner.Default, $"{value}[element].{memberNames[inner]}", $"{list.Element.Name}.{inner.Name}"));
                    }

                    break;
                default:
                    Add($"{method}{FormName(part.Type)}", [.. place, part.Ordinal], ReadCall(part.Type, part.IsOptional, part.Default, value, name));
                    break;
            }
        }
    }

    private void Add(string method, int[] place, string answer)
    {
        if (!cases.TryGetValue(method, out var list))
        {
            cases.Add(method, list = []);
        }

        list.Add((place, answer));
    }

    private static string FormName(SegType type) => CSharp.ReaderName(CSharp.FormOf(type));

    // Reads a host's value into `value`; the answer is whether it is known.
    private static string ReadCall(SegType type, bool isOptional, object? otherwise, string value, string name, string into = "value") => type switch
    {
        ScalarType { Kind: ScalarKind.Text } when isOptional => $"TypedValues.Read({value}, out {into})",
        ScalarType { Kind: ScalarKind.Text } when otherwise is string text => $"TypedValues.Read({value} ?? {CSharp.Literal(text)}, out {into})",
        ScalarType { Kind: ScalarKind.Text or ScalarKind.Number } => $"TypedValues.Read({value}, {CSharp.Literal(name)}, out {into})",
        DecimalType or MoneyType => $"TypedValues.Read({value}, {CSharp.Number(type.Scale ?? 0)}, {CSharp.Literal(name)}, out {into})",
        EnumType => $"TypedValues.Read((int{(isOptional ? "?" : "")}){value}, out {into})",
        _ => $"TypedValues.Read({value}, out {into})",
    };

    private void WriteScalars(string prefix, string parameters, params string[] path)
    {
        foreach (string form in Forms)
        {
            string type = CSharp.TypeName(Enum.Parse<Form>(form));
            Line(Inlined);
            Line($"public bool {prefix}{form}({parameters}, out {type} value)");
            WriteSwitch($"{prefix}{form}", path, "TypedValues.None(out value)");
        }
    }

    private void WriteSize(string method, string parameters, params string[] path)
    {
        Line($"public int {method}({parameters})");
        WriteSwitch(method, path, "TypedValues.None(out int _) ? 1 : 0");
    }

    private void WriteSwitch(string method, string[] path, string otherwise)
    {
        Line("{");
        WriteSwitch(cases.GetValueOrDefault(method, []), path, 0, otherwise);
        Line("}");
    }

    // A switch on each argument by itself: where the arguments are constants, only one answer is left of it.
    private void WriteSwitch(List<(int[] Place, string Answer)> list, string[] path, int level, string otherwise)
    {
        if (level == path.Length)
        {
            Line($"return {list[0].Answer};");
            return;
        }

        if (list.Count > 0)
        {
            Line($"switch ({path[level]})");
            Line("{");
            foreach (var group in list.GroupBy(c => c.Place[level]).OrderBy(g => g.Key))
            {
                Line($"case {CSharp.Number(group.Key)}:");
                WriteSwitch([.. group], path, level + 1, otherwise);
            }

            Line("}");
        }

        Line($"return {otherwise};");
    }

    private void WriteOfEvents(string signature, string answer)
    {
        Line(Inlined);
        Line($"public {signature}");
        Line("{");
        if (!plan.Rules.Events.IsEmpty)
        {
            Line("switch (type)");
            Line("{");
            foreach (EventSymbol happening in plan.Rules.Events)
            {
                Line($"case {CSharp.Number(happening.Ordinal)}: return f.E{CSharp.Number(happening.Ordinal)}.{answer};");
            }

            Line("}");
        }

        Line("return TypedValues.None(out int _) ? 1 : 0;");
        Line("}");
    }
}
