using System.Text;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Tests.Syntax;

public sealed class Formatting
{
    [Theory]
    [MemberData(nameof(Files))]
    public void Formatting_keeps_every_token_and_comment_and_changes_nothing_the_second_time(string path)
    {
        SyntaxTree tree = SyntaxTree.Parse(new(path, Repository.Read(path)));
        Check(tree);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void So_does_formatting_text_without_line_breaks_or_with_one_before_each_token(string path)
    {
        SyntaxTree tree = SyntaxTree.Parse(new(path, Repository.Read(path)));
        if (!tree.Diagnostics.IsEmpty)
        {
            return;
        }

        Check(SyntaxTree.Parse(new(path, string.Join(' ', tree.Tokens.Select(t => tree.Source.Slice(t.Span))))));
        Check(SyntaxTree.Parse(new(path, string.Join("\n\n\n", tree.Tokens.Select((t, i) => $"{(i % 7 == 0 ? "// a\n/* b */" : "")}{tree.Source.Slice(t.Span)}")))));
    }

    [Fact]
    public void A_file_with_mistakes_is_left_alone() =>
        Assert.Null(Formatter.Format(SyntaxTree.Parse(new("x.seg", "segment A { }"))));

    [Theory]
    [InlineData("trait  A=1+ 2*-x\n\n\n\ntrait Long = lower( a )", "trait A = 1 + 2 * -x\n\ntrait Long = lower(a)\n")]
    [InlineData("trait A=1\ntrait Long=x", "trait A    = 1\ntrait Long = x\n")]
    [InlineData("enum A{a,b \"B\"}", "enum A { a, b \"B\" }\n")]
    [InlineData("profile P{id:text key\nage:int?default 3,}", "profile P {\n  id:  text key\n  age: int? default 3,\n}\n")]
    [InlineData("event E{}", "event E {}\n")]
    [InlineData("segment A{\n// why\na\nand b\n}", "segment A {\n  // why\n  a\n  and b\n}\n")]
    [InlineData("segment A { a } // behind\n// end\n", "segment A { a }  // behind\n// end\n")]
    [InlineData("@owner( \"crm\" )\nsegment A { a }", "@owner(\"crm\")\nsegment A { a }\n")]
    [InlineData("action A( x :money( EUR ) ){at most 2 per 7 days requires a}", "action A(x: money(EUR)) { at most 2 per 7 days  requires a }\n")]
    [InlineData("", "")]
    [InlineData("// only\n\n\n\n// this", "// only\n\n// this\n")]
    [InlineData("segment A { /* in */ a /* on */ }", "segment A { /* in */ a /* on */ }\n")]
    public void The_layout_is(string written, string formatted) => Assert.Equal(formatted, Format(written));

    [Fact]
    public void A_line_that_is_too_long_breaks_at_its_outermost_operators()
    {
        string condition = string.Join(" or ", Enumerable.Range(1, 6).Select(i => $"(first{i} == \"value\" and second{i} == 2)"));
        string text = Format($"segment A {{ {condition} }}");
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= Formatter.Width, line));
        Assert.All(text.Split('\n')[2..^2], line => Assert.StartsWith("  or (", line, StringComparison.Ordinal));
    }

    public static TheoryData<string> Files => [.. Repository.RuleFiles()];

    private static string Format(string text)
    {
        string formatted = Formatter.Format(SyntaxTree.Parse(new("x.seg", text)))!;
        Assert.Equal(formatted, Formatter.Format(SyntaxTree.Parse(new("x.seg", formatted))));
        return formatted;
    }

    private static void Check(SyntaxTree tree)
    {
        string? once = Formatter.Format(tree);
        if (!tree.Diagnostics.IsEmpty)
        {
            Assert.Null(once);
            return;
        }

        SyntaxTree again = SyntaxTree.Parse(new(tree.Source.Path, once!));
        Assert.Empty(again.Diagnostics);
        Assert.Equal(Words(tree), Words(again));
        Assert.Equal(Comments(tree), Comments(again));
        Assert.Equal(Shape(tree), Shape(again));
        Assert.Equal(once, Formatter.Format(again));
    }

    private static IEnumerable<string> Words(SyntaxTree tree) => tree.Tokens.Select(t => $"{t.Kind} {tree.Source.Slice(t.Span)}");

    private static IEnumerable<string> Comments(SyntaxTree tree) =>
        from token in tree.Tokens
        from trivia in token.Leading
        where trivia.Kind is TriviaKind.LineComment or TriviaKind.BlockComment or TriviaKind.DocComment
        select tree.Source.Slice(trivia.Span).TrimEnd().ReplaceLineEndings("\n");

    // The tree without its places: the records print themselves.
    private static string Shape(SyntaxTree tree)
    {
        StringBuilder text = new();
        foreach (DeclarationSyntax declaration in tree.Root.Declarations)
        {
            text.Append(declaration.GetType().Name).Append(' ').Append(declaration.Name.Text).Append(' ').Append(declaration.Head.Doc).Append('\n');
        }

        return text.ToString();
    }
}
