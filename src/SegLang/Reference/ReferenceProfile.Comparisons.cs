using System.Collections.Immutable;
using System.Diagnostics;
using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Reference;

// Comparisons, membership and tests of text.
public sealed partial class ReferenceProfile
{
    private bool? Compare(BoundExpression expression, ReferenceScope? scope) => expression switch
    {
        BoundComparison comparison => Compare(comparison, scope),
        BoundIn membership => In(membership, scope),
        BoundSetTest test => SetTest(test, scope),
        BoundTextTest test => TextTest(test, scope),
        BoundMatches matches => Evaluate(matches.Text, scope) is string text ? Matches(matches.Pattern, text) : null,
        _ => throw new UnreachableException(expression.GetType().Name),
    };

    private bool? Compare(BoundComparison comparison, ReferenceScope? scope)
    {
        if (Evaluate(comparison.Left, scope) is not { } left || Evaluate(comparison.Right, scope) is not { } right)
        {
            return null;
        }

        int order = Order(left, comparison.Left.Type, right, comparison.Right.Type, comparison.IgnoreCase);
        return comparison.Operator switch
        {
            ComparisonOperator.Equal => order == 0,
            ComparisonOperator.NotEqual => order != 0,
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            ComparisonOperator.GreaterOrEqual => order >= 0,
            _ => throw new UnreachableException(comparison.Operator.ToString()),
        };
    }

    private static int Order(object left, SegType leftType, object right, SegType rightType, bool ignoreCase) =>
        ignoreCase && left is string a && right is string b
            ? ReferenceText.Compare(ReferenceText.Fold(a), ReferenceText.Fold(b))
            : ReferenceArithmetic.Compare(left, leftType, right, rightType);

    private bool? In(BoundIn membership, ReferenceScope? scope)
    {
        if (Evaluate(membership.Value, scope) is not { } value || Evaluate(membership.Set, scope) is not SetValue set)
        {
            return null;
        }

        return Holds(set, ElementType(membership.Set), value, membership.Value.Type, membership.IgnoreCase);
    }

    private bool? SetTest(BoundSetTest test, ReferenceScope? scope)
    {
        if (Evaluate(test.Set, scope) is not SetValue set || Evaluate(test.Elements, scope) is not SetValue elements)
        {
            return null;
        }

        var found = elements.Items.Select(e => Holds(set, ElementType(test.Set), e, ElementType(test.Elements), test.IgnoreCase));
        return test.Kind switch
        {
            ContainsKind.All => found.All(f => f),
            ContainsKind.None => !found.Any(f => f),
            _ => found.Any(f => f),
        };
    }

    private static bool Holds(SetValue set, SegType elementType, object value, SegType valueType, bool ignoreCase) =>
        set.Items.Any(item => Order(item, elementType, value, valueType, ignoreCase) == 0);

    private static SegType ElementType(BoundExpression set) => ((SetType)set.Type).Element;

    private SetValue SetOf(BoundSetLiteral literal, ReferenceScope? scope)
    {
        var element = ((SetType)literal.Type).Element;
        List<object> items = [];
        foreach (var part in literal.Elements)
        {
            if (Evaluate(part, scope) is { } item && !Holds(new([.. items]), element, item, element, false))
            {
                items.Add(item);
            }
        }

        items.Sort((a, b) => ReferenceArithmetic.Compare(a, element, b, element));
        return new([.. items]);
    }

    private bool? TextTest(BoundTextTest test, ReferenceScope? scope)
    {
        if (Evaluate(test.Left, scope) is not string text || Evaluate(test.Right, scope) is not string part)
        {
            return null;
        }

        return test.Test switch
        {
            Binding.TextTest.Contains => ReferenceText.Contains(text, part, test.IgnoreCase),
            Binding.TextTest.StartsWith => ReferenceText.StartsWith(text, part, test.IgnoreCase),
            _ => ReferenceText.EndsWith(text, part, test.IgnoreCase),
        };
    }

    private bool Matches(Pattern pattern, string text)
    {
        if (!evaluator.Patterns.TryGetValue(pattern, out var matcher))
        {
            matcher = new ReferencePattern(pattern);
            evaluator.Patterns.Add(pattern, matcher);
        }

        return matcher.Matches(text);
    }
}
