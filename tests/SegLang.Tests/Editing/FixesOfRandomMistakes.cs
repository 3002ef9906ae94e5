using System.Collections.Immutable;
using System.Globalization;
using SegLang.Diagnostics;
using SegLang.Editing;
using SegLang.Syntax;
using SegLang.Tests.Documentation;
using SegLang.Text;

namespace SegLang.Tests.Editing;

/// <summary>Random mistakes in the examples: whatever fix is offered removes its finding and adds none.</summary>
public sealed class FixesOfRandomMistakes
{
    private const int Count = 120;

    private static readonly string[] Examples = ["examples/loyalty", "examples/lead-nurturing", "examples/abandoned-cart", "examples/kundenreise"];

    [Fact]
    public void A_fix_that_is_offered_holds()
    {
        Random random = new(20_261_122);
        int offered = 0;
        for (int i = 0; i < Count; i++)
        {
            ImmutableArray<SourceText> files = RuleFiles.Read(Examples[random.Next(Examples.Length)]);
            SourceText spoilt = Spoil(files[random.Next(files.Length)], random);
            RuleSnapshot snapshot = RuleSnapshot.Create(files).With(spoilt);
            IEnumerable<Diagnostic> findings = snapshot.Diagnostics(spoilt.Path).Where(d => d.Severity == Severity.Error);
            foreach (CodeAction action in findings.Take(2).SelectMany(d => CodeActions.FixesOf(snapshot, d)))
            {
                offered++;
                QuickFixes.AssertMends(snapshot, action);
            }
        }

        Assert.True(offered > Count / 4, string.Create(CultureInfo.InvariantCulture, $"only {offered} fixes were offered"));
    }

    // Without a token, with a letter more or less in a word, or with a sign of another language.
    private static SourceText Spoil(SourceText file, Random random)
    {
        ImmutableArray<Token> tokens = SyntaxTree.Parse(file).Tokens;
        Token token = tokens[random.Next(tokens.Length - 1)];
        string written = file.Slice(token.Span);
        string spoilt = token switch
        {
            { Kind: TokenKind.EqualsEquals } => "=",
            { Text: "and" } => "&&",
            { Text: "or" } => "||",
            { Kind: TokenKind.Identifier } when random.Next(3) > 0 => written + written[^1],
            { Kind: TokenKind.String } when random.Next(2) > 0 => written.Replace('"', '\''),
            _ => "",
        };
        return new SourceText(file.Path, SourceEdit.Apply(file.Content, [new SourceEdit(file.Path, token.Span, spoilt)]));
    }
}
