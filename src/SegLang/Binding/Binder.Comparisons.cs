using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

public sealed partial class Binder
{
    private BoundExpression BindComparison(ComparisonSyntax syntax)
    {
        var (left, right) = BindPair(syntax.Left, syntax.Right);
        ComparisonOperator op = syntax.Operator.Kind switch
        {
            TokenKind.EqualsEquals => ComparisonOperator.Equal,
            TokenKind.NotEquals => ComparisonOperator.NotEqual,
            TokenKind.Less => ComparisonOperator.Less,
            TokenKind.LessEquals => ComparisonOperator.LessOrEqual,
            TokenKind.Greater => ComparisonOperator.Greater,
            _ => ComparisonOperator.GreaterOrEqual,
        };
        return Compare(syntax, op, left, right, syntax.IgnoringCase);
    }

    private BoundExpression Compare(
        ExpressionSyntax syntax, ComparisonOperator op, BoundExpression left, BoundExpression right, Token? ignoringCase)
    {
        if (left.Type.IsError || right.Type.IsError)
        {
            return new BoundError(syntax);
        }

        SegType? type = ComparableType(left.Type, right.Type);
        if (type is null)
        {
            return Report(syntax, Incomparable(syntax, left.Type, right.Type));
        }

        bool ordered = op is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual);
        if (ordered && (type == SegType.Bool || type is ClassType or JourneyType))
        {
            return Report(syntax, Rules.NoOrder.At(source, syntax.Span, type.Name, "use `==`, `!=` or `in [..]`"));
        }

        if (ignoringCase is not null && type != SegType.Text)
        {
            return Report(syntax, Rules.IgnoringCaseNotHere.At(source, ignoringCase.Span, Rules.Article(type.Name)));
        }

        if (!type.IsExact)
        {
            left = Widen(left, type);
            right = Widen(right, type);
        }

        if (left.Type.IsError || right.Type.IsError)
        {
            return new BoundError(syntax);
        }

