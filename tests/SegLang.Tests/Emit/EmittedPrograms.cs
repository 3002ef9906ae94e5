using System.Collections.Immutable;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using SegLang.Binding;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Symbols;
using SegLang.Testing;
using SegLang.Tests.Fixtures;
using SegLang.Tests.Guards;
using Xunit;
using SourceText = SegLang.Text.SourceText;

namespace SegLang.Tests.Emit;

/// <summary>What the compiled form of rules guarantees besides the answers.</summary>
public sealed class EmittedPrograms
{
    private const string Shop = """
        profile Person { id: text key, age: int?, city: text?, newsletter: bool default false }
        event Visit { page: text }
        event Purchase { amount: money(EUR) }
        """;

    [Fact]
    public void The_same_rules_give_the_same_bytes_in_any_order_of_files_and_culture()
    {
        SourceText schema = new("a.seg", Shop);
        SourceText rules = new("b.seg", Segments(20));
        byte[] first = Compile(schema, rules).Assembly;
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            Assert.Equal(first, Compile(rules, schema).Assembly);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Other_rules_have_another_hash_and_key()
    {
        SourceText one = new("a.seg", Shop + "segment A { age > 1 }");
        SourceText two = new("a.seg", Shop + "segment A { age > 2 }");
        Assert.NotEqual(Compile(one).Hash, Compile(two).Hash);
        Assert.NotEqual(ContentHash.KeyOf([one], RuleUse.Batch), ContentHash.KeyOf([two], RuleUse.Batch));
        Assert.NotEqual(ContentHash.KeyOf([one], RuleUse.Batch), ContentHash.KeyOf([one], RuleUse.Stream));
        Assert.Equal(ContentHash.KeyOf([one, new("b.seg", "")], RuleUse.Batch), ContentHash.KeyOf([new("b.seg", ""), one], RuleUse.Batch));
    }

    [Fact]
    public void A_batch_does_not_pay_for_what_only_streams_ask()
    {
        BoundRuleSet rules = Bind(new SourceText("a.seg", Shop + Segments(4)));
        Assert.Contains(Planner.Plan(rules, [], RuleUse.Stream).Plan.Values, v => v is PlanClock);
        Assert.DoesNotContain(Planner.Plan(rules, [], RuleUse.Batch).Plan.Values, v => v is PlanClock);
        string source = RuleCompiler.Source(rules, [], RuleUse.Batch);
        Assert.All(["KeepFrom", "Fold(", "Next", "Horizon."], part => Assert.DoesNotContain(part, source, StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_compiled_for_a_batch_refuses_to_be_a_stream()
    {
        BoundRuleSet rules = Bind(new SourceText("a.seg", Shop + Segments(4)));
        Assert.Throws<ArgumentException>(() => new StreamEngine(RuleCompiler.Compile(rules, [], RuleUse.Batch).Program));
        Assert.Equal(0, new StreamEngine(RuleCompiler.Compile(rules, [], RuleUse.Stream).Program).ProfileCount);
    }

    [Fact]
    public void An_assembly_needs_only_the_runtime_beside_it()
    {
        using PEReader file = new([.. Compile(new SourceText("a.seg", Shop + Segments(3))).Assembly]);
        MetadataReader metadata = file.GetMetadataReader();
        IEnumerable<string> references = metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name));
        Assert.DoesNotContain(references, r => r != "SegLang.Runtime" && !r.StartsWith("System.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(1000)]
    public void No_method_is_too_large_for_the_jit(int segments)
    {
        using PEReader file = new([.. Compile(new SourceText("a.seg", Shop + Segments(segments))).Assembly]);
        MetadataReader metadata = file.GetMetadataReader();
        IEnumerable<(string Name, int Size)> sizes =
            from handle in metadata.MethodDefinitions
            let method = metadata.GetMethodDefinition(handle)
            where method.RelativeVirtualAddress != 0
            select (metadata.GetString(method.Name), file.GetMethodBody(method.RelativeVirtualAddress).Size);

        // `Operand` is a switch that runs a few times per evaluation, not per profile.
        Assert.DoesNotContain(sizes, m => m.Size > 8_000 && m.Name != "Operand");
    }

    [Theory]
    [InlineData("quote \" ' back\\slash {0} { } $@\"")]
    [InlineData("*/ // /* #if X #endif")]
    [InlineData("\u0085\u2028\u2029\t\0\u0001")]
    [InlineData("ß \U0001F600 \u202E")]
    public void Text_of_users_cannot_break_out_of_its_literal(string hostile)
    {
        StringBuilder escaped = new();
        foreach (Rune rune in hostile.EnumerateRunes())
        {
            escaped.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
        }

        string rules = Shop + $$"""
            segment `*/ } " \u` "{{escaped}}" { city == "{{escaped}}" or city in ["{{escaped}}", "a", "b", "c", "d", "e", "f", "g"] }
            test "{{escaped}}" {
              given { id: "{{escaped}}", city: "{{escaped}}" }
              at 2026-01-01T00:00 expect `*/ } " \u`
              at 2026-01-02T00:00 expect city contains "{{escaped}}" ignoring case
            }
            """;
        TestRun run = TestRunner.Run(Bind(new SourceText("a.seg", rules)), [IlEngine.Create()]);
        Assert.Empty(run.Results.Where(r => !r.Passed).Select(r => r.Message));
        Assert.NotEmpty(run.Results);
    }

    [Fact]
    public void Params_are_given_when_the_program_runs()
    {
        RuleProgram program = Compile(new SourceText("a.seg", Shop + "param least: int = 18  segment Adult { age >= least }")).Load();
        Assert.Equal(1, Bits(program));
        program.Configure(new Dictionary<string, object> { ["least"] = 21L });
        Assert.Equal(0, Bits(program));

        static long Bits(RuleProgram program)
        {
            DataSet data = FactsBridge.ToData(program, [new ProfileFacts(["a", 20L, null, false], [])]);
            RowEvaluator<ColumnReader> rows = program.Rows<ColumnReader>();
            RowOutput output = new(program.Outputs.Length);
            rows.Select(new ColumnReader(data, 0), program.At(0));
            rows.EvaluateAll(output);
            return output.Bits[0];
        }
    }

    [Fact]
    public void Equal_questions_of_different_rules_are_planned_once()
    {
        RulePlan plan = Planner.Plan(
            Bind(new SourceText("a.seg", Shop + """
                segment A { count(Visit in last 30 days) > 3 and age > 18 }
                segment B { not (age <= 18) or count(Visit in last 30 days) > 3 }
                """)),
            [], RuleUse.Stream).Plan;
        Assert.Single(plan.Values.OfType<PlanAggregate>());
        Assert.Equal(2, plan.Outputs.SelectMany(o => ((PlanLogical)o.Value).Parts).Distinct().Count());
    }

    [Fact]
    public void Every_kind_of_value_of_the_plan_is_emitted()
    {
        string source = RepositoryFiles.Read("src/SegLang/Emit/ProgramWriter.Values.cs");
        Assert.DoesNotContain(
            KindsOf(typeof(PlanValue), [typeof(PlanConstant), typeof(PlanSet)]),
            k => !source.Contains($"case {k} ", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kind_of_bound_expression_is_planned()
    {
        string source = RepositoryFiles.Read("src/SegLang/Plan/Planner.Expressions.cs");
        Assert.DoesNotContain(
            KindsOf(typeof(BoundExpression), [typeof(BoundError)]),
            k => !source.Contains($"        {k} ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("comparisons", "segment A { age >= 18 and city == \"Bonn\" }  segment B { not (age < 30 or newsletter) }")]
    [InlineData("windows", "segment A { count(Visit in last 30 days where page starts with \"/p\") >= 2 }  trait T = sum(Purchase.amount in this month)")]
    [InlineData("sequences", "segment A { any(Visit then no Visit then Purchase within 2 days) }  score S { add 5 when age > 1  add 2 per Visit max 10 }")]
    public void The_emitted_code_is_as_reviewed(string name, string rules)
    {
        string source = RuleCompiler.Source(Bind(new SourceText("a.seg", Shop + rules)), []);
        string code = string.Join('\n', source.Split('\n').Where(l => !l.Contains("FromBase64String", StringComparison.Ordinal)
            && !l.StartsWith("public override string Manifest", StringComparison.Ordinal)));
        string path = RepositoryFiles.PathOf($"tests/SegLang.Tests/Emit/Baselines/{name}.txt");
        if (Fixture.Rewrites)
        {
            File.WriteAllText(path, code);
        }

        Assert.Equal(File.ReadAllText(path), code);
    }

    private static IEnumerable<string> KindsOf(Type root, Type[] except) =>
        root.Assembly.GetTypes().Where(t => t.IsSubclassOf(root) && !t.IsAbstract && !except.Contains(t)).Select(t => t.Name);

    // Different questions about fields and events, so that nothing is shared away.
    private static string Segments(int count) => string.Join('\n', Enumerable.Range(0, count).Select(i => (i % 4) switch
    {
        0 => $"segment S{i} {{ age > {i} and city != \"c{i}\" }}",
        1 => $"segment S{i} {{ count(Visit in last {i + 1} days) >= {1 + (i % 7)} and age < {i} }}",
        2 => $"segment S{i} {{ sum(Purchase.amount in last {i + 1} days) >= {i} EUR or newsletter }}",
        _ => $"segment S{i} {{ any(Purchase in last {i + 1} days) and none(Visit in last {i} days where page == \"p{i}\") }}",
    }));

    private static CompiledRules Compile(params SourceText[] sources) => RuleCompiler.Compile(Bind(sources), []);

    private static BoundRuleSet Bind(params SourceText[] sources)
    {
        Compilation compilation = Compilation.Create(sources);
        return compilation.Rules ?? throw new InvalidOperationException(string.Join('\n', compilation.Diagnostics.Select(d => d.Message)));
    }
}
