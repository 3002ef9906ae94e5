using SegLang.Plan;
using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class TypedWriter
{
    private const string ResultRow = "Row";
    private const string Now = "global::System.DateTimeOffset now";

    private void WriteFacade()
    {
        const string Read = "global::System.Func<global::SegLang.Runtime.RowOutput, int, T>";
        Line("/// <summary>A segment: whether a profile belongs to it. Immutable, for many threads; to ask allocates nothing.</summary>");
        Line($"public sealed class {Simple(segmentType)}");
        WriteRule(Simple(segmentType), [("int", "output")], "bool Matches", "rented.Matches(output)");
        Line("/// <summary>What rules compute of a profile: a trait, a class, a score, a journey's stage; null is unknown. Immutable, for many threads.</summary>");
        Line($"public sealed class {Simple(valueType)}<T>");
        WriteRule(Simple(valueType), [("int", "output"), (Read, "read")], "T Of", "read(rented.Evaluate(output), output)");
        WriteResult();
        WriteRules();
    }

    private void WriteRule(string constructor, (string Type, string Name)[] fields, string method, string answer)
    {
        Line("{");
        foreach ((string type, string name) in fields)
        {
            Line($"private readonly {type} {name};");
        }

        Line($"internal {constructor}(string name, {string.Join(", ", fields.Select(f => $"{f.Type} {f.Name}"))})");
        Line("{");
        Line("Name = name;");
        foreach ((_, string name) in fields)
        {
            Line($"this.{name} = {name};");
        }

        Line("}");
        Line("/// <summary>Its name in the rules.</summary>");
        Line("public string Name { get; }");
        Line("/// <summary>The answer for a profile at an instant; events after it are not seen.</summary>");
        Line($"public {method}({Parameters()}, {Now})");
        Line("{");
        WriteRented($"return {answer};");
        Line("}");
        Line("}");
    }

    private void WriteRented(string use)
    {
        Line($"var rented = global::{ProgramNamespace}.Host.Rent({Arguments()}, now);");
        Line("try");
        Line("{");
        Line(use);
        Line("}");
        Line("finally");
        Line("{");
        Line($"global::{ProgramNamespace}.Host.Return(rented);");
        Line("}");
    }

    private void WriteResult()
    {
        Line("/// <summary>All that the rules say of a profile at an instant. May be used again for the next, by one thread at a time.</summary>");
        Line($"public sealed class {Simple(resultType)}");
        Line("{");
        TypedNames members = new(Simple(resultType));
        string row = members.Take(ResultRow);
        Line($"internal readonly global::SegLang.Runtime.RowOutput {row} = new(global::{ProgramNamespace}.Host.Program.Outputs.Length);");
        foreach ((PlanOutput output, int place) in plan.Outputs.Select((o, i) => (o, i)))
        {
            Document(output.Symbol);
            string name = members.Take(TypedNames.Pascal(output.Symbol.Name));
            Line($"public {OutputType(output)} {name} => {Read(output, row, CSharp.Number(place))};");
        }

        Line("}");
    }

    private void WriteRules()
    {
        Summary(null, $"The rules of `{plan.Rules.Settings.Name}`, compiled with the app. For many threads.");
        Line($"public static class {options.ClassName}");
        Line("{");
        TypedNames members = new(options.ClassName, "Evaluate", "RuleSet", "Bind", "Bound");
        Line("/// <summary>The same rules by name: for streams, for params, for questions that are only known at run time.</summary>");
        Line($"public static global::SegLang.RuleSet RuleSet {{ get; }} = global::SegLang.RuleSet.Of(global::{ProgramNamespace}.Host.Program);");
        WriteBound();
        foreach ((PlanOutput output, int place) in plan.Outputs.Select((o, i) => (o, i)))
        {
            Document(output.Symbol);
            string name = members.Take(TypedNames.Pascal(output.Symbol.Name));
            string literal = CSharp.Literal(output.Symbol.Name);
            string type = output.Symbol is SegmentSymbol ? segmentType : $"{valueType}<{OutputType(output)}>";
            string read = output.Symbol is SegmentSymbol ? "" : $", static (o, i) => {Read(output, "o", "i")}";
            Line($"public static {type} {name} {{ get; }} = new({literal}, {CSharp.Number(place)}{read});");
        }

        Line("/// <summary>All that the rules say of a profile at an instant.</summary>");
        Line($"public static {resultType} Evaluate({Parameters()}, {Now})");
        Line("{");
        Line($"var into = new {resultType}();");
        Line($"Evaluate({Arguments()}, now, into);");
        Line("return into;");
        Line("}");
        Line("/// <summary>All that the rules say of a profile at an instant, into a result that is there already: nothing is allocated.</summary>");
        Line($"public static void Evaluate({Parameters()}, {Now}, {resultType} into)");
        Line("{");
        WriteRented($"rented.EvaluateAll(into.{ResultRow});");
        Line("}");
        Line("}");
    }

    private void WriteBound()
    {
        string bound = $"global::SegLang.BoundRules<{BoundTypes()}>";
        Line("/// <summary>The rules as those that are loaded at run time answer: by name, many profiles at once, steps of journeys. Without reflection.</summary>");
        Line($"public static {bound} Bound {{ get; }} = Bind(RuleSet);");
        Line("/// <summary>The same for any rules with these fields and events: with further params, with the texts for `Why`, or loaded.</summary>");
        Line($"public static {bound} Bind(global::SegLang.RuleSet rules) =>");
        Line($"rules.WithSchemaOf(RuleSet).Bind<{BoundTypes()}, global::{ProgramNamespace}.Reader>(new global::SegLang.BindingOptions {{ Checks = false }});");
    }

    private void Document(Symbol symbol)
    {
        (string word, string? title) = symbol switch
        {
            SegmentSymbol segment => ("segment", segment.Title),
            ClassSymbol entries => ("class", entries.Title),
            ScoreSymbol score => ("score", score.Title),
            JourneySymbol journey => ("journey", journey.Title),
            _ => ("trait", null),
        };
        Summary(symbol.Doc, title ?? $"The {word} `{symbol.Name}`.");
    }

    // A span becomes a duration, which very long ones are not.
    private static bool MayBeUnknown(PlanOutput output) => output.Symbol is not SegmentSymbol && (output.Value.MayBeUnknown || output.Value.Type is SpanType);

    private string OutputType(PlanOutput output) => TypeName(output.Value.Type) + (MayBeUnknown(output) ? "?" : "");

    private string Read(PlanOutput output, string row, string place)
    {
        string value = Read(output.Value.Type, row, place);
        return MayBeUnknown(output) ? $"{row}.Known[{place}] ? ({OutputType(output)}){value} : null" : value;
    }

    private string Read(SegType type, string row, string place) => type switch
    {
        ScalarType { Kind: ScalarKind.Text } => $"{row}.Texts[{place}]!",
        ScalarType { Kind: ScalarKind.Number } => $"{row}.Number({place})",
        SetType set => $"global::System.Array.ConvertAll({row}.Sets[{place}]!, static v => {OfElement(set.Element)})",
        _ => OfBits(type, $"{row}.Bits[{place}]"),
    };

    // Elements of sets are boxed in the forms of their kind.
    private string OfElement(SegType type) => type switch
    {
        ScalarType { Kind: ScalarKind.Text } => "(string)v",
        ScalarType { Kind: ScalarKind.Bool } => "(bool)v",
        ScalarType { Kind: ScalarKind.Number } => "(double)v",
        ScalarType { Kind: ScalarKind.Date } or EnumType => OfBits(type, "(int)v"),
        _ => OfBits(type, "(long)v"),
    };

    private string OfBits(SegType type, string bits) => type switch
    {
        ScalarType { Kind: ScalarKind.Bool } => $"({bits} != 0)",
        ScalarType { Kind: ScalarKind.Int } => bits,
        ScalarType { Kind: ScalarKind.Date } => $"global::SegLang.Runtime.HostValues.ToDate((int){bits})",
        ScalarType { Kind: ScalarKind.DateTime } => $"global::SegLang.Runtime.HostValues.ToInstant({bits})",
        ScalarType or SpanType => $"global::SegLang.Runtime.HostValues.ToDuration({bits})",
        DecimalType or MoneyType => $"global::SegLang.Runtime.HostValues.ToDecimal({bits}, {CSharp.Number(type.Scale ?? 0)})",
        _ => $"({TypeName(type)}){bits}",
    };
}
