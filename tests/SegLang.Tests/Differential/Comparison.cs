using System.Collections.Immutable;
using System.Diagnostics;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>A question on which two engines gave different answers.</summary>
internal sealed record Disagreement(RuleBatch Batch, string Question, ProfileFacts Profile, long Now, string Engine, object? Expected, object? Actual);

/// <summary>Asks engines the same questions and shrinks what they disagree on.</summary>
internal static class Comparison
{
    /// <summary>Whether answers are the same: equal values, or both unknown.</summary>
    public static bool Same(object? expected, object? actual) => Equals(expected, actual);

    /// <summary>Asks all engines everything of a batch and adds what occurs to the tally.</summary>
    public static List<Disagreement> Run(RuleBatch batch, int profiles, ImmutableArray<(string Name, Engine Ask)> engines, Tally tally)
    {
        ImmutableArray<(ProfileFacts Profile, long Now)> asked =
            [.. Enumerable.Range(0, profiles).Select(batch.NextProfile).SelectMany(p => batch.Times.Nows.Select(n => (p, n)))];
        object?[][] expected = engines[0].Ask(batch.Rules, batch.Questions, asked);
        List<Disagreement> found = [.. Differences(batch, asked, expected, expected, engines[0].Name)]; // Its exceptions.
        foreach ((string name, Engine ask) in engines.Skip(1))
        {
            object?[][] actual = ask(batch.Rules, batch.Questions, asked);
            found.AddRange(actual[0].All(a => a is Failure && ReferenceEquals(a, actual[0][0]))
                ? Culprits(batch, asked[0], engines[0].Ask, (name, ask), actual[0][0])
                : Differences(batch, asked, expected, actual, name));
        }

        Count(batch, expected, tally);
        return found;
    }

    /// <summary>The smallest case found within the time on which the engines still disagree, as a rule file.</summary>
    public static string Shrink(Disagreement disagreement, Engine reference, Engine other, TimeSpan limit)
    {
        Stopwatch watch = Stopwatch.StartNew();
        SmallCase smallest = disagreement.Batch.Single(disagreement.Question, disagreement.Profile, disagreement.Now);
        if (Differ(smallest, reference, other) is null)
        {
            return $"// Only seen among the other rules of its batch: {Line(disagreement.Actual)}\n{smallest.Print(disagreement.Expected)}";
        }

        bool progress = true;
        while (progress && watch.Elapsed < limit)
        {
            progress = false;
            foreach (SmallCase candidate in smallest.Shrunk())
            {
                if (watch.Elapsed < limit && Differ(candidate, reference, other) is not null)
                {
                    smallest = candidate;
                    progress = true;
                    break;
                }
            }
        }

        (object? expected, object? actual) = Differ(smallest, reference, other) ?? (null, null);
        return $"// reference: {expected ?? "unknown"}, {disagreement.Engine}: {Line(actual)}\n{smallest.Print(expected)}";
    }

    private static string Line(object? answer) => (answer?.ToString() ?? "unknown").ReplaceLineEndings("\n//   ");

    // The engine could not run the batch as a whole: which questions does it fail on alone?
    private static List<Disagreement> Culprits(
        RuleBatch batch, (ProfileFacts Profile, long Now) asked, Engine reference, (string Name, Engine Ask) other, object? failure)
    {
        List<Disagreement> found = [];
        foreach (string question in batch.Questions.Select(q => q.Symbol.Name))
        {
            if (Differ(batch.Single(question, asked.Profile, asked.Now), reference, other.Ask) is (var expected, Failure alone))
            {
                found.Add(new Disagreement(batch, question, asked.Profile, asked.Now, other.Name, expected, alone));
                if (found.Count == 2)
                {
                    return found;
                }
            }
        }

        return found.Count > 0
            ? found
            : [new Disagreement(batch, batch.Questions[^1].Symbol.Name, asked.Profile, asked.Now, other.Name, null, failure)];
    }

    private static (object? Expected, object? Actual)? Differ(SmallCase candidate, Engine reference, Engine other)
    {
        if (candidate.Bind() is not BoundCase bound)
        {
            return null;
        }

        object? expected = reference(bound.Rules, [bound.Question], [(bound.Profile, bound.Now)])[0][0];
        object? actual = other(bound.Rules, [bound.Question], [(bound.Profile, bound.Now)])[0][0];
        return Same(expected, actual) ? null : (expected, actual);
    }

    private static IEnumerable<Disagreement> Differences(
        RuleBatch batch, ImmutableArray<(ProfileFacts Profile, long Now)> asked, object?[][] expected, object?[][] actual, string engine)
    {
        for (int q = 0; q < batch.Questions.Length; q++)
        {
            for (int a = 0; a < asked.Length; a++)
            {
                if (!Same(expected[a][q], actual[a][q]))
                {
                    yield return new Disagreement(
                        batch, batch.Questions[q].Symbol.Name, asked[a].Profile, asked[a].Now, engine, expected[a][q], actual[a][q]);
                    break; // One finding a question is enough.
                }
            }
        }
    }

    private static void Count(RuleBatch batch, object?[][] answers, Tally tally)
    {
        Constructs constructs = new(batch.Rules);
        for (int q = 0; q < batch.Questions.Length; q++)
        {
            IEnumerable<object?> column = answers.Select(row => row[q]);
            tally.Add(constructs.In(batch.Questions[q]), answers.Length, column.Count(v => v is true), column.Count(v => v is null));
        }

        foreach ((Diagnostics.Diagnostic reason, Definition refused) in batch.Refusals)
        {
            tally.AddRefusal(reason.Code, $"{reason.Message} — {refused}");
        }
    }
}
