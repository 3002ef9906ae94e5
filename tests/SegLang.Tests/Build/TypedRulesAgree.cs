using System.Collections;
using System.Globalization;
using System.Reflection;
using SegLang.Binding;
using SegLang.Data;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Symbols;
using SegLang.Testing;
using SegLang.Tests.Conformance;
using SegLang.Tests.Documentation;
using SegLang.Text;

namespace SegLang.Tests.Build;

/// <summary>Rules that are compiled with an app say of its objects what the engine says of the same facts in columns.</summary>
public sealed class TypedRulesAgree
{
    public static TheoryData<string> Examples => Documentation.Examples.Folders;

    public static TheoryData<string> Cases => ConformanceSuite.Cases;

    public static TheoryData<string> Expressions => ConformanceSuite.Expressions;

    [Theory]
    [MemberData(nameof(Examples))]
    public void Of_the_tests_of_an_example(string folder) => Agrees(RuleFiles.Compile(RuleFiles.Read(folder)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_the_tests_of_a_conformance_case(string path) => Agrees(RuleFiles.Compile([new SourceText(path, Repository.Read(path))]));

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Of_the_fields_of_a_list_of_expressions(string path) =>
        Agrees(RuleFiles.Compile([new SourceText(path, ExpressionLines.Read(Repository.Read(path)).RuleText)]));

    private static void Agrees(BoundRuleSet rules)
    {
        BoundRuleSet evaluated = CompiledRuleSet.Evaluable(rules).Rules;
        RuleProgram program = RuleCompiler.Compile(evaluated, []).Program;
        TypedRuleSet typed = TypedRuleSet.Create(evaluated);
        Assert.NotEmpty(rules.Tests);
        foreach (Expectation expectation in rules.Tests.SelectMany(Expectation.Of))
        {
            Compare(typed, program, expectation);
        }
    }

    private static void Compare(TypedRuleSet typed, RuleProgram program, Expectation expectation)
    {
        // Apps give lists by type: where instant and order are equal, the order of declaration decides.
        EventFacts[] events = [.. expectation.Timeline.InOrder.OfType<EventInput>().Select(i => i.Facts).OrderBy(e => e.Time).ThenBy(e => e.Order).ThenBy(e => e.Event.Ordinal)];
        var fields = expectation.Facts.Fields;
        ProfileTimeline timeline = new(fields, [.. events.Select(e => new EventInput(e))], Begin: null);
        DataSet data = FactsBridge.ToData(program, [timeline], _ => expectation.At);
        data = data.With(JourneyBatch.Run(program, data, _ => expectation.At));
        RowOutput row = new(program.Outputs.Length);
        program.Rows<ColumnReader>().EvaluateAll(new ColumnReader(data, 0), program.At(expectation.At), row);

        object[] arguments = typed.Arguments(fields, events, expectation.At);
        object result = typed.Facade.GetMethod("Evaluate", [.. arguments.Select((_, i) => Parameter(typed, i))])!.Invoke(null, arguments)!;
        PropertyInfo[] all = result.GetType().GetProperties();
        PropertyInfo[] single = [.. typed.Facade.GetProperties().Where(p => p.Name is not ("RuleSet" or "Bound"))];
        for (int i = 0; i < all.Length; i++)
        {
            object? expected = OutputBridge.Value(program, row, i);
            string name = $"{program.Outputs[i].Name} of `{expectation.Test.Name}`";
            AssertSame(program.Outputs[i].Value, expected, all[i].GetValue(result), name);
            object rule = single[i].GetValue(null)!;
            MethodInfo ask = rule.GetType().GetMethod("Matches") ?? rule.GetType().GetMethod("Of")!;
            AssertSame(program.Outputs[i].Value, expected, ask.Invoke(rule, arguments), name);
        }
    }

    private static Type Parameter(TypedRuleSet typed, int place) =>
        typed.Facade.GetMethods().First(m => m.Name == "Evaluate" && m.ReturnType != typeof(void)).GetParameters()[place].ParameterType;

    private static void AssertSame(FieldSchema type, object? expected, object? found, string name)
    {
        string left = expected is SetValue set ? string.Join(", ", set.Items.Select(i => Show(type.Element!, i))) : Show(type, expected);
        string right = found is Array list ? string.Join(", ", list.Cast<object>().Select(i => ShowHost(i))) : ShowHost(found);
        Assert.True(left == right, $"{name}: {left} in columns, {right} in an app");
    }

    private static string Show(FieldSchema type, object? value) => (type.Kind, value) switch
    {
        (_, null) => "unknown",
        (FieldKind.Enum, int ordinal) => ordinal.ToString(CultureInfo.InvariantCulture),
        (FieldKind.Date, int days) => ShowHost(HostValues.ToDate(days)),
        (FieldKind.DateTime, long micros) => ShowHost(HostValues.ToInstant(micros)),
        (FieldKind.Duration, long micros) => ShowHost(HostValues.ToDuration(micros)),
        (FieldKind.Decimal or FieldKind.Money, long unscaled) => ShowHost(HostValues.ToDecimal(unscaled, type.Scale)),
        _ => ShowHost(value),
    };

    private static string ShowHost(object? value) => value switch
    {
        null => "unknown",
        Enum member => Convert.ToInt32(member, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
