using SegLang.Diagnostics;
using SegLang.Syntax;

namespace SegLang.Binding;

/// <summary>
/// What may be declared in text that could not be read, in any file of a rule set: that such a name is unknown elsewhere follows from the
/// mistake of syntax and is no finding of its own.
/// </summary>
internal sealed class UnreadNames
{
    // What is said of an unknown name, at that name.
    private static readonly string[] OfNames =
    [
        Rules.UnknownField.Code, Rules.UnknownEvent.Code, Rules.UnknownType.Code, Rules.UnknownMember.Code, Rules.UnknownTarget.Code,
        Rules.UnknownStage.Code, Rules.UnknownParameter.Code, Rules.CannotBeGiven.Code,
    ];

    private readonly HashSet<string> skipped = new(StringComparer.Ordinal);
    private readonly HashSet<string> nameless = new(StringComparer.Ordinal);
    private readonly HashSet<string> partial = new(StringComparer.Ordinal);
    private bool hasPartialSchema;

    /// <summary>Adds a file that has mistakes of syntax, and which of its declarations have them.</summary>
    public void Add(SyntaxTree tree, Func<DeclarationSyntax, bool> cannotRead)
    {
        int end = 0;
        bool isKept = false;
        int next = 0;
        foreach (Token token in tree.Tokens.Where(t => t.Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier))
        {
            for (; next < tree.Root.Declarations.Length && tree.Root.Declarations[next].Span.Start <= token.Span.Start; next++)
            {
                DeclarationSyntax declaration = tree.Root.Declarations[next];
                isKept = declaration is not SkippedSyntax;
                end = declaration.Span.End;
            }

            if (!isKept || token.Span.Start >= end)
            {
                skipped.Add(token.Text);
            }
        }

        foreach (DeclarationSyntax declaration in tree.Root.Declarations.Where(d => d is not (SkippedSyntax or TestSyntax or RuleSetSyntax)))
        {
            AddNames(declaration, cannotRead);
        }
    }

    /// <summary>Whether a finding may follow from what could not be read.</summary>
    public bool MayExplain(Diagnostic finding) =>
        (OfNames.Contains(finding.Code) && (nameless.Contains(finding.Code) || skipped.Contains(finding.Source.Slice(finding.Span).Trim('`'))))
        || (partial.Count > 0 && IsOfPart(finding));

    private bool IsOfPart(Diagnostic finding) =>
        (hasPartialSchema && finding.Code == Rules.MissingValue.Code)
        || (finding.Owner is { } owner && partial.Contains(owner));

    private void AddNames(DeclarationSyntax declaration, Func<DeclarationSyntax, bool> cannotRead)
    {
        if (!declaration.Name.IsPresent)
        {
            nameless.Add(UnknownNameOf(declaration));
        }
        else if (DeclaresParts(declaration) && cannotRead(declaration))
        {
            partial.Add(declaration.Name.Text);
            hasPartialSchema |= declaration is SchemaSyntax;
        }
    }

    private static bool DeclaresParts(DeclarationSyntax declaration) =>
        declaration is EnumSyntax or SchemaSyntax or ClassifySyntax or ActionSyntax or JourneySyntax;

    // What is said of the name of a declaration whose own name is missing.
    private static string UnknownNameOf(DeclarationSyntax declaration) => declaration switch
    {
        SchemaSyntax { Keyword.Text: "event" } => Rules.UnknownEvent.Code,
        SchemaSyntax or EnumSyntax => Rules.UnknownType.Code,
        ActionSyntax => Rules.UnknownTarget.Code,
        _ => Rules.UnknownField.Code,
    };
}
