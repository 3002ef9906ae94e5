using SegLang.Syntax;

namespace SegLang.Editing;

/// <summary>Tells names from keywords: which word of a tree stands for something, and for what where nothing is declared.</summary>
internal static class NameTokens
{
    /// <summary>Hands over the words that stand directly in a node as names; one that is not written is null, or no word.</summary>
    public static void Add(SyntaxNode node, Action<Token?, SemanticKind> add)
    {
        switch (node)
        {
            case DeclarationSyntax declaration:
                AddDeclared(declaration, add);
                break;
            case EnumMemberSyntax s:
                add(s.Name, SemanticKind.EnumMember);
                break;
            case AnnotationSyntax s:
                add(s.Name, SemanticKind.Decorator);
                break;
            case FieldSyntax s:
                add(s.Name, SemanticKind.Property);
                break;
            case OnceSyntax s:
                AddAll(s.Fields, SemanticKind.Property, add);
                break;
            case NamedTypeSyntax s:
                add(s.Name, SemanticKind.Type);
                add(s.Argument, SemanticKind.Type);
                break;
            case ClassEntrySyntax s:
                add(s.Name, SemanticKind.EnumMember);
                break;
            case ActionParameterSyntax s:
                add(s.Name, SemanticKind.Parameter);
                break;
            case JourneyPartSyntax or StageLineSyntax or SplitBranchSyntax:
                AddOfJourney(node, add);
                break;
            case ActionCallSyntax s:
                add(s.Name, SemanticKind.Function);
                break;
            case FieldValueSyntax s:
                add(s.Name, SemanticKind.Property);
                break;
            case EventStepSyntax s:
                add(s.Event, SemanticKind.Event);
                break;
            case StepSyntax s:
                add(s.Event, SemanticKind.Event);
                AddAll(s.Path, SemanticKind.Property, add);
                add(s.Alias, SemanticKind.Variable);
                add(s.WithinOf, SemanticKind.Variable);
                break;
            case ExpressionSyntax expression:
                AddOfExpression(expression, add);
                break;
        }
    }

    private static void AddAll(IEnumerable<Token> tokens, SemanticKind kind, Action<Token?, SemanticKind> add)
    {
        foreach (Token token in tokens)
        {
            add(token, kind);
        }
    }

    private static void AddDeclared(DeclarationSyntax declaration, Action<Token?, SemanticKind> add)
    {
        if (declaration is LimitSyntax limit)
        {
            AddAll(limit.Actions, SemanticKind.Function, add);
        }

        if (declaration is JourneySyntax journey)
        {
            add(journey.Per, SemanticKind.Event);
        }

        if (declaration is not SkippedSyntax)
        {
            add(declaration.Name, KindOf(declaration));
        }
    }

    private static SemanticKind KindOf(DeclarationSyntax declaration) => declaration switch
    {
        EnumSyntax or ClassifySyntax or JourneySyntax => SemanticKind.Enum,
        SchemaSyntax { Keyword.Text: "event" } => SemanticKind.Event,
        SchemaSyntax => SemanticKind.Struct,
        ParamSyntax => SemanticKind.Parameter,
        SegmentSyntax => SemanticKind.Class,
        ActionSyntax or LimitSyntax => SemanticKind.Function,
        _ => SemanticKind.Variable,
    };

    private static void AddOfJourney(SyntaxNode node, Action<Token?, SemanticKind> add)
    {
        switch (node)
        {
            case StartSyntax s:
                add(s.Stage, SemanticKind.EnumMember);
                add(s.Event, SemanticKind.Event);
                break;
            case StageSyntax s:
                add(s.Name, SemanticKind.EnumMember);
                break;
            case SplitBranchSyntax s:
                add(s.Target, SemanticKind.EnumMember);
                break;
            case StageLineSyntax s:
                add(s.Target, SemanticKind.EnumMember);
                add((s as OnLineSyntax)?.Event, SemanticKind.Event);
                add((s as AfterLineSyntax)?.Without, SemanticKind.Event);
                break;
        }
    }

    private static void AddOfExpression(ExpressionSyntax expression, Action<Token?, SemanticKind> add)
    {
        switch (expression)
        {
            case NameSyntax s:
                add(s.Name, SemanticKind.Variable);
                break;
            case MoneySyntax s:
                add(s.Currency, SemanticKind.Type);
                break;
            case SpanSyntax s:
                add(s.Count, SemanticKind.Parameter);
                break;
            case MemberAccessSyntax s:
                add(s.Name, SemanticKind.Property);
                break;
            case CallSyntax s:
                add(s.Name, SemanticKind.Function);
                break;
            case AggregateSyntax s:
                add(s.Name, SemanticKind.Function);
                break;
            case QuantifierSyntax s:
                add(s.Name, SemanticKind.Function);
                add(s.Variable, SemanticKind.Variable);
                break;
        }
    }
}
