namespace SegLang.Benchmarks.Run;

/// <summary>Somebody who does the work once and says how many milliseconds it took.</summary>
internal sealed record Contestant(string Name, Func<double> Run);

/// <summary>Milliseconds over the rounds.</summary>
internal sealed record Measured(double Median, double Min, double Max);

/// <summary>The contestants take turns, so that whatever disturbs the machine disturbs all of them.</summary>
internal static class Rounds
{
    /// <summary>One round that does not count, then so many that do; each begins with another contestant.</summary>
    public static IReadOnlyDictionary<string, Measured> Interleave(IReadOnlyList<Contestant> contestants, int rounds)
    {
        var times = contestants.ToDictionary(c => c.Name, _ => new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            for (var turn = 0; turn < contestants.Count; turn++)
            {
                var contestant = contestants[(turn + Math.Max(round, 0)) % contestants.Count];
                var milliseconds = contestant.Run();
                if (round >= 0)
                {
                    times[contestant.Name].Add(milliseconds);
                }
            }
        }

        return times.ToDictionary(t => t.Key, t => Summarise(t.Value));
    }

    private static Measured Summarise(List<double> times)
    {
        times.Sort();
        var middle = times.Count / 2;
        var median = times.Count % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
        return new Measured(median, times[0], times[^1]);
    }
}
