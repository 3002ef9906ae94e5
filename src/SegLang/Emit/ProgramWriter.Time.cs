using SegLang.Binding;
using SegLang.Plan;
using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
    private static void EmitAgo(PlanAgo value, Body body)
    {
        string name = value.Saturates ? "AgoBound" : "Ago";
        EmitTry(
            value,
            $"Operations.{name}(c.Calendar, c.Instants[{value.Instant.Number}].Now, {Ref(value.Count)}, {CSharp.Unit(value.Unit)}",
            "true",
            body);
    }

    private static void EmitMove(PlanMove value, Body body)
    {
        string known = Known(value.From, value.Span);
        string arguments = $"(c.Calendar, {Ref(value.From)}, {Ref(value.Span)}, {(value.IsBack ? "true" : "false")}";
        if (value.Saturates)
        {
            Define(value, $"Operations.MoveBound{arguments})", known, body);
        }
        else
        {
            EmitTry(value, $"Operations.Move{arguments}", known, body);
        }
    }

    private static void EmitUnitStart(PlanUnitStart value, Body body)
    {
        string count = value.Count is null ? "0" : $"{(value.Negated ? "-" : "")}{Ref(value.Count)}";
        string call = Equals(value.Type, SegType.Date)
            ? $"c.Calendar.DatesAfter(c.Instants[{value.Instant.Number}].Today, {count}, {CSharp.Unit(value.Unit)})"
            : $"c.Calendar.UnitsAfter(c.Instants[{value.Instant.Number}].Now, {count}, {CSharp.Unit(value.Unit)})";
        Define(value, call, "true", body);
    }

    private static void EmitEdge(PlanEdge edge, Body body)
    {
        string at = $"{(CSharp.FormOf(edge.Value) == Form.Int32 ? "(long)" : "")}{Ref(edge.Value)}{(edge.IsAfter ? " + 1" : "")}";
        if (edge.Value.MayBeUnknown)
        {
            at = $"{Known(edge.Value)} ? {at} : {(edge.IsUpper ? "long.MinValue" : "long.MaxValue")}";
        }

        Define(edge, edge.Cap is { } cap ? $"System.Math.Min({at}, {Ref(cap)})" : at, "true", body);
    }

    private static void EmitPart(PlanPart part, Body body)
    {
        bool isDate = CSharp.FormOf(part.Value) == Form.Int32;
        string date = isDate ? Ref(part.Value) : $"{Calendar(body)}.DateOf({Ref(part.Value)})";
        string call = part.Part switch
        {
            DatePart.Date => date,
            DatePart.Hour => $"{Calendar(body)}.HourOf({Ref(part.Value)})",
            DatePart.Minute => $"{Calendar(body)}.MinuteOf({Ref(part.Value)})",
            DatePart.Day => $"Calendar.DayOfMonth({date})",
            _ => $"Calendar.{part.Part}({date})",
        };
        Define(part, call, Known(part.Value), body);
    }

    private static void EmitUnits(PlanUnits units, Body body)
    {
        string name = $"TryUnits{(units.IsSince ? "Since" : "Until")}{(CSharp.FormOf(units.Value) == Form.Int32 ? "Date" : "")}";
        EmitTry(
            units,
            $"c.Calendar.{name}({Ref(units.Value)}, c.Instants[{units.Instant.Number}].Now, {CSharp.Unit(units.Unit)}",
            Known(units.Value),
            body);
    }

    private static void EmitInRange(PlanInRange range, Body body)
    {
        string from = range.From is null ? "true" : $"{Ref(range.Value)} >= {Ref(range.From)}";
        string until = range.Until is null ? "true" : $"{Ref(range.Value)} < {Ref(range.Until)}";
        Define(range, CSharp.And(Known(range.Value), from, until), Known(range.Value), body);
    }
}
