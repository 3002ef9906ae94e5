using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Plan;
using SegLang.Reference;
using SegLang.Runtime;
using Xunit;

namespace SegLang.Tests.Differential;

/// <summary>The two matchers on patterns whose repeated parts may be empty, where engines are known to differ.</summary>
public sealed class PatternsAgreeTests
{
    private static readonly PatternNode Letter = new PatternClass([('a', 'z')], false);
    private static readonly PatternNode Other = new PatternClass([('0', '9'), ('a', 'z')], true);

    [Fact]
    public void Repeats_of_what_may_be_empty_match_the_same()
    {
        ImmutableArray<PatternNode> parts =
        [
            Letter, Other, new PatternEmpty(), new PatternRepeat(Letter, 1, null), new PatternRepeat(Other, 0, 2), new PatternAnchor(true), new PatternAnchor(false),
        ];
        foreach (PatternNode first in parts)
        {
            foreach (PatternNode second in parts)
            {
                PatternNode either = new PatternAlternation([first, second]);
                foreach (PatternNode root in new[] { either, new PatternRepeat(either, 1, 3), new PatternRepeat(either, 2, null), new PatternSequence([either, new PatternRepeat(either, 0, 1), second]) })
                {
                    Pattern pattern = new("", root);
                    foreach (string text in new[] { "", "a", "-", "a-", "😀" })
                    {
                        Assert.True(
                            new ReferencePattern(pattern).Matches(text) == new TextPattern(PatternTranslation.ToRegex(pattern)).IsMatch(text),
                            $"{PatternTranslation.ToRegex(pattern)} on \"{text}\"");
                    }
                }
            }
        }
    }
}
