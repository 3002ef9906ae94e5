using System.Diagnostics;
using SegLang.Binding;
using SegLang.Plan;
using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
    private static int Scale(PlanValue value) => value.Type.Scale ?? 0;

    private static void EmitNegate(PlanNegate negate, Body body)
    {
        string known = Known(negate.Value);
        switch (CSharp.FormOf(negate))
        {
            case Form.Double: Define(negate, $"0d - {Ref(negate.Value)}", known, body); break;
            case Form.Span: EmitTry(negate, $"Operations.Negate({Ref(negate.Value)}", known, body); break;
            default: EmitTry(negate, $"Exact.Negate({Ref(negate.Value)}", known, body); break;
        }
    }

    private static void EmitArithmetic(PlanArithmetic value, Body body)
    {
        (string a, string b, string known) = (Ref(value.Left), Ref(value.Right), Known(value.Left, value.Right));
        Form left = CSharp.FormOf(value.Left);
        Form right = CSharp.FormOf(value.Right);
        switch (CSharp.FormOf(value))
        {
            case Form.Span:
                EmitTry(value, $"Operations.Times({(left == Form.Span ? $"{a}, {b}" : $"{b}, {a}")}", known, body);
                break;
            case Form.Double:
                EmitNumberArithmetic(value, known, body);
                break;
            case Form.Int32:
                EmitTry(value, $"Operations.AddToDate({a}, {b}, {IsBack(value)}", known, body);
                break;
            case Form.Int64 when right == Form.Span:
                EmitTry(value, $"Operations.{(left == Form.Int32 ? "AddToStart" : "Add")}({Calendar(body)}, {a}, {b}, {IsBack(value)}", known, body);
                break;
            case Form.Int64 when left == Form.Int32:
                Define(value, $"Operations.Between({a}, {b})", known, body);
                break;
            default:
                EmitExactArithmetic(value, known, body);
                break;
        }
    }

    private static string IsBack(PlanArithmetic value) => value.Operator == ArithmeticOperator.Subtract ? "true" : "false";

    private static void EmitNumberArithmetic(PlanArithmetic value, string known, Body body)
    {
        string sign = value.Operator switch
        {
            ArithmeticOperator.Add => "+",
            ArithmeticOperator.Subtract => "-",
            ArithmeticOperator.Multiply => "*",
            _ => "/",
        };
        EmitTry(value, $"Exact.Number({AsNumber(value.Left)} {sign} {AsNumber(value.Right)}", known, body);
    }

    private static string AsNumber(PlanValue value) => CSharp.FormOf(value) == Form.Double
        ? Ref(value)
        : $"Exact.ToNumber({Ref(value)}, {Scale(value)})";

    private static void EmitExactArithmetic(PlanArithmetic value, string known, Body body)
    {
        (string a, string b) = (Ref(value.Left), Ref(value.Right));
        (int s, int t) = (Scale(value.Left), Scale(value.Right));
        string call = value.Operator switch
        {
            ArithmeticOperator.Add or ArithmeticOperator.Subtract => s == t
                ? $"Exact.{value.Operator}({a}, {b}"
                : $"Exact.{value.Operator}({a}, {s}, {b}, {t}",
            ArithmeticOperator.Multiply => $"Exact.Multiply({a}, {s}, {b}, {t}",
            _ => $"Exact.Divide({a}, {s}, {b}, {t}, {Scale(value)}",
        };
        if (value.Type is not ScalarType { Kind: ScalarKind.DateTime })
        {
            EmitTry(value, call, known, body);
            return;
        }

        body.Line($"bool k{value.Id} = {CSharp.And(known, $"{call}, out long v{value.Id})", $"Calendar.InRange(v{value.Id})")};");
    }

    private void EmitComparison(PlanComparison value, Body body)
    {
        string condition = CSharp.FormOf(value.Left) switch
        {
            Form.Text => TextComparison(value),
            Form.Bool when value.Operator is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual) =>
                $"({Ref(value.Left)} ? 1 : 0) {Sign(value.Operator)} ({Ref(value.Right)} ? 1 : 0)",
            Form.Int64 => ExactComparison(value),
            Form.Set => throw new UnreachableException("sets are not compared"),
            _ => $"{Ref(value.Left)} {Sign(value.Operator)} {Ref(value.Right)}",
        };
        string known = Known(value.Left, value.Right);
        if (known == "true")
        {
            Define(value, condition, known, body);
            return;
        }

        if (!TellsKnown(value))
        {
            body.Line($"bool v{value.Id} = {known} & {condition};");
            return;
        }

        body.Line($"bool k{value.Id} = {known};");
        body.Line($"bool v{value.Id} = k{value.Id} & {condition};");
    }

    private static string Sign(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Equal => "==",
        ComparisonOperator.NotEqual => "!=",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        _ => ">=",
    };

    private static string TextComparison(PlanComparison value)
    {
        string left = Folded(value.Left, value.IgnoreCase);
        string right = Folded(value.Right, value.IgnoreCase);
        return value.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual
            ? $"{left} {Sign(value.Operator)} {right}"
            : $"Text.Compare({left}, {right}) {Sign(value.Operator)} 0";
    }

    private static string Folded(PlanValue text, bool ignoreCase) => (ignoreCase, text) switch
    {
        (false, _) => Ref(text),
        (true, PlanConstant { Value: string constant }) => CSharp.Literal(Runtime.Text.Fold(constant)),
        _ => $"Text.Fold({Ref(text)})",
    };

    // Equal scales compare as they are; a coarser constant is written in the finer scale where it fits.
    private static string ExactComparison(PlanComparison value)
    {
        (int s, int t) = (Scale(value.Left), Scale(value.Right));
        if (s == t)
        {
            return $"{Ref(value.Left)} {Sign(value.Operator)} {Ref(value.Right)}";
        }

        if (value.Right is PlanConstant { Value: long constant } && Runtime.Exact.Rescale(constant, t, s, out long scaled) && t < s)
        {
            return $"{Ref(value.Left)} {Sign(value.Operator)} {CSharp.Literal(scaled)}";
        }

        return $"Exact.Compare({Ref(value.Left)}, {s}, {Ref(value.Right)}, {t}) {Sign(value.Operator)} 0";
    }

    private void EmitTextTest(PlanTextTest value, Body body)
    {
        string call = $"Text.{value.Test}({Folded(value.Left, value.IgnoreCase)}, {Folded(value.Right, value.IgnoreCase)})";
        EmitTruth(value, call, Known(value.Left, value.Right), body);
    }

    private static void EmitConversion(PlanConversion value, Body body)
    {
        string known = Known(value.Value);
        string from = Ref(value.Value);
        switch (CSharp.FormOf(value.Value), CSharp.FormOf(value))
        {
            case (Form.Int64, Form.Double): Define(value, $"Exact.ToNumber({from}, {Scale(value.Value)})", known, body); break;
            case (Form.Int32, Form.Int64): EmitTry(value, $"{Calendar(body)}.TryStartOfDay({from}", known, body); break;
            case (Form.Span, _): EmitTry(value, $"Operations.ToDuration({from}", known, body); break;
            case (Form.Int64, Form.Int64) when Scale(value.Value) != Scale(value):
                EmitTry(value, $"Exact.Rescale({from}, {Scale(value.Value)}, {Scale(value)}", known, body);
                break;
            default: Define(value, from, known, body); break;
        }
    }

    private static string Calendar(Body body) => body.Place == Place.Program ? "Calendar" : "c.Calendar";

    private void EmitCall(PlanCall value, Body body)
    {
        PlanValue[] arguments = [.. value.Arguments];
        string known = Known(arguments);
        switch (value.Function)
        {
            case FunctionKind.Lower or FunctionKind.Upper or FunctionKind.Trim or FunctionKind.Length:
                Define(value, $"Text.{value.Function}({Ref(arguments[0])})", known, body);
                break;
            case FunctionKind.Least or FunctionKind.Greatest:
                EmitExtreme(value, known, body);
                break;
            case FunctionKind.Size:
                EmitSize(value, body);
                break;
            case FunctionKind.Sample:
                EmitSample(value, body);
                break;
            case FunctionKind.Anniversary:
                EmitTry(value, $"Calendar.TryAnniversary({Ref(arguments[0])}, c.Instants[{value.Instant?.Number}].Today", known, body);
                break;
            default:
                EmitRounding(value, known, body);
                break;
        }
    }

    private static void EmitRounding(PlanCall value, string known, Body body)
    {
        PlanValue first = value.Arguments[0];
        string a = Ref(first);
        bool isNumber = CSharp.FormOf(first) == Form.Double;
        switch (value.Function)
        {
            case FunctionKind.Abs when isNumber: Define(value, $"System.Math.Abs({a})", known, body); break;
            case FunctionKind.Abs: EmitTry(value, $"Exact.Abs({a}", known, body); break;
            case FunctionKind.Round: EmitTry(value, $"Exact.Rescale({a}, {Scale(first)}, {Scale(value)}", known, body); break;
            case FunctionKind.Floor or FunctionKind.Ceil when isNumber:
                EmitTry(value, $"Exact.{value.Function}Number({a}", known, body);
                break;
            case FunctionKind.Floor or FunctionKind.Ceil: Define(value, $"Exact.{value.Function}({a}, {Scale(first)})", known, body); break;
            case FunctionKind.Mod:
                PlanValue second = value.Arguments[1];
                EmitTry(value, $"Exact.Mod({a}, {Scale(first)}, {Ref(second)}, {Scale(second)}", known, body);
                break;
            default: throw new UnreachableException(value.Function.ToString());
        }
    }

    private static void EmitExtreme(PlanCall value, string known, Body body)
    {
        Define(value, Ref(value.Arguments[0]), known, body);
        string sign = value.Function == FunctionKind.Least ? "<" : ">";
        foreach (PlanValue argument in value.Arguments.Skip(1))
        {
            string better = Better(CSharp.FormOf(value), Ref(argument), $"v{value.Id}", sign);
            body.Line($"if ({better}) {{ v{value.Id} = {Ref(argument)}; }}");
        }
    }

    // Whether one value is smaller (or greater) than another of the same type.
    private static string Better(Form form, string value, string than, string sign) => form switch
    {
        Form.Text => $"Text.Compare({value}, {than}) {sign} 0",
        Form.Bool => sign == "<" ? $"!{value} & {than}" : $"{value} & !{than}",
        _ => $"{value} {sign} {than}",
    };

    private void EmitSample(PlanCall value, Body body)
    {
        if (value.Key is not { } key)
        {
            Define(value, "false", "false", body);
            return;
        }

        string call = $"Sample.Chosen({Ref(value.Arguments[1])}, {Ref(key)}, {Ref(value.Arguments[0])}, {Scale(value.Arguments[0])})";
        EmitTruth(value, call, Known(key, value.Arguments[0], value.Arguments[1]), body);
    }
}
