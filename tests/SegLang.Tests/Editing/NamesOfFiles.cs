using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Editing;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;
using Xunit.Abstractions;

namespace SegLang.Tests.Editing;

/// <summary>An editor knows what every name in a file stands for.</summary>
public sealed class NamesOfFiles(ITestOutputHelper output)
{
    // Words of the grammar, and names of what is built in: they stand for no symbol. A word that is also somebody's name is in
    // `Uses` where it is one.
    private static readonly HashSet<string> Words =
    [
        .. SegLang.Syntax.Words.Declarations, .. SegLang.Syntax.Words.BeforeOperand, .. SegLang.Syntax.Words.AfterOperand, .. SegLang.Syntax.Words.InPlace, .. SegLang.Syntax.Words.Aggregates,
        .. Functions.Rows.Select(r => r.Name), "ntile",
        "bool", "text", "int", "number", "date", "datetime", "duration", "decimal", "money",
        "weekday", "entered",
        "owner", "tag", "deprecated", "sensitive", "was",
    ];

    public static TheoryData<string> RuleSets => [.. Repository.RuleFiles().Where(f => !f.Contains("/errors/") && !f.Contains("/expressions/")).Select(FolderOf).Distinct()];

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Every_name_stands_for_a_symbol(string ruleSet)
    {
        RuleSnapshot snapshot = RuleSnapshot.Create(Sources(ruleSet));
        Assert.NotNull(snapshot.Rules);
        List<string> missing = [];
        foreach (SyntaxTree tree in snapshot.Trees)
        {
            HashSet<TextSpan> known = [.. snapshot.Uses(tree.Source.Path).Select(u => u.Span)];
            missing.AddRange(tree.Tokens
                .Where(t => t.Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier && !known.Contains(t.Span) && !IsWord(tree, t))
                .Select(t => $"{tree.Source.Path}:{tree.Source.LineAndColumn(t.Span.Start)} {t.Text}"));
        }

        missing.ForEach(output.WriteLine);
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Every_use_is_the_name_of_its_symbol_and_found_from_there(string ruleSet)
    {
        RuleSnapshot snapshot = RuleSnapshot.Create(Sources(ruleSet));
        foreach (SymbolUse use in snapshot.Trees.SelectMany(t => snapshot.Uses(t.Source.Path)))
        {
            string written = use.Source.Slice(use.Span);
            Assert.Equal(use.Symbol.Name, written.Trim('`').Normalize());
            Assert.Equal(use, snapshot.UseAt(use.Source.Path, use.Span.Start));
            Assert.Contains(use, snapshot.References(use.Symbol));
            Assert.Equal(use.IsDeclaration, use.Symbol.NameSpan == use.Span && use.Symbol.Source == use.Source);
        }
    }

    // The rule set's own name and currencies stand for nothing that is declared.
    private static bool IsWord(SyntaxTree tree, Token token) =>
        Words.Contains(token.Text)
        || SegLang.Syntax.Words.IsUnit(token.Text)
        || Currencies.MinorUnit(token.Text) is not null
        || tree.Root.Declarations.Any(d => d is RuleSetSyntax && d.Name == token);

    private static string FolderOf(string path) =>
        path.StartsWith("examples/", StringComparison.Ordinal) ? string.Join('/', path.Split('/').Take(2)) : path;

    private static IEnumerable<SourceText> Sources(string ruleSet) =>
        Repository.RuleFiles().Where(f => f == ruleSet || f.StartsWith(ruleSet + "/", StringComparison.Ordinal)).Select(f => new SourceText(f, Repository.Read(f)));
}
