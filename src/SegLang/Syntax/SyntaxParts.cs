using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Syntax;

/// <summary>Walks syntax trees: the nodes inside a node, in written order, and the way from a file to a place in it.</summary>
public static class SyntaxParts
{
    /// <summary>The nodes directly inside a node in written order; its annotations first. Gaps are among them.</summary>
    public static ImmutableArray<SyntaxNode> Children(SyntaxNode node) => node switch
    {
        ExpressionSyntax expression => InExpression(expression),
        StageLineSyntax line => InLine(line),
        DeclarationSyntax declaration => InDeclaration(declaration),
        FileSyntax file => [.. file.Declarations],
        AnnotationSyntax annotation => [.. annotation.Arguments],
        EnumMemberSyntax member => [.. member.Head.Annotations],
        MemberSyntax member => InMember(member),
        OptionalTypeSyntax optional => [optional.Type],
        CollectionTypeSyntax collection => [collection.Element],
        ClassEntrySyntax entry => [.. entry.Head.Annotations, .. Given(entry.Expression)],
        ScoreRangeSyntax range => [range.From, range.To],
        ScoreWhenSyntax line => [.. line.Head.Annotations, line.Condition],
        ScorePerSyntax line => [.. line.Head.Annotations, line.Query, .. Given(line.Halving)],
        ActionParameterSyntax parameter => [parameter.Type],
        CapSyntax cap => [cap.Per],
        JourneyPartSyntax part => InPart(part),
        SplitBranchSyntax or HoursSyntax or NamedTypeSyntax => [],
        ActionCallSyntax call => [.. call.Arguments],
        FieldValueSyntax value => [value.Value],
        AtSyntax at => [at.Instant, .. at.Steps],
        TestStepSyntax step => InStep(step),
        QuerySyntax query => [.. query.Steps],
        StepSyntax step => [.. Given(step.Window), .. Given(step.Where), .. Given(step.Within)],
        WindowSyntax window => InWindow(window),
        _ => throw new System.Diagnostics.UnreachableException(node.GetType().Name),
    };

    /// <summary>The nodes that touch a position, from the file to the innermost; of two that meet there the one that begins there.</summary>
    public static ImmutableArray<SyntaxNode> PathTo(FileSyntax file, int position)
    {
        ImmutableArray<SyntaxNode>.Builder path = ImmutableArray.CreateBuilder<SyntaxNode>();
        for (SyntaxNode? node = file; node is not null; node = ChildAt(node, position))
        {
            path.Add(node);
        }

        return path.ToImmutable();
    }

    private static SyntaxNode? ChildAt(SyntaxNode node, int position)
    {
        if (node is FileSyntax file)
        {
            return DeclarationAt(file, position);
        }

        SyntaxNode? found = null;
        foreach (SyntaxNode child in Children(node))
        {
            if (child.Span.Touches(position) && (child is not MissingSyntax || found is null))
            {
                found = child;
            }
        }

        return found;
    }