        return ComparesNow(left, right)
            ? RefuseNow(syntax)
            : new BoundComparison(syntax, op, left, right, ignoringCase is not null);
    }

    // Exact types are compared as they are, whatever their scales; all others are widened to one type first.
    private static SegType? ComparableType(SegType left, SegType right) => CommonType(left, right) switch
    {
        SetType or ListType or EventType or RecordType => null,
        SpanType => SegType.Duration,
        var common => common,
    };

    private BoundExpression BindBetween(BetweenSyntax syntax)
    {
        var (value, low) = BindPair(syntax.Value, syntax.Low);
        BoundExpression high = Bind(syntax.High, Expectation(value.Type, null));
        Expect(syntax.High, value.Type);

        // x between a and b   =>   x >= a and x <= b
        BoundExpression above = Compare(syntax, ComparisonOperator.GreaterOrEqual, value, low, syntax.IgnoringCase);
        if (above is BoundError)
        {
            return above;
        }

        BoundExpression below = Compare(syntax, ComparisonOperator.LessOrEqual, value, high, syntax.IgnoringCase);
        return below is BoundError
            ? below
            : Negated(syntax, syntax.Not, new BoundLogical(syntax, true, [above, below]));
    }

    private static BoundExpression Negated(SyntaxNode syntax, Token? not, BoundExpression condition) =>
        not is null || condition is BoundError ? condition : new BoundNot(syntax, condition);

    private BoundExpression BindIn(InSyntax syntax)
    {
        BoundExpression value;
        if (syntax.Collection is ListSyntax list)
        {
            value = IsBareName(syntax.Value) && list.Elements.Length > 0 && Members(Peek(syntax.Value)).Length == 0
                ? Bind(syntax.Value, Expectation(PeekType(list.Elements[0]), null))
                : Bind(syntax.Value);
            return value.Type.IsError ? BindSilently(list) : BindInList(syntax, value, list);
        }

        BoundExpression set = Bind(syntax.Collection);
        value = Bind(syntax.Value, set.Type is SetType { Element: var element } ? Expectation(element, null) : null);
        Expect(syntax.Collection, new SetType(value.Type.IsError ? SegType.Text : value.Type));
        if (value.Type.IsError || set.Type.IsError)
        {
            return new BoundError(syntax);
        }

        return MakeIn(syntax, value, set, syntax.Not, syntax.IgnoringCase);
    }

    private SegType PeekType(ExpressionSyntax syntax) => IsBareName(syntax) ? Peek(syntax) : SegType.Error;

    // The value is wrong already; the list's own names would only repeat that.
    private static BoundError BindSilently(ListSyntax list) => new(list);

    private BoundExpression BindInList(InSyntax syntax, BoundExpression value, ListSyntax list)
    {
        SegType? expected = Expectation(value.Type, null);
        ExpectElements(list, value.Type);
        ImmutableArray<BoundExpression> elements = [.. list.Elements.Select(e => Bind(e, expected))];
        if (elements.Any(e => e.Type.IsError))
        {
            return new BoundError(syntax);
        }

        if (elements.All(IsFixed))
        {
            return elements.Length == 0
                ? MakeIn(syntax, value, new BoundSetLiteral(list, new SetType(value.Type), []), syntax.Not, syntax.IgnoringCase)
                : FixedIn(syntax, value, list, elements);
        }

        // x in [a, f]   =>   x == a or x == f
        ImmutableArray<BoundExpression> tests =
            [.. elements.Select(e => Compare(syntax, ComparisonOperator.Equal, value, e, syntax.IgnoringCase))];
        if (tests.FirstOrDefault(t => t is BoundError) is { } error)
        {
            return error;
        }

        return Negated(syntax, syntax.Not, tests.Length == 1 ? tests[0] : new BoundLogical(syntax, false, tests));
    }

    private BoundExpression FixedIn(InSyntax syntax, BoundExpression value, ListSyntax list, ImmutableArray<BoundExpression> elements)
    {
        foreach (BoundExpression element in elements)
        {
            if (ComparableType(value.Type, element.Type) is null)
            {
                return Report(syntax, Incomparable(element.Syntax, value.Type, element.Type));
            }
        }

        elements = Representable(value.Type, elements);
        SegType? common = CommonType([value, .. elements]);
        if (common is null or SpanType)
        {
            common = SegType.Duration;
        }

        BoundSetLiteral set = new(list, new SetType(common), [.. elements.Select(e => Widen(e, common))]);
        return set.Elements.Any(e => e.Type.IsError)
            ? new BoundError(syntax)
            : MakeIn(syntax, Widen(value, common), set, syntax.Not, syntax.IgnoringCase);
    }

    // A whole number never equals 2.5: such elements are left out, so that the value itself need not be widened.
    private static ImmutableArray<BoundExpression> Representable(SegType type, ImmutableArray<BoundExpression> elements) =>
        type.Scale is not { } scale || elements.Any(e => !e.Type.IsExact)
            ? elements
            : [.. elements
                .Select(e => e is BoundConstant { Value: long unscaled, Type.Scale: { } from }
                    ? Constants.Rescale(unscaled, from, scale) is { } same ? new BoundConstant(e.Syntax, type, same) : null
                    : e)
                .OfType<BoundExpression>()];

    private static bool IsFixed(BoundExpression value) => value is BoundConstant or BoundParam
        || (value is BoundConversion conversion && IsFixed(conversion.Value));

    private BoundExpression MakeIn(ExpressionSyntax syntax, BoundExpression value, BoundExpression set, Token? not, Token? ignoringCase)
    {
        if (set.Type is not SetType { Element: var element })
        {
            return Report(syntax, Rules.WrongType.At(source, set.Syntax.Span, "set", set.Type.Name, "write a list `[a, b]`, a set, or a window such as `in last 30 days`"));
        }

        if (!CanWiden(value, element))
        {
            return Report(syntax, Incomparable(value.Syntax, value.Type, element));
        }

        if (ignoringCase is not null && element != SegType.Text)
        {
            return Report(syntax, Rules.IgnoringCaseNotHere.At(source, ignoringCase.Span, Rules.Article(element.Name)));
        }

        return Flows(value)
            ? RefuseNow(syntax)
            : Negated(syntax, not, new BoundIn(syntax, Widen(value, element), set, ignoringCase is not null));
    }

    private BoundExpression BindContains(ContainsSyntax syntax)
    {
        BoundExpression left = Bind(syntax.Left);
        SegType? expected = left.Type is SetType { Element: var element }
            ? (syntax.Kind == ContainsKind.One ? Expectation(element, null) : left.Type)
            : null;
        Expect(syntax.Right, syntax.Kind == ContainsKind.One ? (left.Type as SetType)?.Element ?? left.Type : left.Type);
        BoundExpression right = Bind(syntax.Right, expected);
        if (left.Type.IsError || right.Type.IsError)
        {
            return new BoundError(syntax);
        }

        if (left.Type is not SetType set)
        {
            return BindTextContains(syntax, left, right);
        }

        // set contains x   =>   x in set
        if (syntax.Kind == ContainsKind.One)
        {
            return MakeIn(syntax, right, left, syntax.Not, syntax.IgnoringCase);
        }

        if (right.Type is not SetType other)
        {
            return Report(syntax, Rules.WrongType.At(source, right.Syntax.Span, "set", right.Type.Name, "write a list: `contains any [a, b]`"));
        }

        return MakeSetTest(syntax, left, right, set, other);
    }

    private BoundExpression MakeSetTest(ContainsSyntax syntax, BoundExpression left, BoundExpression right, SetType set, SetType other)
    {
        bool isLoose = right is BoundSetLiteral asked && looseSets.Remove(asked);
        if (right is BoundSetLiteral literal && set.Element != other.Element)
        {
            BoundExpression fitted = Fit(literal, set);
            if (fitted is BoundError)
            {
                return fitted;
            }

            right = fitted;
        }
        else if (set.Element != other.Element)
        {
            return Report(syntax, Incomparable(syntax, set.Element, other.Element));
        }

        if (syntax.IgnoringCase is { } token && set.Element != SegType.Text)
        {
            return Report(syntax, Rules.IgnoringCaseNotHere.At(source, token.Span, Rules.Article(set.Element.Name)));
        }

        return isLoose && right is BoundSetLiteral list
            ? MakeSetTests(syntax, left, list)
            : Negated(syntax, syntax.Not, new BoundSetTest(syntax, syntax.Kind, left, right, syntax.IgnoringCase is not null));
    }

    // s contains any [a, f]   =>   a in s or f in s
    private BoundExpression MakeSetTests(ContainsSyntax syntax, BoundExpression left, BoundSetLiteral list)
    {
        ImmutableArray<BoundExpression> tests = [.. list.Elements.Select(e => MakeIn(syntax, e, left, null, syntax.IgnoringCase))];
        BoundExpression all = tests.Length == 1 ? tests[0] : new BoundLogical(syntax, syntax.Kind == ContainsKind.All, tests);
        all = syntax.Kind == ContainsKind.None ? new BoundNot(syntax, all) : all;
        return Negated(syntax, syntax.Not, all);
    }

    private BoundExpression BindTextContains(ContainsSyntax syntax, BoundExpression left, BoundExpression right)
    {
        if (left.Type != SegType.Text)
        {
            return Report(syntax, Rules.ArgumentType.At(source, syntax.Left.Span, "contains", left.Type.Name, "it looks into a text or a set"));
        }

        if (syntax.Kind == ContainsKind.One)
        {
            return MakeTextTest(syntax, TextTest.Contains, left, right, syntax.Not, syntax.IgnoringCase);
        }

        if (right is not BoundSetLiteral list || list.Elements.Length == 0)
        {
            return Report(syntax, Rules.WrongType.At(source, right.Syntax.Span, "list", right.Type.Name, "a text is looked through for a list: `contains any [\"a\", \"b\"]`"));
        }

        looseSets.Remove(list);

        // t contains any ["a", "b"]   =>   t contains "a" or t contains "b"
        ImmutableArray<BoundExpression> tests =
            [.. list.Elements.Select(e => MakeTextTest(syntax, TextTest.Contains, left, e, null, syntax.IgnoringCase))];
        if (tests.FirstOrDefault(t => t is BoundError) is { } error)
        {
            return error;
        }

        BoundExpression all = new BoundLogical(syntax, syntax.Kind == ContainsKind.All, tests);
        return Negated(syntax, syntax.Not, syntax.Kind == ContainsKind.None ? new BoundNot(syntax, all) : all);
    }

    private BoundExpression BindAffix(AffixSyntax syntax)
    {
        Expect(syntax.Left, SegType.Text);
        Expect(syntax.Right, SegType.Text);
        BoundExpression left = Bind(syntax.Left);
        BoundExpression right = Bind(syntax.Right);
        TextTest test = syntax.Keyword.Text == "starts" ? TextTest.StartsWith : TextTest.EndsWith;
        return MakeTextTest(syntax, test, left, right, syntax.Not, syntax.IgnoringCase);
    }

    private BoundExpression MakeTextTest(
        ExpressionSyntax syntax, TextTest test, BoundExpression left, BoundExpression right, Token? not, Token? ignoringCase)
    {
        if (left.Type.IsError || right.Type.IsError)
        {
            return new BoundError(syntax);
        }

        BoundExpression? odd = left.Type != SegType.Text ? left : right.Type != SegType.Text ? right : null;
        return odd is null
            ? Negated(syntax, not, new BoundTextTest(syntax, test, left, right, ignoringCase is not null))
            : Report(syntax, Rules.WrongType.At(source, odd.Syntax.Span, "text", odd.Type.Name));
    }

    private BoundExpression BindMatches(MatchesSyntax syntax)
    {
        BoundExpression text = Bind(syntax.Left);
        if (text.Type.IsError || syntax.Pattern.Value is not string pattern)
        {
            return new BoundError(syntax);
        }

        if (text.Type != SegType.Text)
        {
            return Report(syntax, Rules.WrongType.At(source, text.Syntax.Span, "text", text.Type.Name));
        }

        if (syntax.IgnoringCase is { } token)
        {
            return Report(syntax, Rules.IgnoringCaseNotHere.At(source, token.Span, "a pattern", "write classes such as `[Aa]`, or match `lower(x)`"));
        }

        return PatternReader.Read(pattern) switch
        {
            (null, var why) => Report(syntax, Rules.BadPattern.At(source, syntax.Pattern.Span, why ?? "it is empty")),
            ({ } read, _) => Negated(syntax, syntax.Not, new BoundMatches(syntax, text, read)),
        };
    }

    private BoundExpression BindIsKnown(IsKnownSyntax syntax)
    {
        BoundExpression value = Bind(syntax.Value);
        if (value.Type.IsError)
        {
            return new BoundError(syntax);
        }

        BoundIsKnown known = new(syntax, value);
        return syntax.Known.Text == "unknown" ? new BoundNot(syntax, known) : known;
    }
}
