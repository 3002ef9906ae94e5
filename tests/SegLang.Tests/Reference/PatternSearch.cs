using SegLang.Binding;
using SegLang.Reference;
using Xunit;

namespace SegLang.Tests.Reference;

public sealed class PatternSearch
{
    [Fact]
    public void It_is_found_anywhere()
    {
        Assert.True(Matches(Text("bc"), "abcd"));
        Assert.False(Matches(Text("bd"), "abcd"));
        Assert.True(Matches(new PatternEmpty(), ""));
    }

    [Fact]
    public void Anchors_are_the_ends_of_the_text()
    {
        Assert.True(Matches(Sequence(Start, Text("ab"), End), "ab"));
        Assert.False(Matches(Sequence(Start, Text("b")), "ab"));
        Assert.False(Matches(Sequence(Text("a"), End), "a\n"));
        Assert.True(Matches(Sequence(Start, End), ""));
        Assert.False(Matches(Sequence(Text("a"), Start), "a"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("a", false)]
    [InlineData("aa", true)]
    [InlineData("aaa", true)]
    [InlineData("aaaa", false)]
    public void Repetitions_have_bounds(string text, bool expected) =>
        Assert.Equal(expected, Matches(Sequence(Start, new PatternRepeat(Text("a"), 2, 3), End), text));

    [Fact]
    public void A_loop_may_hold_the_empty_text()
    {
        var loop = new PatternRepeat(new PatternRepeat(Text("a"), 0, null), 0, null);
        Assert.True(Matches(Sequence(Start, loop, End), ""));
        Assert.True(Matches(Sequence(Start, loop, End), "aaa"));
        Assert.False(Matches(Sequence(Start, loop, End), "ab"));
        Assert.True(Matches(Sequence(Start, new PatternRepeat(loop, 3, null), End), "aa"));
    }

    [Fact]
    public void Any_of_the_choices_will_do()
    {
        var choice = new PatternAlternation([Text("de"), Text("at"), new PatternEmpty()]);
        Assert.True(Matches(Sequence(Start, choice, End), "at"));
        Assert.True(Matches(Sequence(Start, choice, End), ""));
        Assert.False(Matches(Sequence(Start, choice, End), "ch"));
    }

    [Fact]
    public void Classes_take_whole_code_points()
    {
        var notA = new PatternClass([('a', 'a')], Negated: true);
        Assert.True(Matches(Sequence(Start, notA, End), "😀"));
        Assert.False(Matches(Sequence(Start, notA, notA, End), "😀"));
        Assert.False(Matches(Sequence(Start, notA, End), "a"));
    }

    [Fact]
    public void Nested_loops_take_linear_time()
    {
        var pattern = Sequence(Start, new PatternRepeat(new PatternRepeat(Text("a"), 1, null), 1, null), End);
        Assert.False(Matches(pattern, new string('a', 20_000) + "b"));
    }

    private static PatternAnchor Start => new PatternAnchor(true);

    private static PatternAnchor End => new PatternAnchor(false);

    private static PatternSequence Text(string text) => Sequence([.. text.Select(c => new PatternClass([(c, c)], false))]);

    private static PatternSequence Sequence(params PatternNode[] parts) => new PatternSequence([.. parts]);

    private static bool Matches(PatternNode node, string text) => new ReferencePattern(new("", node)).Matches(text);
}
