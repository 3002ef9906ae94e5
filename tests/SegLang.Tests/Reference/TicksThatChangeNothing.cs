using SegLang.Binding;
using SegLang.Reference;
using SegLang.Testing;
using SegLang.Text;

namespace SegLang.Tests.Reference;

/// <summary>
/// Following a profile from one computed instant to the next gives the same log as looking at it every hour as well: no instant is
/// missed, and one at which nothing changes does nothing.
/// </summary>
public sealed class TicksThatChangeNothing
{
    private const string EveryHour = "\nsegment EveryHour { now.hour in [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22] }\n";

    public static TheoryData<string> Files =>
    [
        "tests/conformance/journeys.seg",
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests/conformance/journeys"), "*.seg")
            .Select(f => $"tests/conformance/journeys/{Path.GetFileName(f)}").Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Looking_more_often_shows_nothing_else(string path)
    {
        var rules = Compile(path, "");
        var often = Compile(path, EveryHour);
        Assert.NotEmpty(rules.Tests);
        foreach (var (test, other) in rules.Tests.Zip(often.Tests))
        {
            Assert.Equal(Log(rules, test), Log(often, other));
        }
    }

    private static List<string> Log(BoundRuleSet rules, BoundTest test)
    {
        const long Longest = 20L * 24 * 3600 * 1_000_000;
        var last = Expectation.Of(test).Last();
        long until = Math.Min(last.At, (last.Timeline.Begin ?? last.At) + Longest);
        return
        [
            .. new ReferenceEvaluator(rules).Follow(last.Timeline, until).Log.Where(l => l.Subject.Name != "EveryHour")
                .Select(l => $"{l.Time} {l.Kind} {l.Subject} {l.From} -> {l.To} {l.Journey} {l.Outcome} {l.Cause} {string.Join("; ", l.Calls.Select(c => $"{c.Action}({string.Join(", ", c.Arguments)})"))}"),
        ];
    }

    private static BoundRuleSet Compile(string path, string more) =>
        Compilation.Create([new SourceText(path, Repository.Read(path) + more)]).Rules!;
}
