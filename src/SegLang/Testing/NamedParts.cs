using SegLang.Binding;
using SegLang.Text;

namespace SegLang.Testing;

/// <summary>What of an expression a person wants to see the values of.</summary>
internal static class NamedParts
{
    /// <summary>The outermost operands that have a name or read events; what is inside a query belongs to its events.</summary>
    public static IEnumerable<BoundExpression> Of(BoundExpression expression) =>
        BoundTree.Reference(expression) is not null
            || expression is BoundProfileField or BoundParam or BoundAggregate or BoundQuantifier or BoundAsOf or BoundEventMember or BoundCall
            ? [expression]
            : BoundTree.Children(expression).SelectMany(Of);

    /// <summary>What a person calls it: the name, or the expression as written.</summary>
    public static string Name(BoundExpression expression, SourceText source) => expression switch
    {
        BoundJourneyRef { Part: not JourneyPart.Stage } => source.OneLine(expression.Syntax.Span),
        _ when BoundTree.Reference(expression) is { } symbol => symbol.Name,
        BoundProfileField field => field.Field.Name,
        BoundParam param => param.Param.Name,
        _ => source.OneLine(expression.Syntax.Span),
    };
}