    /// <summary>The declaration that touches a position, found by bisection; of two that meet there the one that begins there.</summary>
    public static DeclarationSyntax? DeclarationAt(FileSyntax file, int position)
    {
        int low = 0, high = file.Declarations.Length - 1;
        DeclarationSyntax? found = null;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            DeclarationSyntax declaration = file.Declarations[middle];
            if (declaration.Span.Start <= position)
            {
                found = declaration;
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return found?.Span.Touches(position) == true ? found : null;
    }

    /// <summary>The index of the first token that ends at or after a position: the one that holds it, or the next.</summary>
    public static int TokenIndexAt(ImmutableArray<Token> tokens, int position)
    {
        int low = 0, high = tokens.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (tokens[middle].Span.End < position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static ImmutableArray<SyntaxNode> InDeclaration(DeclarationSyntax declaration)
    {
        ImmutableArray<AnnotationSyntax> head = declaration.Head.Annotations;
        return declaration switch
        {
            EnumSyntax s => [.. head, .. s.Members],
            SchemaSyntax s => [.. head, .. s.Members],
            ParamSyntax s => [.. head, s.Type, s.Value],
            TraitSyntax s => [.. head, .. Given(s.Type), s.Expression],
            SegmentSyntax s => [.. head, s.Condition],
            ClassifySyntax s => [.. head, .. s.Entries],
            ScoreSyntax s => InOrder([.. head, .. s.Lines, .. Given(s.Range)]),
            ActionSyntax s => InOrder([.. head, .. s.Parameters, .. Given(s.Requires), .. s.Caps, .. Given(s.Hours)]),
            LimitSyntax s => [.. head, .. s.Caps],
            ListDeclarationSyntax s => [.. head, s.Type],
            JourneySyntax s => [.. head, .. s.Parts],
            TestSyntax s => InOrder([.. head, .. Given(s.Given), .. s.Steps]),
            _ => [.. head],
        };
    }

    private static ImmutableArray<SyntaxNode> InMember(MemberSyntax member) => member switch
    {
        FieldSyntax s => InOrder([.. s.Head.Annotations, .. Given(s.Type), .. Given(s.Default), .. Given(s.Expression)]),
        OnceSyntax s => [.. Given(s.For)],
        _ => [],
    };

    private static ImmutableArray<SyntaxNode> InPart(JourneyPartSyntax part) => part switch
    {
        StartSyntax s => [.. Given(s.Where), .. Given(s.When)],
        ReenterSyntax s => [.. Given(s.After)],
        AnywhereSyntax s => [.. s.Lines],
        StageSyntax s => [.. s.Head.Annotations, .. s.Lines],
        _ => [],
    };

    private static ImmutableArray<SyntaxNode> InLine(StageLineSyntax line) => line switch
    {
        OnLineSyntax s => [.. s.Head.Annotations, .. Given(s.Where), .. s.Actions],
        WhenLineSyntax s => [.. s.Head.Annotations, s.Condition, .. s.Actions],
        AfterLineSyntax s => [.. s.Head.Annotations, s.Delay, .. Given(s.Where), .. s.Actions],
        AtLineSyntax s => [.. s.Head.Annotations, s.Instant, .. s.Actions],
        SplitLineSyntax s => [.. s.Head.Annotations, .. s.Branches],
        _ => [.. line.Head.Annotations, .. line.Actions],
    };

    private static ImmutableArray<SyntaxNode> InStep(TestStepSyntax step) => step switch
    {
        EventStepSyntax s => [s.Fields],
        SetStepSyntax s => [s.Fields],
        ExpectStepSyntax s => [s.Condition],
        ExpectActionStepSyntax s => [s.Call],
        _ => [],
    };

    private static ImmutableArray<SyntaxNode> InWindow(WindowSyntax window) => window switch
    {
        LastWindowSyntax s => [s.Amount],
        SinceWindowSyntax s => [s.From],
        BeforeWindowSyntax s => [s.Until],
        FromUntilWindowSyntax s => [s.From, s.Until],
        _ => [],
    };

    private static ImmutableArray<SyntaxNode> InExpression(ExpressionSyntax expression) => expression switch
    {
        AgoSyntax s => [s.Amount],
        MemberAccessSyntax s => [s.Target],
        ParenthesizedSyntax s => [s.Expression],
        ListSyntax s => [.. s.Elements],
        RecordValueSyntax s => [.. s.Fields],
        UnarySyntax s => [s.Operand],
        LogicalSyntax s => [.. s.Operands],
        BinarySyntax s => [s.Left, s.Right],
        ComparisonSyntax s => [s.Left, s.Right],
        InSyntax s => [s.Value, s.Collection],
        InWindowSyntax s => [s.Value, s.Window],
        InPopulationSyntax s => [s.Value],
        BetweenSyntax s => [s.Value, s.Low, s.High],
        ContainsSyntax s => [s.Left, s.Right],
        AffixSyntax s => [s.Left, s.Right],
        MatchesSyntax s => [s.Left],
        IsKnownSyntax s => [s.Value],
        AsOfSyntax s => [s.Value, s.Instant],
        UnitsSyntax s => [s.Operand],
        CallSyntax s => [.. s.Arguments],
        AggregateSyntax s => [s.Query],
        QuantifierSyntax s => [.. Given(s.Value), s.List, .. Given(s.Where)],
        _ => [],
    };

    private static ImmutableArray<SyntaxNode> Given(SyntaxNode? node) => node is null ? [] : [node];

    // Parts that may be written in any order are held by kind.
    private static ImmutableArray<SyntaxNode> InOrder(ImmutableArray<SyntaxNode> nodes) =>
        nodes.Sort(static (a, b) => a.Span.Start != b.Span.Start ? a.Span.Start.CompareTo(b.Span.Start) : a.Span.End.CompareTo(b.Span.End));
}
