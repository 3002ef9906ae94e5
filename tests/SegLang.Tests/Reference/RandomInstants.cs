using System.Collections.Concurrent;
using System.Globalization;
using SegLang.Binding;
using SegLang.Reference;
using SegLang.Symbols;
using SegLang.Tests.Differential;
using Xunit.Abstractions;

namespace SegLang.Tests.Reference;

/// <summary>
/// The instants at which time alone changes random definitions, held against probes before them. `SEGLANG_FUZZ_SEED` and
/// `SEGLANG_HORIZONS` choose other cases or more of them.
/// </summary>
public sealed class RandomInstants(ITestOutputHelper output)
{
    private const long Day = 86_400_000_000;

    [Fact]
    public void No_definition_changes_before_the_instant_that_is_told()
    {
        int seed = Setting("SEGLANG_FUZZ_SEED", 20_280_101);
        ConcurrentBag<string> failures = [];
        long told = 0;
        long early = 0;
        Parallel.For(0, Setting("SEGLANG_HORIZONS", 10), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            RuleBatch batch = new(seed + i, 100);
            Dice dice = new(seed + i);
            ReferenceEvaluator evaluator = new(batch.Rules);
            for (int number = 0; number < 3; number++)
            {
                var profile = batch.NextProfile(number);
                foreach (long now in batch.Times.Nows.Take(1).Append(dice.Pick(batch.Times.Anchors)))
                {
                    var sofar = profile with { Events = [.. profile.Events.Where(e => e.Time <= now)] };
                    foreach (var question in batch.Questions.Where(q => !Flows(q)))
                    {
                        (int Told, int Early) counts = Check(batch, evaluator, sofar, question, now, dice, failures);
                        Interlocked.Add(ref told, counts.Told);
                        Interlocked.Add(ref early, counts.Early);
                    }
                }
            }
        });
        output.WriteLine($"{told} told, {early} of these too early, {failures.Count} wrong");
        Assert.True(failures.IsEmpty, string.Join('\n', failures.OrderBy(f => f.Length).Take(12)));
        Assert.True(told > 100 && early < told / 2);
    }

    private static (int Told, int Early) Check(
        RuleBatch batch, ReferenceEvaluator evaluator, ProfileFacts profile, BoundDefinition question, long now, Dice dice, ConcurrentBag<string> failures)
    {
        long end = now + (120 * Day);
        int told = 0;
        int early = 0;
        for (int step = 0; step < 4 && now < end; step++)
        {
            var here = evaluator.At(profile, now);
            object? value = here.Value(question.Symbol);
            long? next = here.Next(question.Symbol, end);
            foreach (long at in Probes(batch, profile, now, next - 1 ?? end, dice))
            {
                if (!Same(value, evaluator.At(profile, at).Value(question.Symbol)))
                {
                    failures.Add($"seed {batch.Seed} {question.Symbol.Source!.OneLine(SyntaxOf(question).Span)} at {Text(now)}: told {(next is { } n ? Text(n) : "none")}, has changed at {Text(at)}");
                    return (told, early);
                }
            }

            if (next is not { } then)
            {
                break;
            }

            told++;
            early += Same(value, evaluator.At(profile, then).Value(question.Symbol)) ? 1 : 0;
            now = then;
        }

        return (told, early);
    }

    private static IEnumerable<long> Probes(RuleBatch batch, ProfileFacts profile, long now, long last, Dice dice)
    {
        var likely = batch.Times.Anchors
            .Concat(profile.Events.SelectMany(e => batch.Times.Amounts.Select(a => e.Time + now - batch.Times.Back(now, a))))
            .SelectMany(t => new[] { t - 1, t, t + 1 });
        return likely.Concat(Enumerable.Range(0, 12).Select(_ => now + (long)((last - now) * (dice.Next(10_000) / 10_000.0))))
            .Append(last).Where(t => t > now && t <= last).Distinct().Order();
    }

    // What changes with every instant has no next one.
    private static bool Flows(BoundDefinition question) =>
        question is BoundTrait { Expression.Type: ScalarType { Kind: ScalarKind.DateTime or ScalarKind.Duration or ScalarKind.Number } } or BoundScore { Score.Fades: true };

    private static bool Same(object? left, object? right) => left is SetValue a && right is SetValue b ? a.Items.SequenceEqual(b.Items) : Equals(left, right);

    private static SegLang.Syntax.DeclarationSyntax SyntaxOf(BoundDefinition definition) => definition switch
    {
        BoundTrait t => t.Trait.Syntax,
        BoundSegment s => s.Segment.Syntax,
        BoundClass c => c.Class.Syntax,
        BoundScore s => s.Score.Syntax,
        _ => throw new InvalidOperationException(),
    };

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    private static string Text(long instant) => DateTime.UnixEpoch.AddTicks(instant * 10).ToString("O", CultureInfo.InvariantCulture);
}
