using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

public sealed partial class Binder
{
    private readonly Dictionary<FieldSymbol, BoundExpression> computed = [];
    private readonly HashSet<FieldSymbol> computing = [];
    private readonly Dictionary<FieldSymbol, int> computedDepth = [];
    private int computingDepth;

    private void BindParams()
    {
        foreach (ParamSymbol param in table.Of<ParamSymbol>())
        {
            InPart(param, param.Source, () => InConstants(() => BindParam(param)));
        }
    }

    private void BindParam(ParamSymbol param)
    {
        if (param.Type is ListType or RecordType)
        {
            diagnostics.Add(Rules.BadElement.At(source, param.Syntax.Type.Span, "a param is one value or a set"));
            param.Type = SegType.Error;
        }

        Expect(param.Syntax.Value, param.Type);
        BoundExpression value = Bind(param.Syntax.Value, param.Type);
        if (param.Type.IsError || value.Type.IsError)
        {
            return;
        }

        if (param.Type == SegType.Duration && value.Type is SpanType)
        {
            param.Type = SegType.Span; // The unit is kept.
        }

        if (ConstantValue(Fit(value, param.Type)) is { } constant)
        {
            param.Default = constant;
        }
    }

    /// <summary>The value of a bound constant, in the form of Symbols/Values.cs; null where that is an error, which is reported.</summary>
    private object? ConstantValue(BoundExpression bound)
    {
        switch (bound)
        {
            case BoundConstant constant:
                return constant.Value;
            case BoundSetLiteral set when set.Elements.All(e => e is BoundConstant):
                return SetValues.Of(set.Elements.OfType<BoundConstant>().Select(e => e.Value));
            case { Type.IsError: true }:
                return null;
            default:
                diagnostics.Add(Rules.NotAConstant.At(source, bound.Syntax.Span, "write a literal"));
                return null;
        }
    }

    private void BindSchemas()
    {
        foreach (SchemaSymbol schema in table.Of<SchemaSymbol>())
        {
            InPart(schema, schema.Source, () => InConstants(() => BindDefaults(schema)));
        }

        // A list's records come before those that compute something of it.
        foreach (SchemaSymbol schema in table.Of<SchemaSymbol>().OrderBy(s => s is not RecordSymbol))
        {
            InPart(schema, schema.Source, () => schema.Fields.Where(f => f.IsComputed).ToList().ForEach(BindComputed));
        }
    }

    private void BindDefaults(SchemaSymbol schema)
    {
        foreach (FieldSymbol field in schema.Fields)
        {
            if (field.Syntax?.Default is { } literal)
            {
                BindDefault(field, literal);
            }
        }

        if (schema is EventSymbol { OnceBy.Length: > 0 } symbol)
        {
            BindOnce(symbol);
        }
    }

    // Where only literals may stand, a definition is not bound: the schemas that it builds on are not bound yet.
    private void InConstants(Action bind)
    {
        onlyConstants = true;
        bind();
        onlyConstants = false;
    }

    private bool onlyConstants;

    private void BindDefault(FieldSymbol field, ExpressionSyntax literal)
    {
        if (field.Type is ListType)
        {
            diagnostics.Add(Rules.BadElement.At(source, literal.Span, "a list has no default but the empty one", "leave it out"));
            return;
        }

        Expect(literal, field.Type);
        BoundExpression value = Bind(literal, field.Type);
        field.Default = value.Type.IsError || field.Type.IsError ? null : ConstantValue(Fit(value, field.Type));
    }

    private void BindOnce(EventSymbol symbol)
    {
        OnceSyntax? once = symbol.Syntax.Members.OfType<OnceSyntax>().FirstOrDefault();
        if (once?.For is { } syntax && BindSpan(syntax) is BoundConstant { Value: SpanValue span })
        {
            symbol.OnceFor = span;
        }
    }

    private void BindComputed(FieldSymbol field)
    {
        if (!field.IsComputed || computed.ContainsKey(field) || field.Owner is not { } owner)
        {
            return;
        }

        if (!computing.Add(field))
        {
            return; // It is being bound, or was found broken: its type stays the error type.
        }

        if (++computingDepth > DeepestReference)
        {
            diagnostics.Add(Rules.TooDeep.At(owner.Source ?? source, field.NameSpan, $"{DeepestReference}", "join some of the fields on the way"));
            computingDepth--;
            return;
        }

        var (savedSource, savedScope) = (source, scope);
        (source, scope) = (owner.Source ?? source, Scope.Inside(owner));
        if (field.Syntax?.Expression is { } expression)
        {
            CheckComputed(field, Bind(expression));
        }

        computingDepth--;
        (source, scope) = (savedSource, savedScope);
    }

    private void CheckComputed(FieldSymbol field, BoundExpression bound)
    {
        if (!bound.Type.IsError && bound.Type is SpanType or ListType or EventType or ClassType or JourneyType)
        {
            diagnostics.Add(Rules.NotAValue.At(source, bound.Syntax.Span, $"{Rules.Article(bound.Type.Name)} in a field"));
            return;
        }

        if (!bound.Type.IsError && field.Owner is not ProfileSymbol && DependsOnNow(bound))
        {
            diagnostics.Add(Rules.ComputedField.At(source, bound.Syntax.Span, "now", "what depends on the instant belongs into the rule"));
            return;
        }

        if (!bound.Type.IsError && HoldsQuery(bound))
        {
            diagnostics.Add(Rules.ComputedField.At(source, bound.Syntax.Span, "events", "make it a trait instead"));
            return;
        }

        int depth = 1 + BoundTree.SelfAndDescendants(bound).OfType<BoundOwnField>().Select(f => computedDepth.GetValueOrDefault(f.Field)).DefaultIfEmpty().Max();
        if (!bound.Type.IsError && depth == DeepestReference)
        {
            diagnostics.Add(Rules.TooDeep.At(source, field.NameSpan, $"{DeepestReference - 1}", "join some of the fields on the way"));
        }

        if (!bound.Type.IsError)
        {
            computedDepth.Add(field, depth);
            field.Type = bound.Type;
            field.IsOptional = bound.MayBeUnknown;
            computed.Add(field, bound);
        }
        else if (DependsOnItself(field))
        {
            diagnostics.Add(Rules.Cycle.At(source, field.NameSpan, $"`{field.Name}`", "a computed field is made of other fields"));
        }
    }

    // Silent errors inside a computed field come only from a field that is being computed: a cycle, reported once.
    private bool DependsOnItself(FieldSymbol field) =>
        field.Owner is { } holder && Reaches(holder, field, field.Name, []) && reportedCycles.Add(holder);

    private readonly HashSet<SchemaSymbol> reportedCycles = [];

    private static bool Reaches(SchemaSymbol owner, FieldSymbol from, string target, HashSet<string> seen) =>
        from.Syntax?.Expression is { } expression && SyntaxNames.In(expression).Any(name =>
            name == target || (seen.Add(name) && owner.Find(name) is { } next && Reaches(owner, next, target, seen)));

    private static bool DependsOnNow(BoundExpression bound) =>
        BoundTree.SelfAndDescendants(bound).Any(e => e is BoundNow or BoundToday or BoundAgo or BoundUnits or BoundInWindow or BoundAsOf
            or BoundCall { Function: FunctionKind.Anniversary or FunctionKind.Sample });

    private static bool HoldsQuery(BoundExpression bound) => BoundTree.SelfAndDescendants(bound).Any(e => e is BoundAggregate or BoundPopulation);
}
