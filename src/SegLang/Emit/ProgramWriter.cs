using System.Collections.Immutable;
using System.Text;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Emit;

/// <summary>
/// Writes the C# of a plan: a class for the program, which holds what depends on params and instants, and one for the evaluation of a profile,
/// generic over the reader. The code is flat (a statement a value) and its names are numbers of the plan.
/// </summary>
internal sealed partial class ProgramWriter
{
    private const int ValuesPerMethod = 48;
    private const int OutputsPerMethod = 32;
    private const string OfStreams = "[StreamCode]";

    private readonly RulePlan plan;
    private readonly Layout layout;
    private readonly BlockDraft draft;
    private readonly PlanRetention retention;
    private readonly StringBuilder text = new();
    private readonly Dictionary<int, int> slots = [];
    private readonly ImmutableArray<PlanValue> ofProgram;
    private readonly ImmutableArray<PlanValue> ofInstant;
    private readonly ImmutableArray<PlanValue> sets;
    private readonly HashSet<int> asKnown;
    private readonly HashSet<int> asked;

    private ProgramWriter(RulePlan plan)
    {
        this.plan = plan;
        draft = BlockPlanner.Draft(plan);
        retention = plan.Use == RuleUse.Stream ? Retention.Of(plan.Outputs.Select(o => o.Value).Concat(plan.Extra).Concat(plan.Asked)) : PlanRetention.None;
        layout = new(plan, draft.Conditions);
        asKnown = AskedAsKnown();
        asked = AskedGroups();
        ofProgram = [.. layout.Reached.Where(v => v.Level == PlanLevel.Program && Layout.IsLocal(v))];
        ofInstant = [.. layout.Reached.Where(v => Layout.IsLocal(v) && Layout.IsOfInstant(v))];
        sets = [.. layout.Reached.Where(v => v is PlanSet or PlanConstant { Type: SetType } or PlanParam { Type: SetType })];
        foreach (PlanValue value in ofInstant)
        {
            slots.Add(value.Id, slots.Count);
        }
    }

    /// <summary>The C# of a program, the same for the same plan.</summary>
    public static string Write(RulePlan plan, string manifest)
    {
        string[] head =
        [
            "using System.Collections.Generic;",
            "using System.Collections.Immutable;",
            "using SegLang.Runtime;",
            "namespace SegLang.Emitted;",
            "",
        ];
        return string.Join('\n', head) + WriteTypes(plan, manifest, "public");
    }

    /// <summary>The types of a program alone, for a namespace that uses the runtime's and those of collections.</summary>
    public static string WriteTypes(RulePlan plan, string manifest, string access)
    {
        ProgramWriter writer = new(plan);
        writer.WriteProgram(manifest, access);
        writer.WriteEvaluator();
        return writer.text.ToString();
    }

    private void Line(string line) => text.Append(line).Append('\n');

    private void WriteProgram(string manifest, string access)
    {
        Line($"{access} sealed class Rules : RuleProgram");
        Line("{");
        Line($"private static readonly RuleSchema schema = RuleSchema.Decode(System.Convert.FromBase64String({CSharp.Base64(SchemaMapping.From(plan.Rules).Encode())}));");
        Line($"private static readonly ZoneTable zone = ZoneTable.Decode(System.Convert.FromBase64String({CSharp.Base64(ZoneTables.From(plan.Zone).Encode())}));");
        Line($"private static readonly ImmutableArray<OutputSchema> outputs = RuleSchema.DecodeOutputs(System.Convert.FromBase64String({CSharp.Base64(RuleSchema.EncodeOutputs(Outputs()))}));");
        Line("public override RuleSchema Schema => schema;");
        Line("public override ZoneTable Zone => zone;");
        Line("public override ImmutableArray<OutputSchema> Outputs => outputs;");
        Line($"public override string Manifest => {CSharp.Literal(manifest)};");
        Line($"protected override (int Instants, int Windows, int Values) ContextSize => ({plan.Instants.Length}, 0, {slots.Count});");
        Line("public override RuleProgram New() => new Rules();");
        Line("public override RowEvaluator<TReader> Rows<TReader>() => new Evaluator<TReader>(this);");
        foreach ((PlanMatches matches, int index) in Patterns())
        {
            Line($"internal static readonly TextPattern m{index} = new({CSharp.Literal(PatternTranslation.ToRegex(matches.Pattern))});");
        }

        WriteJourneys();
        if (plan.Use == RuleUse.Stream)
        {
            WriteKeepFrom();
        }
        else
        {
            Line("public override bool ServesStreams => false;");
        }

        WriteBlock();
        WriteConfigure();
        WritePrepare();
        Line("}");
    }

