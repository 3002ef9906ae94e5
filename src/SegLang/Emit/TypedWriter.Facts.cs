using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class TypedWriter
{
    // Rents evaluators; what the public types call.
    private void WriteHost()
    {
        Line("internal static class Host");
        Line("{");
        Line("internal static readonly Rules Program = Make();");
        Line("private static readonly EvaluatorPool<Reader> pool = new(Program, static () => new Reader(new Facts()));");
        Line("private static Rules Make()");
        Line("{");
        Line("Rules made = new();");
        if (!options.Params.IsEmpty)
        {
            IEnumerable<string> values = options.Params.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"[{CSharp.Literal(p.Key)}] = {ParamLiteral(p.Value)}");
            Line($"made.Configure(new Dictionary<string, object> {{ {string.Join(", ", values)} }});");
        }

        Line("return made;");
        Line("}");
        Line($"internal static PooledEvaluator<Reader> Rent({Parameters()}, System.DateTimeOffset now)");
        Line("{");
        Line("var rented = pool.Rent(now);");
        Line($"rented.Reader.Facts.Take({Arguments()}, HostValues.Instant(now));");
        Line("return rented;");
        Line("}");
        Line("internal static void Return(PooledEvaluator<Reader> rented)");
        Line("{");
        Line("rented.Reader.Facts.Clear();");
        Line("pool.Return(rented);");
        Line("}");
        Line("}");
    }

    private static string ParamLiteral(object value) => value switch
    {
        Runtime.CalendarSpan span => $"new CalendarSpan({CSharp.Literal(span.Count)}, CalendarUnit.{span.Unit})",
        object[] set => $"new object[] {{ {string.Join(", ", set.Select(ParamLiteral))} }}",
        _ => CSharp.Literal(value),
    };

    // What is known of the profile that is asked about; scratch space of one thread.
    private void WriteFacts()
    {
        bool hasJourneys = plan.Journeys.Journeys.Length > 0;
        Line("internal sealed class Facts");
        Line("{");
        Line($"internal {typeNames[plan.Rules.Profile]} Profile;");
        foreach (EventSymbol happening in plan.Rules.Events)
        {
            WriteEvents(happening);
        }

        if (hasJourneys)
        {
            Line("private readonly JourneyReplay replay = new(Host.Program);");
            Line("private long now;");
            Line("internal ReaderScratch Scratch;");
        }

        Line($"internal void Take({Parameters()}, long now)");
        Line("{");
        Line("Profile = TypedValues.Present(profile, \"profile\");");
        foreach (EventSymbol happening in plan.Rules.Events)
        {
            string list = plan.Rules.Events.Length == 1 ? "" : $".{memberNames[happening]}";
            Line($"E{CSharp.Number(happening.Ordinal)}.Take(TypedValues.Present(events, \"events\"){list});");
        }

        if (hasJourneys)
        {
            Line("this.now = now;");
        }

        Line("}");
        WriteClear(hasJourneys);
        string answer = hasJourneys
            ? "Scratch is null ? replay.TryGet(reader, now, journey, fact, at, out value) : Scratch.Journey(reader, journey, fact, at, out value)"
            : "TypedValues.None(out value)";
        Line($"internal bool Journey(Reader reader, int journey, JourneyFact fact, long at, out long value) => {answer};");
        Line("}");
    }

    private void WriteClear(bool hasJourneys)
    {
        Line("internal void Clear()");
        Line("{");
        Line("Profile = null;");
        foreach (EventSymbol happening in plan.Rules.Events)
        {
            Line($"E{CSharp.Number(happening.Ordinal)}.Clear();");
        }

        if (hasJourneys)
        {
            Line("replay.Clear();");
        }

        Line("}");
    }

    private void WriteEvents(EventSymbol happening)
    {
        string number = CSharp.Number(happening.Ordinal);
        string type = typeNames[happening];
        string order = HasOrder(happening) ? $"static e => e.{memberNames[happening.Order]}" : "null";
        string once = "null";
        if (!happening.OnceBy.IsEmpty)
        {
            string span = happening.OnceFor is { } within ? CSharp.Literal(within) : "null";
            once = $"new TypedOnce<{type}>(Host.Program.Calendar, {span}, H{number}, S{number})";
            WriteOnce(happening, type, number);
        }

        Line($"internal readonly TypedEvents<{type}> E{number} = new({CSharp.Literal(happening.Name)}, "
            + $"static e => HostValues.Instant(e.{memberNames[happening.Time]}), {order}, {once});");
    }

    private void WriteOnce(EventSymbol happening, string type, string number)
    {
        Line($"private static int? H{number}({type} e)");
        Line("{");
        Line("var hash = new System.HashCode();");
        foreach ((FieldSymbol key, int i) in happening.OnceBy.Select((k, i) => (k, i)))
        {
            Line($"if (!{ReadKey(happening, key, "e", $"v{i}")}) {{ return null; }}");
            Line($"hash.Add(v{i});");
        }

        Line("return hash.ToHashCode();");
        Line("}");
        Line($"private static bool S{number}({type} a, {type} b)");
        Line("{");
        foreach ((FieldSymbol key, int i) in happening.OnceBy.Select((k, i) => (k, i)))
        {
            Line($"{ReadKey(happening, key, "a", $"a{i}")};");
            Line($"{ReadKey(happening, key, "b", $"b{i}")};");
            Line($"if (a{i} != b{i}) {{ return false; }}");
        }

        Line("return true;");
        Line("}");
    }

    private string ReadKey(EventSymbol happening, FieldSymbol key, string owner, string into)
    {
        string local = $"{CSharp.TypeName(CSharp.FormOf(key.Type))} {into}";
        return key == happening.Order && !HasOrder(happening)
            ? $"TypedValues.Read(0L, out {local})"
            : ReadCall(key.Type, key.IsOptional, key.Default, $"{owner}.{memberNames[key]}", $"{happening.Name}.{key.Name}", local);
    }
}
