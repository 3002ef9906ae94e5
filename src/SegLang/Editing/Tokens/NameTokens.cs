using SegLang.Syntax;

namespace SegLang.Editing;

/// <summary>Tells names from keywords: which word of a tree stands for something, and for what where nothing is declared.</summary>
internal static class NameTokens
{
    /// <summary>Adds the names that stand directly in a node, by where they begin.</summary>
    public static void AddTo(Dictionary<int, SemanticKind> names, SyntaxNode node)
    {
        void Add(Token? token, SemanticKind kind)
        {
            if (token is { Kind: TokenKind.Identifier or TokenKind.QuotedIdentifier })
            {
                names[token.Span.Start] = kind;
            }
        }

        switch (node)
        {
            case DeclarationSyntax declaration:
                AddDeclared(declaration, Add);
                break;
            case EnumMemberSyntax s:
                Add(s.Name, SemanticKind.EnumMember);
                break;
            case AnnotationSyntax s:
                Add(s.Name, SemanticKind.Decorator);
                break;
            case FieldSyntax s:
                Add(s.Name, SemanticKind.Property);
                break;
            case OnceSyntax s:
                AddAll(s.Fields, SemanticKind.Property, Add);
                break;
            case NamedTypeSyntax s:
                Add(s.Name, SemanticKind.Type);
                Add(s.Argument, SemanticKind.Type);
                break;
            case ClassEntrySyntax s:
                Add(s.Name, SemanticKind.EnumMember);
                break;
            case ActionParameterSyntax s:
                Add(s.Name, SemanticKind.Parameter);
                break;
            case JourneyPartSyntax or StageLineSyntax or SplitBranchSyntax:
                AddOfJourney(node, Add);
                break;
            case ActionCallSyntax s:
                Add(s.Name, SemanticKind.Function);
                break;
            case FieldValueSyntax s:
                Add(s.Name, SemanticKind.Property);
                break;
            case EventStepSyntax s:
                Add(s.Event, SemanticKind.Event);
                break;
            case StepSyntax s:
                Add(s.Event, SemanticKind.Event);
                AddAll(s.Path, SemanticKind.Property, Add);
                Add(s.Alias, SemanticKind.Variable);
                Add(s.WithinOf, SemanticKind.Variable);
                break;
            case ExpressionSyntax expression:
                AddOfExpression(expression, Add);
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