    private IEnumerable<(PlanMatches, int)> Patterns() =>
        layout.Reached.OfType<PlanMatches>().DistinctBy(m => m.Index).Select(m => (m, m.Index));

    private ImmutableArray<OutputSchema> Outputs() =>
    [
        .. plan.Outputs.Select(o => new OutputSchema(
            o.Symbol.Name, Kind(o.Symbol), SchemaMapping.MapType(o.Symbol.Name, 0, o.Value.Type))
        {
            Title = Title(o.Symbol),
            Was = SchemaMapping.EarlierNames(o.Symbol),
        }),
        .. plan.Extra.Concat(plan.Asked).Select(e => new OutputSchema("", OutputKind.Trait, SchemaMapping.MapType("", 0, e.Type))),
    ];

    private static OutputKind Kind(Symbol symbol) => symbol switch
    {
        SegmentSymbol => OutputKind.Segment,
        ClassSymbol => OutputKind.Class,
        ScoreSymbol => OutputKind.Score,
        JourneySymbol => OutputKind.Journey,
        _ => OutputKind.Trait,
    };

    private static string? Title(Symbol symbol) => symbol switch
    {
        SegmentSymbol segment => segment.Title,
        ClassSymbol classification => classification.Title,
        ScoreSymbol score => score.Title,
        JourneySymbol journey => journey.Title,
        _ => null,
    };

    // What depends on params only.
    private void WriteConfigure()
    {
        foreach (PlanValue value in ofProgram)
        {
            WriteField("internal", value);
        }

        foreach (PlanValue set in sets)
        {
            Form element = ElementForm(set);
            Line($"internal {CSharp.TypeName(element)}[] f{set.Id};");
            WriteHashField(set, element);
        }

        Line("public Rules() => Configure(new Dictionary<string, object>());");
        PlanValue[][] chunks = [.. ofProgram.Concat(sets).OrderBy(v => v.Id).Chunk(ValuesPerMethod)];
        Line("public override void Configure(System.ReadOnlySpan<object> a)");
        Line("{");
        for (int i = 0; i < chunks.Length; i++)
        {
            Line($"C{i}(a);");
        }

        Line("}");
        for (int i = 0; i < chunks.Length; i++)
        {
            WriteConfigure(i, chunks[i]);
        }
    }

    private void WriteConfigure(int number, PlanValue[] chunk)
    {
        // It runs once or twice: to optimise it would cost more than it does.
        Line("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoOptimization)]");
        Line($"private void C{number}(System.ReadOnlySpan<object> a)");
        Line("{");
        Body body = new(text, Place.Program, number, null);
        foreach (PlanValue value in chunk)
        {
            if (!Layout.IsLocal(value))
            {
                WriteSet(value, body);
                continue;
            }

            Require(body, layout.Dependencies(value));
            Emit(value, body);
            Line($"f{value.Id} = v{value.Id};");
            if (value.MayBeUnknown)
            {
                Line($"q{value.Id} = k{value.Id};");
            }
        }

        Line("}");
    }

