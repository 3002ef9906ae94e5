using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

public sealed partial class Binder
{
    private static readonly string[] AggregateNames =
        ["any", "none", "count", "sum", "avg", "min", "max", "median", "distinct", "mode", "first", "last"];

    private BoundExpression BindCall(CallSyntax syntax, SegType? expected)
    {
        if (syntax.Name.Text == "ntile")
        {
            return BindNtile(syntax);
        }

        if (Functions.Find(syntax.Name.Text) is not { } row)
        {
            return Report(syntax, UnknownCall(syntax));
        }

        int count = syntax.Arguments.Length;
        if (count < row.MinimumArguments || count > row.MaximumArguments)
        {
            string wanted = row.MaximumArguments == row.MinimumArguments
                ? $"{row.MinimumArguments} {(row.MinimumArguments == 1 ? "argument" : "arguments")}"
                : $"{row.MinimumArguments} to {row.MaximumArguments} arguments";
            return Report(syntax, Rules.ArgumentCount.At(source, syntax.Span, row.Name, wanted, row.Signature));
        }

        bool compares = row.Kind is FunctionKind.Least or FunctionKind.Greatest;
        ImmutableArray<BoundExpression> arguments = compares
            ? BindTogether(syntax.Arguments, expected)
            : [.. syntax.Arguments.Select(a => Bind(a))];
        if (arguments.Any(a => a.Type.IsError))
        {
            return new BoundError(syntax);
        }

        BoundExpression result = MakeCall(syntax, row, arguments);
        bool mixes = result is BoundCall && arguments.Any(Flows);
        return mixes ? RefuseNow(syntax) : result;
    }

    private ImmutableArray<BoundExpression> BindTogether(ImmutableArray<ExpressionSyntax> syntaxes, SegType? expected)
    {
        SegType? members = syntaxes.Select(s => IsBareName(s) ? Peek(s) : SegType.Error).FirstOrDefault(t => Members(t).Length > 0);
        return [.. syntaxes.Select(s => Bind(s, members ?? expected))];
    }

    private Diagnostic UnknownCall(CallSyntax syntax)
    {
        string name = syntax.Name.Text;
        if (Look(name) is ActionSymbol action)
        {
            string parameters = string.Join(", ", action.Parameters.Select(p => $"{p.Name}: …"));
            return Rules.NotAValue.At(source, syntax.Name.Span, $"the action `{name}`", $"a test asks for it by the names of its parameters: `expect {name}({parameters})`");
        }

        IEnumerable<string> known = Functions.Rows.Select(r => r.Name).Concat(AggregateNames).Append("ntile");
        return Rules.UnknownFunction.At(source, syntax.Name.Span, name, Suggest(name, known));
    }

    private BoundExpression MakeCall(CallSyntax syntax, FunctionRow row, ImmutableArray<BoundExpression> arguments)
    {
        BoundExpression first = arguments[0];
        SegType? type = row.Kind switch
        {
            FunctionKind.Lower or FunctionKind.Upper or FunctionKind.Trim when first.Type == SegType.Text => SegType.Text,
            FunctionKind.Length when first.Type == SegType.Text => SegType.Int,
            FunctionKind.Size when first.Type is SetType or ListType => SegType.Int,
            FunctionKind.Abs when first.Type.IsExact || first.Type == SegType.Number || first.Type == SegType.Duration => first.Type,
            FunctionKind.Floor or FunctionKind.Ceil when first.Type is MoneyType money => money with { Digits = 0 },
            FunctionKind.Floor or FunctionKind.Ceil when first.Type.IsPlainNumber => SegType.Int,
            _ => null,
        };
        if (type is not null)
        {
            return new BoundCall(syntax, row.Kind, arguments, type, !NeverUnknown(row.Kind) || first.MayBeUnknown);
        }

        return row.Kind switch
        {
            FunctionKind.Round => BindRound(syntax, arguments),
            FunctionKind.Mod => BindMod(syntax, arguments),
            FunctionKind.Least or FunctionKind.Greatest => BindExtreme(syntax, row, arguments),
            FunctionKind.Sample => BindSample(syntax, arguments),
            FunctionKind.Anniversary => BindAnniversary(syntax, arguments),
            _ => Report(syntax, Rules.ArgumentType.At(source, first.Syntax.Span, row.Name, first.Type.Name, row.Signature)),
        };
    }

    private static bool NeverUnknown(FunctionKind kind) =>
        kind is FunctionKind.Lower or FunctionKind.Upper or FunctionKind.Trim or FunctionKind.Length or FunctionKind.Size;

    private BoundExpression BindRound(CallSyntax syntax, ImmutableArray<BoundExpression> arguments)
    {
        if (arguments[0].Type is not (DecimalType or MoneyType))
        {
            return Report(syntax, Rules.ArgumentType.At(source, arguments[0].Syntax.Span, "round", arguments[0].Type.Name, "it rounds a decimal or money"));
        }

        if (arguments[1] is not BoundConstant { Value: long and >= 0 and <= 9 } digits || arguments[1].Type != SegType.Int)
        {
            return Report(syntax, Rules.NotAConstant.At(source, arguments[1].Syntax.Span, "the digits of `round` are a whole number from 0 to 9"));
        }

        int scale = (int)(long)digits.Value;
        SegType type = arguments[0].Type is MoneyType money ? money with { Digits = scale } : new DecimalType(scale);
        return new BoundCall(syntax, FunctionKind.Round, arguments, type, true);
    }

