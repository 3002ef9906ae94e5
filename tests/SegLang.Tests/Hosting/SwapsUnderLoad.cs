using SegLang.Emit;

namespace SegLang.Tests.Hosting;

/// <summary>Rules are swapped while threads ask them: every answer is of one version, and of one that served while it was asked.</summary>
public sealed class SwapsUnderLoad
{
    // The benchmark `swap` makes ten thousand.
    private const int Swaps = 300;

    // Every answer tells the version that gave it, several times over.
    private const string Rules = Shop.Schema +
        """
        param version: int = 1
        trait Version = version
        trait Twice = version + version
        segment Even { mod(version, 2) == 0 }
        segment Odd { not Even }
        """;

    private static readonly DateTimeOffset Now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Swaps_under_four_threads_give_no_answer_of_a_wrong_version()
    {
        await using HostCase host = new();
        host.Write(Rules);
        await host.StartAsync();
        LiveRules live = host.Live;
        LiveRules<Customer> customers = live.For<Customer>();
        using CancellationTokenSource done = new();
        Task<long>[] threads = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () => Ask(live, customers, done.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];

        SwapAll(live, LiveReloads.Compiled(Rules));
        await done.CancelAsync();
        long[] answers = await Task.WhenAll(threads);
        Assert.All(answers, a => Assert.True(a > 100, "a thread has hardly asked"));
        Assert.Equal(Swaps + 1, live.Version);
        Assert.Equal((long)Swaps + 1, customers.Current.Evaluate(Shop.OfAge(20), Now)["Version"]);
    }

    // Other params for the most part, other assemblies now and then.
    private static void SwapAll(LiveRules live, CompiledRules compiled)
    {
        RuleSet rules = live.Current;
        for (long next = 2; next <= Swaps + 1; next++)
        {
            rules = next % 20 == 0 ? RuleSet.Load(compiled.Assembly) : rules;
            Assert.Equal(next, live.Swap(rules.With(new Dictionary<string, object> { ["version"] = next })));
        }
    }

    private static long Ask(LiveRules live, LiveRules<Customer> customers, CancellationToken done)
    {
        long answers = 0, last = 0;
        Customer customer = Shop.OfAge(20);
        for (; !done.IsCancellationRequested; answers++)
        {
            long before = live.Version;
            (BoundRules<Customer> rules, long version) = customers.Versioned;
            ProfileResult answer = rules.Evaluate(customer, Now);
            long after = live.Version;

            Assert.Equal(version, answer["Version"]);
            Assert.Equal(version * 2, answer["Twice"]);
            Assert.Equal(version % 2 == 0 ? ["Even"] : ["Odd"], answer.Segments);
            Assert.InRange(version, Math.Max(before, last), after);
            last = version;
        }

        return answers;
    }
}
