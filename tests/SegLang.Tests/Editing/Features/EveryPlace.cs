using SegLang.Diagnostics;
using SegLang.Editing;
using SegLang.Syntax;
using SegLang.Text;
using Xunit.Abstractions;

namespace SegLang.Tests.Editing.Features;

/// <summary>What holds at every place of every rule file.</summary>
public sealed class EveryPlace(ITestOutputHelper output)
{
    [Fact]
    public void Colours_are_in_order_within_a_line_and_cover_every_word()
    {
        int files = 0, pieces = 0;
        foreach (var (name, snapshot, tree) in Sheet.All())
        {
            var tokens = SemanticTokens.Of(snapshot, name);
            int end = 0;
            foreach (SemanticToken token in tokens)
            {
                Assert.True(token.Span.Start >= end && token.Span.Length > 0, $"{name}: {token}");
                Assert.DoesNotContain('\n', tree.Source.Slice(token.Span));
                end = token.Span.End;
            }

            HashSet<int> starts = [.. tokens.Select(t => t.Span.Start)];
            Assert.All(tree.Tokens.Where(t => t.Kind is TokenKind.Identifier or TokenKind.String or TokenKind.Int), t => Assert.Contains(t.Span.Start, starts));
            (files, pieces) = (files + 1, pieces + tokens.Length);
        }

        output.WriteLine($"{files} files, {pieces} pieces");
    }

    [Fact]
    public void Folds_nest_and_selections_grow()
    {
        Random random = new(4);
        int folds = 0, selections = 0;
        foreach (var (name, snapshot, tree) in Sheet.All())
        {
            var ranges = RuleFolding.Of(snapshot, name);
            foreach (FoldingRange inner in ranges)
            {
                Assert.DoesNotContain(ranges, o => o.Span.Start < inner.Span.Start && inner.Span.Start < o.Span.End && o.Span.End < inner.Span.End);
            }

            folds += ranges.Length;
            for (int i = 0; i < 40; i++)
            {
                int position = random.Next(tree.Source.Content.Length + 1);
                var spans = SelectionRanges.At(snapshot, name, position);
                Assert.All(spans, s => Assert.True(s.Touches(position)));
                Assert.All(spans.Zip(spans.Skip(1)), p => Assert.True(p.Second.Start <= p.First.Start && p.First.End <= p.Second.End && p.First.Length < p.Second.Length));
                selections++;
            }
        }

        output.WriteLine($"{folds} folds, {selections} selections");
    }

    [Fact]
    public void An_outline_holds_what_it_names()
    {
        foreach (var (name, snapshot, tree) in Sheet.All())
        {
            Assert.All(RuleOutline.Of(snapshot, name), item => AssertHolds(item, tree.Source));
        }
    }

    private static void AssertHolds(OutlineItem item, SourceText source)
    {
        Assert.True(item.Span.Start <= item.NameSpan.Start && item.NameSpan.End <= item.Span.End && item.Span.End <= source.Content.Length, item.ToString());
        Assert.All(item.Children, c => Assert.True(item.Span.Start <= c.Span.Start && c.Span.End <= item.Span.End, c.ToString()));
        Assert.All(item.Children, c => AssertHolds(c, source));
    }

    [Fact]
    public void Nothing_throws_at_any_place_of_any_half_written_file()
    {
        Random random = new(6);
        int places = 0;
        foreach (var (name, _, tree) in Sheet.All())
        {
            for (int i = 0; i < 12; i++)
            {
                string text = Damaged(tree.Source.Content, random);
                RuleSnapshot snapshot = RuleSnapshot.Create([new SourceText(name, text)]);
                for (int j = 0; j < 12; j++)
                {
                    int position = j == 0 ? text.Length : random.Next(text.Length + 1);
                    Ask(snapshot, name, position);
                    places++;
                }

                _ = SemanticTokens.Of(snapshot, name);
                _ = RuleFolding.Of(snapshot, name);
                _ = RuleOutline.Of(snapshot, name);
                _ = DocumentLinks.Of(snapshot, name);
                _ = CodeLenses.Of(snapshot, name, null);
                _ = InlayHints.In(snapshot, name, new(0, text.Length), Sheet.Now, null);
            }
        }

        output.WriteLine($"{places} places");
    }

