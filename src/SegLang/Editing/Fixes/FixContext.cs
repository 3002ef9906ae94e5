using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>A finding with the file that it stands in: what a fix looks at, and the words in which it answers.</summary>
public sealed partial class FixContext
{
    /// <summary>A finding of a file of the snapshot.</summary>
    public FixContext(RuleSnapshot snapshot, SyntaxTree tree, Diagnostic finding)
    {
        Snapshot = snapshot;
        Tree = tree;
        Finding = finding;
        Path = tree.Source.Path;
        Around = Covering(tree.Root, finding.Span);
    }

    /// <summary>The rule set.</summary>
    public RuleSnapshot Snapshot { get; }

    /// <summary>The file.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>What is to be mended.</summary>
    public Diagnostic Finding { get; }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>The nodes that hold the finding, the innermost first.</summary>
    public ImmutableArray<SyntaxNode> Around { get; }

    /// <summary>Where the finding is.</summary>
    public TextSpan Span => Finding.Span;

    /// <summary>The file's text.</summary>
    public string Text => Tree.Source.Content;

    /// <summary>What stands at the finding.</summary>
    public string Written => Slice(Span);

    /// <summary>The declaration that holds the finding, or null.</summary>
    public DeclarationSyntax? Declaration => Find<DeclarationSyntax>();

    /// <summary>The name that the help suggests, or null.</summary>
    public string? Suggested => DidYouMean().Match(Finding.Help ?? "") is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>What the help says to write, or null.</summary>
    public string? Advised => Write().Match(Finding.Help ?? "") is { Success: true } match ? match.Groups["text"].Value : null;

    /// <summary>What stands in backticks in the message, in order.</summary>
    public ImmutableArray<string> Named => [.. Backticks().Matches(Finding.Message).Select(m => m.Groups["text"].Value)];

    /// <summary>The text of a span.</summary>
    public string Slice(TextSpan span) => Text.Substring(span.Start, span.Length);

    /// <summary>The text of a node.</summary>
    public string Slice(SyntaxNode node) => Slice(node.Span);

    /// <summary>The innermost node of a kind that holds the finding, or null.</summary>
    public T? Find<T>() where T : SyntaxNode => Around.OfType<T>().FirstOrDefault();

    /// <summary>The index of the token that holds a position or is the next after it.</summary>
    public int IndexAt(int position)
    {
        int index = SyntaxParts.TokenIndexAt(Tree.Tokens, position);
        return Tree.Tokens[index].Span.End == position && Tree.Tokens[index].Kind != TokenKind.EndOfFile ? index + 1 : index;
    }

    /// <summary>The token that holds a position or is the next after it.</summary>
    public Token TokenAt(int position) => Tree.Tokens[IndexAt(position)];

    /// <summary>The last token that ends at or before a position, or null.</summary>
    public Token? TokenBefore(int position)
    {
        int index = IndexAt(position);
        while (index >= 0 && (Tree.Tokens[index].Span.End > position || Tree.Tokens[index].Kind == TokenKind.EndOfFile))
        {
            index--;
        }

        return index < 0 ? null : Tree.Tokens[index];
    }

    /// <summary>An offer.</summary>
    public static IEnumerable<FixProposal> Offer(string title, params ImmutableArray<SourceEdit> edits) => [new(title, edits)];

    /// <summary>No offer.</summary>
    public static IEnumerable<FixProposal> Nothing => [];

    /// <summary>Another text at a span of this file.</summary>
    public SourceEdit Replace(TextSpan span, string text) => new(Path, span, text);

    /// <summary>A text between two characters of this file.</summary>
    public SourceEdit Insert(int position, string text) => new(Path, new(position, 0), text);

    /// <summary>Without a part of this file: with its line where nothing else stands on it, otherwise with the blanks before it.</summary>
    public SourceEdit Remove(TextSpan span) => new(Path, SourceLayout.WithBlanks(Text, span), "");

    /// <summary>Without an element of a list and the comma that belongs to it.</summary>
    public SourceEdit RemoveElement(TextSpan span)
    {
        Token next = TokenAt(span.End);
        if (next.Kind == TokenKind.Comma)
        {
            Token follows = TokenAt(next.Span.End);
            return new(Path, TextSpan.FromBounds(span.Start, follows.Kind is TokenKind.CloseBrace or TokenKind.EndOfFile ? next.Span.End : follows.Span.Start), "");
        }

        return TokenBefore(span.Start) is { Kind: TokenKind.Comma } comma ? new(Path, TextSpan.FromBounds(comma.Span.Start, span.End), "") : Remove(span);
    }

    /// <summary>The edit that replaces what stands at the finding, under a title that says so.</summary>
    public IEnumerable<FixProposal> Instead(string text) => Offer($"Write `{SourceLayout.Shorten(text)}`", Replace(Span, text));

    /// <summary>The nodes that hold a span, the innermost first.</summary>
    public static ImmutableArray<SyntaxNode> Covering(FileSyntax file, TextSpan span)
    {
        List<SyntaxNode> path = [];
        SyntaxNode? node = SyntaxParts.DeclarationAt(file, span.Start);
        while (node is not null)
        {
            path.Insert(0, node);
            node = SyntaxParts.Children(node).LastOrDefault(c => c.Span.Start <= span.Start && c.Span.End >= span.End && c.Span.Length > 0);
        }

        return [.. path];
    }

    [GeneratedRegex("did you mean `(?<name>.+)`\\?$")]
    private static partial Regex DidYouMean();

    [GeneratedRegex("write `(?<text>[^`]+)`")]
    private static partial Regex Write();

    [GeneratedRegex("`(?<text>[^`]*)`")]
    private static partial Regex Backticks();
}
