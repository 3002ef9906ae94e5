using SegLang.Text;

namespace SegLang.Tests.Host;

/// <summary>What takes long can be cancelled.</summary>
public sealed class Cancelling
{
    private static readonly SourceText[] Sources =
        [new("schema.seg", "profile P { id: text key  n: int }"), new("rules.seg", string.Join('\n', Enumerable.Range(0, 3000).Select(i => $"segment S{i} {{ n > {i} }}")))];

    [Fact]
    public void Compiling_ends_before_it_begins() =>
        Assert.Throws<OperationCanceledException>(() => RuleSet.Compile(Sources, new CancellationToken(canceled: true)));

    [Fact]
    public void Compiling_ends_in_the_middle()
    {
        using CancellationTokenSource stop = new();
        IEnumerable<SourceText> sources = Sources.Select((s, i) =>
        {
            stop.CancelAfter(i == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(20));
            return s;
        });

        Assert.ThrowsAny<OperationCanceledException>(() => RuleSet.Compile(sources, stop.Token));
    }
}