    private void WriteField(string access, PlanValue value)
    {
        Form form = CSharp.FormOf(value);
        Line($"{access} {CSharp.TypeName(form)} f{value.Id}{(form == Form.Text ? " = \"\"" : "")};");
        if (TellsKnown(value))
        {
            Line($"{access} bool q{value.Id};");
        }
    }

    // What depends on the instant: the instants themselves in order, each before what is asked at it.
    private void WritePrepare()
    {
        List<(int At, PlanInstant? Instant, PlanValue? Value)> steps =
        [
            .. plan.Instants.Where(i => i.Value is null || layout.Reached.Contains(i.Value)).Select(i => (IsReadyAfter(i), (PlanInstant?)i, (PlanValue?)null)),
            .. ofInstant.Select(v => (v.Id, (PlanInstant?)null, (PlanValue?)v)),
        ];
        var ordered = steps.OrderBy(s => s.At).ThenBy(s => s.Instant is null ? 0 : 1 + s.Instant.Number).Chunk(ValuesPerMethod).ToArray();
        Line("protected override void Prepare(EvaluationContext c)");
        Line("{");
        for (int i = 0; i < ordered.Length; i++)
        {
            Line($"P{i}(c);");
        }

        Line("}");
        for (int i = 0; i < ordered.Length; i++)
        {
            Line($"private void P{i}(EvaluationContext c)");
            Line("{");
            Body body = new(text, Place.Instant, i, null);
            foreach (var step in ordered[i])
            {
                WritePrepared(step.Instant, step.Value, body);
            }

            Line("}");
        }
    }

    // An instant is known after its value and after the instant that it is asked at.
    private static int IsReadyAfter(PlanInstant instant) =>
        instant is { Value: { } value, Parent: { } parent } ? Math.Max(value.Id, IsReadyAfter(parent)) : -1;

    private void WritePrepared(PlanInstant? instant, PlanValue? value, Body body)
    {
        if (instant is { Value: null })
        {
            Line($"c.Instants[{instant.Number}] = new(true, c.Now, c.Today);");
        }
        else if (instant is { Value: { } at, Parent: { } parent })
        {
            Require(body, [at]);
            string known = CSharp.And(Known(at), $"c.Instants[{parent.Number}].IsKnown", $"{Ref(at)} <= c.Instants[{parent.Number}].Now");
            Line($"bool t{instant.Number} = {known};");
            Line($"c.Instants[{instant.Number}] = t{instant.Number} ? new(true, {Ref(at)}, c.Calendar.DateOf({Ref(at)})) : c.Instants[{parent.Number}] with {{ IsKnown = false }};");
        }
        else if (value is not null)
        {
            Require(body, layout.Dependencies(value));
            Emit(value, body);
            Line($"c.Values[{slots[value.Id]}] = {ToBits(value)};");
            Line($"c.Known[{slots[value.Id]}] = {Known(value)};");
        }
    }

    private static string ToBits(PlanValue value) => CSharp.FormOf(value) switch
    {
        Form.Bool => $"{Ref(value)} ? 1 : 0",
        Form.Double => $"System.BitConverter.DoubleToInt64Bits({Ref(value)})",
        _ => Ref(value),
    };

    private static string FromBits(PlanValue value, string bits) => CSharp.FormOf(value) switch
    {
        Form.Bool => $"{bits} != 0",
        Form.Double => $"System.BitConverter.Int64BitsToDouble({bits})",
        Form.Int32 => $"(int){bits}",
        _ => bits,
    };

    /// <summary>A value where it is used: a local, or a literal.</summary>
    private static string Ref(PlanValue value) => value switch
    {
        PlanConstant constant => CSharp.Literal(constant.Value),
        PlanIsTrue test when Layout.IsTruthOf(test) => Ref(test.Value),
        _ => $"v{value.Id}",
    };

    // The values of which something asks whether they are known: all that are not asked for truth alone.
    private HashSet<int> AskedAsKnown()
    {
        HashSet<int> asked = [.. plan.Outputs.Select(o => o.Value).Concat(plan.Extra).Concat(plan.Asked).Concat(draft.Conditions).Select(v => v.Id)];
        foreach (PlanValue value in layout.Reached.Where(v => !Layout.IsTruthOf(v)))
        {
            asked.UnionWith(value.Operands.Concat(value.InnerValues).Select(v => v.Id));
        }

        return asked;
    }

    /// <summary>Whether there is a variable that says whether a value is known.</summary>
    private bool TellsKnown(PlanValue value) => value.MayBeUnknown
        && (asKnown.Contains(value.Id) || CSharp.FormOf(value) != Form.Bool || value.Level is PlanLevel.Program or PlanLevel.Instant);

    /// <summary>Whether it is known: a local, or `true`.</summary>
    private static string Known(PlanValue value) => value.MayBeUnknown ? $"k{value.Id}" : "true";

    private static string Known(params PlanValue[] values) => CSharp.And([.. values.Select(v => Known(v))]);

    /// <summary>Makes values locals of a body, those that they need first.</summary>
    private void Require(Body body, IEnumerable<PlanValue> values)
    {
        SortedDictionary<int, PlanValue> needed = [];
        foreach (PlanValue value in values)
        {
            if (Layout.IsLocal(value))
            {
                Collect(body, value, needed);
            }
            else
            {
                foreach (PlanValue dependency in layout.Dependencies(value))
                {
                    Collect(body, dependency, needed);
                }
            }
        }

        foreach (PlanValue value in needed.Values)
        {
            if (!body.Has(value))
            {
                if (IsFetched(body, value))
                {
                    Fetch(value, body);
                }
                else
                {
                    Emit(value, body);
                }
            }
        }
    }

    private void Collect(Body body, PlanValue value, SortedDictionary<int, PlanValue> needed)
    {
        if (!Layout.IsLocal(value) || body.Has(value) || !needed.TryAdd(value.Id, value) || IsFetched(body, value))
        {
            return;
        }

        foreach (PlanValue dependency in layout.Dependencies(value))
        {
            Collect(body, dependency, needed);
        }
    }

    // Whether a value lies in a field or in the context.
    private bool IsFetched(Body body, PlanValue value) => body.Place switch
    {
        Place.Program => true,
        Place.Instant => value.Level == PlanLevel.Program || slots.ContainsKey(value.Id),
        Place.Direct => value.Level == PlanLevel.Program || Layout.IsOfInstant(value),
        _ => value.Level == PlanLevel.Program || Layout.IsOfInstant(value)
            || (Layout.IsOfProfile(value) && layout.GroupOf(value) != body.Group),
    };

    private void Fetch(PlanValue value, Body body)
    {
        string type = CSharp.TypeName(CSharp.FormOf(value));
        string owner = body.Place is Place.Row or Place.Direct && value.Level == PlanLevel.Program ? "p." : "";
        bool isOfContext = value.Level != PlanLevel.Program && Layout.IsOfInstant(value);
        string source = isOfContext ? FromBits(value, $"c.Values[{slots[value.Id]}]") : $"{owner}f{value.Id}";
        body.Line($"{type} v{value.Id} = {source};");
        if (TellsKnown(value))
        {
            body.Line($"bool k{value.Id} = {(isOfContext ? $"c.Known[{slots[value.Id]}]" : $"{owner}q{value.Id}")};");
        }

        body.Add(value);
    }

    // The evaluation of a profile.
    private void WriteEvaluator()
    {
        Line("internal sealed class Evaluator<TReader>(Rules p) : RowEvaluator<TReader> where TReader : struct, IFactReader");
        Line("{");
        Line("private TReader r;");
        Line("private EvaluationContext c;");
        Line("private int g;");
        foreach (PlanValue value in layout.Reached.Where(v => layout.Stored.Contains(v.Id) && Layout.IsOfProfile(v)))
        {
            WriteField("private", value);
        }

        foreach (PlanValue value in layout.Reached.Where(NeedsBag))
        {
            Line($"private readonly ValueBag<{CSharp.TypeName(CSharp.FormOf(((PlanAggregate)value).Value ?? value))}> b{value.Id} = new();");
        }

        WriteWatched();
        WriteSelect();
        WriteConditions();
        WriteSelectEvent();
        if (plan.Use == RuleUse.Stream || !plan.Asked.IsEmpty)
        {
            WriteHorizons();
        }

        if (plan.Use == RuleUse.Stream)
        {
            WriteFolds();
        }

        for (int i = 0; i < layout.Groups.Count; i++)
        {
            WriteGroup(i);
        }

        WriteOutputs();
        Line("}");
    }

    private void WriteGroup(int number)
    {
        List<PlanValue> group = layout.Groups[number];
        Line($"private int d{number};");
        Line(asked.Contains(number) ? "" : OfStreams);
        Line($"private void G{number}()");
        Line("{");
        string round = group.Exists(IsStaged) ? "j" : "g";
        Line($"if (d{number} == {round}) {{ return; }}");
        Line($"d{number} = {round};");
        foreach (int needed in GroupsBefore(group, number))
        {
            Line($"G{needed}();");
        }

        // A local, so that the JIT keeps the reader's parts in registers and looks a row up once.
        Line("TReader r = this.r;");
        Body body = new(text, Place.Row, number, null);
        if (group.All(v => v is PlanAggregate))
        {
            WritePass([.. group.Cast<PlanAggregate>()], body);
        }
        else
        {
            Require(body, group);
        }

        foreach (PlanValue value in group.Where(v => layout.Stored.Contains(v.Id)))
        {
            Line($"f{value.Id} = v{value.Id};");
            if (TellsKnown(value))
            {
                Line($"q{value.Id} = k{value.Id};");
            }
        }

        Line("}");
    }

    // The methods that outputs need, and those which these call. Where there are journeys, all: to follow them is to ask when time alone changes something.
    private HashSet<int> AskedGroups()
    {
        if (!plan.Asked.IsEmpty)
        {
            return [.. Enumerable.Range(0, layout.Groups.Count)];
        }

        HashSet<int> found = [];
        Stack<int> open = new(plan.Outputs.Select(o => o.Value).Concat(plan.Extra)
            .SelectMany(v => layout.Dependencies(v).Append(v)).Where(Layout.IsOfProfile).Select(layout.GroupOf));
        while (open.TryPop(out int group))
        {
            if (found.Add(group))
            {
                foreach (int needed in GroupsBefore(layout.Groups[group], group))
                {
                    open.Push(needed);
                }
            }
        }

        return found;
    }

    private IEnumerable<int> GroupsBefore(List<PlanValue> group, int number) =>
        group.SelectMany(v => layout.Dependencies(v)).Where(Layout.IsOfProfile).Select(layout.GroupOf).Where(g => g != number)
            .Distinct().Order();
}
