using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using SegLang.Symbols;
using Xunit;
using Xunit.Abstractions;

namespace SegLang.Tests.Differential;

/// <summary>
/// Random journeys over random timelines in all engines. `SEGLANG_FUZZ_SEED` and `SEGLANG_FUZZ_COUNT` choose other cases or more of them.
/// </summary>
public sealed class JourneysAgreeTests(ITestOutputHelper output)
{
    private const int TimelinesPerRules = 40;
    private const int CasesPerRules = 68; // Two journeys or so, less in the mean.

    [Fact]
    public void All_engines_agree_on_random_journeys()
    {
        int seed = Setting("SEGLANG_FUZZ_SEED", 20_260_201);
        int count = Setting("SEGLANG_FUZZ_COUNT", 20_000);
        JourneyTally tally = new();
        ConcurrentBag<JourneyDisagreement> disagreements = [];
        ConcurrentBag<string> crashes = [];
        Stopwatch watch = Stopwatch.StartNew();
        int sets = (count + CasesPerRules - 1) / CasesPerRules;
        Parallel.For(0, sets, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (i, state) =>
        {
            JourneyTally own = new();
            if (Engines.Answer(() => Compare(seed + i, own, disagreements)) is Failure failure)
            {
                crashes.Add($"seed {seed + i}: {failure}");
            }

            lock (tally)
            {
                tally.Add(own);
            }

            if (disagreements.Count + (10 * crashes.Count) > 60)
            {
                state.Stop();
            }
        });

        string report = string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}, {disagreements.Count} disagreements, {watch.Elapsed.TotalSeconds:F0} s, {tally.Cases / watch.Elapsed.TotalSeconds:F0} cases/s\n{tally.Print()}");
        output.WriteLine(report);
        Save("journeys.txt", report);
        Assert.True(crashes.IsEmpty, string.Join("\n\n", crashes.Take(3)));
        string differences = Differences(disagreements);
        Save("journeys-disagree.seg", differences);
        Assert.True(disagreements.IsEmpty, differences);
        AssertBalanced(tally);
    }

    private static object? Compare(int seed, JourneyTally tally, ConcurrentBag<JourneyDisagreement> found)
    {
        JourneyRules batch = new(seed);
        ImmutableArray<(ProfileTimeline Timeline, ImmutableArray<long> Checks)> profiles =
            [.. Enumerable.Range(0, TimelinesPerRules).Select(batch.NextTimeline)];
        ImmutableArray<(ProfileTimeline Timeline, long Now)> asked =
            [.. profiles.SelectMany(p => p.Checks.Append(batch.End).Select(now => (p.Timeline, now)))];
        Stopwatch watch = Stopwatch.StartNew();
        JourneyAnswer[] expected = JourneyEngines.Reference(batch.Rules, asked);
        tally.Times["reference"] = watch.Elapsed;
        watch.Restart();
        _ = JourneyEngines.Program(batch.Rules);
        tally.Times["compiler"] = watch.Elapsed;
        foreach ((string name, JourneyEngine ask) in JourneyEngines.Of(seed).Insert(0, ("reference", (_, _) => expected))) // Its exceptions.
        {
            watch.Restart();
            JourneyAnswer[] actual = ask(batch.Rules, asked);
            tally.Times[name] = tally.Times.GetValueOrDefault(name) + watch.Elapsed;
            int[] different = [.. Enumerable.Range(0, asked.Length).Where(i => expected[i].Compare(actual[i]) is not null)];
            foreach (int place in different.DistinctBy(i => asked[i].Timeline).Take(3))
            {
                found.Add(new(batch, asked[place].Timeline, asked[place].Now, name, ask, expected[place].Compare(actual[place])?.Text ?? ""));
            }
        }

        tally.Add(batch, [.. asked.Zip(expected).Where(p => p.First.Now == batch.End).Select(p => (p.First.Timeline, p.Second))], asked.Length);
        return null;
    }

    private static void AssertBalanced(JourneyTally tally)
    {
        Assert.Equal("", string.Join(", ", tally.RarerThan(0.01)));
        foreach (string kind in new[] { "on", "when", "after", "at", "split" })
        {
            Assert.True(
                tally.Happened($"moved by {kind}, with an input") + tally.Happened($"moved by {kind}, by time alone") > tally.Cases / 200, $"`{kind}` lines hardly ever fire");
        }

        foreach (string outcome in new[] { "asked", "waits", "dropped", "refused", "capped" })
        {
            Assert.True(tally.Happened(outcome) > tally.Cases / 200, $"actions are hardly ever {outcome}");
        }
    }

    // The first few, shrunk for a minute each.
    private static string Differences(IEnumerable<JourneyDisagreement> disagreements)
    {
        int most = Setting("SEGLANG_FUZZ_SHRINK", 3);
        StringBuilder text = new();
        foreach (JourneyDisagreement found in disagreements.OrderBy(d => d.Batch.Seed).DistinctBy(d => (d.Batch.Seed, d.Engine)).Take(most))
        {
            JourneyCase whole = new(found.Batch.SchemaText, found.Batch.Definitions, found.Timeline, found.Now, found.Batch.Rules);
            JourneyCase small = whole.Shrink(JourneyEngines.Reference, found.Ask, TimeSpan.FromSeconds(60));
            text.Append(CultureInfo.InvariantCulture, $"// seed {found.Batch.Seed}, among all: {found.Difference.ReplaceLineEndings("; ")}\n").Append(small.Print(JourneyEngines.Reference, found.Ask, found.Engine)).Append('\n');
        }

        return text.ToString();
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    private static void Save(string name, string text)
    {
        DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults"));
        File.WriteAllText(Path.Combine(folder.FullName, name), text);
    }
}

/// <summary>A timeline about which an engine does not say what the reference says.</summary>
internal sealed record JourneyDisagreement(JourneyRules Batch, ProfileTimeline Timeline, long Now, string Engine, JourneyEngine Ask, string Difference);
