using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Analysis;

public sealed partial class Analyzer
{
    // What each use of a name or operator says by itself.
    private void AnalyzeUses(BoundExpression root, Symbol owner)
    {
        foreach (BoundExpression expression in BoundTree.SelfAndDescendants(root))
        {
            switch (expression)
            {
                case BoundComparison { Operator: ComparisonOperator.Equal or ComparisonOperator.NotEqual } comparison
                    when comparison.Left.Type == SegType.Number:
                    bag.Add(Rules.EqualityOfNumbers.At(
                        source, comparison.Syntax.Span, "compare with `<` or `>`, or `round` to a `decimal` first"));
                    break;
                case BoundAsOf asOf:
                    FindHistory(asOf);
                    break;
                case BoundAggregate aggregate:
                    FindDeprecated(aggregate.Query, owner);
                    break;
            }

            if (Used(expression) is { } symbol)
            {
                FindDeprecated(symbol, expression.Syntax.Span, owner);
            }
        }
    }

    private static Symbol? Used(BoundExpression expression) => expression switch
    {
        BoundProfileField use => use.Field,
        BoundEventField use => use.Field,
        BoundEventMember use => use.Field,
        BoundRecordField use => use.Field,
        BoundOwnField use => use.Field,
        BoundParam use => use.Param,
        _ => BoundTree.Reference(expression),
    };

    private void FindDeprecated(BoundQuery query, Symbol owner)
    {
        foreach (BoundStep step in query.Steps)
        {
            int index = query.Steps.IndexOf(step);
            if (index < query.Syntax.Steps.Length)
            {
                FindDeprecated(step.Variable.Event, query.Syntax.Steps[index].Event.Span, owner);
            }
        }
    }

    private void FindDeprecated(Symbol symbol, TextSpan span, Symbol owner)
    {
        AnnotationSyntax? mark = symbol.Head.Annotations.FirstOrDefault(a => a.Name.Text == "deprecated");
        if (mark is null || symbol == owner || owner.Head.Annotations.Any(a => a.Name.Text == "deprecated"))
        {
            return;
        }

        string? advice = mark.Arguments is [LiteralSyntax { Token.Value: string text }] ? text : null;
        bag.Add(Rules.DeprecatedUse.At(source, span, symbol.Name, advice));
    }

    // Profile fields that a value in the past would need as they were then.
    private void FindHistory(BoundAsOf asOf)
    {
        HashSet<Symbol> seen = [];
        Queue<BoundExpression> open = new([asOf.Value]);
        while (open.TryDequeue(out BoundExpression? expression))
        {
            foreach (BoundExpression part in BoundTree.SelfAndDescendants(expression))
            {
                if (part is BoundProfileField { Field.IsKey: false } field)
                {
                    bag.Add(Rules.NoHistory.At(source, asOf.Syntax.Span, field.Field.Name, "only events have a history"));
                    return;
                }

                // A journey has a history of its own, whatever its lines look at.
                if (BoundTree.Reference(part) is { } symbol and not JourneySymbol && seen.Add(symbol))
                {
                    BoundTree.Children(rules.Definition(symbol)).ToList().ForEach(open.Enqueue);
                }
            }
        }
    }

    // By the words of the files, so that journeys and actions count too; a test alone is no use.
    private void FindUnused()
    {
        Dictionary<string, int> uses = [];
        foreach (SyntaxTree tree in trees)
        {
            CountWords(tree, uses);
        }

        foreach (ParamSymbol param in rules.Params.Where(p => uses.GetValueOrDefault(p.Name) < 2))
        {
            Add(param, Rules.UnusedParam.At(param.Source ?? source, param.NameSpan, param.Name, "use it or remove it"));
        }

        foreach (EventSymbol declared in rules.Events.Where(e => uses.GetValueOrDefault(e.Name) < 2))
        {
            Add(declared, Rules.UnusedEvent.At(declared.Source ?? source, declared.NameSpan, declared.Name, "use it or remove it"));
        }
    }

    private void Add(Symbol symbol, Diagnostic diagnostic)
    {
        if (symbol.Source is not null)
        {
            bag.Add(diagnostic);
        }
    }

    private static void CountWords(SyntaxTree tree, Dictionary<string, int> uses)
    {
        List<TextSpan> tests = [.. tree.Root.Declarations.OfType<TestSyntax>().Select(t => t.Span)];
        int test = 0;
        foreach (Token token in tree.Tokens)
        {
            while (test < tests.Count && tests[test].End <= token.Span.Start)
            {
                test++;
            }

            bool inTest = test < tests.Count && tests[test].Start <= token.Span.Start;
            if (!inTest && token.Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier)
            {
                uses[token.Text] = uses.GetValueOrDefault(token.Text) + 1;
            }
        }
    }
}