    // A prefix, or the text with a piece cut out.
    private static string Damaged(string text, Random random)
    {
        int at = random.Next(text.Length + 1);
        return random.Next(3) == 0 ? text[..at] : text.Remove(at, Math.Min(random.Next(30), text.Length - at));
    }

    private static void Ask(RuleSnapshot snapshot, string name, int position)
    {
        _ = Completions.At(snapshot, name, position, null);
        _ = Hovers.At(snapshot, name, position, Sheet.Now, null);
        _ = SignatureHelp.At(snapshot, name, position);
        _ = SelectionRanges.At(snapshot, name, position);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(21)]
    [InlineData(34)]
    [InlineData(55)]
    public void Accepting_a_proposal_leaves_nothing_worse_than_unfinished(int seed)
    {
        Random random = new(seed);
        int places = 0, accepted = 0;
        List<string> wrong = [];
        foreach (var (name, whole, tree) in Sheet.All().Where(f => f.Snapshot.Rules is not null))
        {
            for (int i = 0; i < 6; i++)
            {
                int position = random.Next(tree.Source.Content.Length + 1);
                string before = tree.Source.Content[..position];
                string after = RestAfterDeclaration(tree, position);
                RuleSnapshot snapshot = whole.With(new SourceText(name, before + after));
                var items = Completions.At(snapshot, name, position, null).Items;
                places++;
                foreach (CompletionItem item in items.OrderBy(_ => random.Next()).Take(4))
                {
                    accepted++;
                    string inserted = Filled(item);
                    SourceText text = new(name, string.Concat(before.AsSpan(0, item.Replace.Start), inserted, " ", after));
                    TextSpan span = new(item.Replace.Start, inserted.Length);
                    wrong.AddRange(whole.With(text).Diagnostics(name)
                        .Where(d => d.Severity == Severity.Error && !IsUnfinished(d) && d.Span.Start >= span.Start && d.Span.End <= span.End && d.Span.Length > 0)
                        .Select(d => $"{name}:{text.LineAndColumn(span.Start)} …{before[Math.Max(0, item.Replace.Start - 50)..item.Replace.Start].ReplaceLineEndings(" ")}«{inserted.ReplaceLineEndings(" ")}» {d.Code} {d.Message}"));
                }
            }
        }

        output.WriteLine($"{places} places, {accepted} proposals accepted, {wrong.Count} wrong");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
    }

    // The declaration at the cursor ends there, as if it were being written.
    private static string RestAfterDeclaration(SyntaxTree tree, int position)
    {
        DeclarationSyntax? declaration = SyntaxParts.DeclarationAt(tree.Root, position);
        int end = declaration is null || declaration.Span.End == position ? position : declaration.Span.End;
        return "\n" + tree.Source.Content[end..];
    }

    private static string Filled(CompletionItem item) => item.IsSnippet
        ? System.Text.RegularExpressions.Regex.Replace(item.InsertText, @"\$\{\d+:([^}]*)\}|\$\{\d+\|([^,|]*)[^}]*\}|\$\{\d+\}|\$\d", "$1$2")
        : item.InsertText;

    // Something is missing that may still be written: between the parentheses of a call too.
    private static bool IsUnfinished(Diagnostic finding) =>
        finding.Code is "SEG1001" or "SEG5001" || (finding.Code == "SEG2017" && finding.Source.Slice(finding.Span).EndsWith("()", StringComparison.Ordinal)) || finding.Message.StartsWith("expected", StringComparison.Ordinal);
}