    private BoundExpression BindMod(CallSyntax syntax, ImmutableArray<BoundExpression> arguments)
    {
        BoundExpression? odd = arguments.FirstOrDefault(a => !a.Type.IsExact);
        if (odd is not null)
        {
            return Report(syntax, Rules.ArgumentType.At(source, odd.Syntax.Span, "mod", odd.Type.Name, "it takes whole numbers, decimals or money"));
        }

        return CommonType(arguments) is { } type
            ? new BoundCall(syntax, FunctionKind.Mod, arguments, type, true)
            : Report(syntax, Incomparable(syntax, arguments[0].Type, arguments[1].Type));
    }

    private BoundExpression BindExtreme(CallSyntax syntax, FunctionRow row, ImmutableArray<BoundExpression> arguments)
    {
        if (CommonType(arguments) is not { } type)
        {
            BoundExpression other = arguments.First(a => CommonType([arguments[0], a]) is null);
            return Report(syntax, Incomparable(other.Syntax, arguments[0].Type, other.Type));
        }

        if (type is SetType or ListType or EventType or ClassType or JourneyType || type == SegType.Bool)
        {
            return Report(syntax, Rules.NoOrder.At(source, syntax.Span, type.Name));
        }

        type = type is SpanType ? SegType.Duration : type; // Spans are compared as elapsed time.
        ImmutableArray<BoundExpression> widened = [.. arguments.Select(a => Widen(a, type))];
        return widened.FirstOrDefault(a => a is BoundError) ?? new BoundCall(syntax, row.Kind, widened, type, widened.Any(a => a.MayBeUnknown));
    }

    private BoundExpression BindSample(CallSyntax syntax, ImmutableArray<BoundExpression> arguments)
    {
        if (arguments[0] is not BoundConstant { Value: long share } || arguments[0].Type is not (DecimalType or ScalarType { Kind: ScalarKind.Int }))
        {
            return Report(syntax, Rules.NotAConstant.At(source, arguments[0].Syntax.Span, "write the share as `10%`"));
        }

        if (share < 0 || share > Constants.Power(arguments[0].Type.Scale ?? 0))
        {
            return Report(syntax, Rules.BadElement.At(source, arguments[0].Syntax.Span, "a share lies between 0% and 100%"));
        }

        if (arguments[1] is not BoundConstant { Value: string })
        {
            return Report(syntax, Rules.NotAConstant.At(source, arguments[1].Syntax.Span, "write the salt as a text: `sample(10%, \"spring\")`"));
        }

        return new BoundCall(syntax, FunctionKind.Sample, arguments, SegType.Bool, false);
    }

    private BoundExpression BindAnniversary(CallSyntax syntax, ImmutableArray<BoundExpression> arguments) =>
        arguments[0].Type == SegType.Date
            ? new BoundCall(syntax, FunctionKind.Anniversary, arguments, SegType.Date, true)
            : Report(syntax, Rules.ArgumentType.At(source, arguments[0].Syntax.Span, "anniversary", arguments[0].Type.Name, "it takes a date, such as `birthDate` or `registered.date`"));

    private BoundExpression BindNtile(CallSyntax syntax)
    {
        if (syntax.Arguments.Length != 2)
        {
            return Report(syntax, Rules.ArgumentCount.At(source, syntax.Span, "ntile", "2 arguments", "ntile(5, value)"));
        }

        BoundExpression parts = Bind(syntax.Arguments[0]);
        BoundExpression value = Bind(syntax.Arguments[1]);
        if (parts.Type.IsError || value.Type.IsError)
        {
            return new BoundError(syntax);
        }

        if (parts is not BoundConstant { Value: long and >= 1 and <= 1000 } k || parts.Type != SegType.Int)
        {
            return Report(syntax, Rules.NotAConstant.At(source, parts.Syntax.Span, "the number of parts is a whole number from 1 to 1000"));
        }

        return Population(syntax, PopulationKind.Ntile, value, new DecimalValue((long)k.Value, 0), SegType.Int);
    }

    private BoundExpression BindInPopulation(InPopulationSyntax syntax)
    {
        BoundExpression value = Bind(syntax.Value);
        if (value.Type.IsError || syntax.Share.Value is not DecimalValue share)
        {
            return new BoundError(syntax);
        }

        if (share.Unscaled > Constants.Power(share.Scale))
        {
            return Report(syntax, Rules.BadElement.At(source, syntax.Share.Span, "a share lies between 0% and 100%"));
        }

        PopulationKind kind = syntax.TopOrBottom.Text == "top" ? PopulationKind.Top : PopulationKind.Bottom;
        return Negated(syntax, syntax.Not, Population(syntax, kind, value, share, SegType.Bool));
    }

    private BoundExpression Population(ExpressionSyntax syntax, PopulationKind kind, BoundExpression value, DecimalValue share, SegType type)
    {
        bool fits = value.Type.IsExact || value.Type == SegType.Number || value.Type == SegType.Duration || IsInstant(value.Type);
        return fits
            ? new BoundPopulation(syntax, kind, value, share, type)
            : Report(syntax, Rules.ArgumentType.At(source, value.Syntax.Span, kind == PopulationKind.Ntile ? "ntile" : "in top", value.Type.Name));
    }
}
