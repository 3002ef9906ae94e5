using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace SegLang.Tests.Differential;

/// <summary>
/// Random conditions over random profiles in all engines. `SEGLANG_FUZZ_SEED` and `SEGLANG_FUZZ_COUNT` choose other cases or more of them.
/// </summary>
public sealed class EnginesAgreeTests(ITestOutputHelper output)
{
    private const int QuestionsPerBatch = 500;
    private const int ProfilesPerBatch = 5;

    [Fact]
    public void Il_and_reference_agree_on_random_conditions()
    {
        int seed = Setting("SEGLANG_FUZZ_SEED", 20_260_101);
        int batches = (Setting("SEGLANG_FUZZ_COUNT", 101_000) + QuestionsPerBatch - 1) / QuestionsPerBatch;
        Tally tally = new();
        ConcurrentBag<Disagreement> disagreements = [];
        ConcurrentBag<string> crashes = [];
        Stopwatch watch = Stopwatch.StartNew();
        Parallel.For(0, batches, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (i, state) =>
        {
            Tally own = new();
            object? outcome = Engines.Answer(() =>
            {
                foreach (Disagreement found in Comparison.Run(new RuleBatch(seed + i, QuestionsPerBatch), ProfilesPerBatch, Engines.All, own))
                {
                    disagreements.Add(found);
                }

                return null;
            });
            if (outcome is Failure failure)
            {
                crashes.Add($"seed {seed + i}: {failure}");
            }

            lock (tally)
            {
                tally.Add(own);
            }

            if (disagreements.Count + (10 * crashes.Count) > 100)
            {
                state.Stop();
            }
        });

        string report = $"seed {seed}, {disagreements.Count} disagreements, {watch.Elapsed.TotalSeconds:F0} s\n{tally.Print()}";
        output.WriteLine(report);
        Save("differential.txt", report);
        Assert.True(crashes.IsEmpty, string.Join("\n\n", crashes.Take(3)));
        string differences = Differences(disagreements);
        Save("disagreements.seg", differences);
        Assert.True(disagreements.IsEmpty, differences);
        AssertBalanced(tally);
    }

    private static void AssertBalanced(Tally tally)
    {
        Assert.True(tally.RefusalRate < 0.02, $"the binder refused {tally.RefusalRate:P1}");
        Assert.Equal("", string.Join(' ', tally.RarerThan(0.01)));
        Assert.InRange((double)tally.True / tally.Asked, 0.05, 0.95);
        Assert.InRange((double)(tally.Asked - tally.True - tally.Unknown) / tally.Asked, 0.05, 0.95);
    }

    // The first few, one a kind of question as far as names tell, shrunk for half a minute each.
    private static string Differences(IEnumerable<Disagreement> disagreements)
    {
        StringBuilder text = new();
        foreach (Disagreement found in disagreements.OrderBy(d => d.Batch.Seed).Take(4))
        {
            Engine other = Engines.All.First(e => e.Name == found.Engine).Ask;
            text.Append(CultureInfo.InvariantCulture, $"// seed {found.Batch.Seed}, {found.Question}\n");
            text.Append(Comparison.Shrink(found, Engines.Reference, other, TimeSpan.FromSeconds(30))).Append('\n');
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
