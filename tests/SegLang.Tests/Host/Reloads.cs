using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace SegLang.Tests.Host;

public sealed class Reloads
{
    private const int Times = 2000; // What they leave in memory beside contexts is measured by `benchmarks load`.

    [Fact]
    public void Nothing_of_rules_that_were_replaced_stays_in_memory()
    {
        byte[] file = SegLang.Emit.RuleCompiler.Compile(Compiled(), []).Assembly;
        WeakReference[] contexts = [.. Enumerable.Range(0, Times).Select(_ => Use(file))];
        for (int i = 0; i < 10 && Array.Exists(contexts, c => c.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, contexts.Count(c => c.IsAlive));
    }

    [Fact]
    public void Rules_that_share_a_reader_of_a_class_with_later_ones_go_before_them()
    {
        byte[] file = SegLang.Emit.RuleCompiler.Compile(Compiled(), []).Assembly;
        WeakReference[] gone = [.. Enumerable.Range(0, 4).Select(_ => Use(file))];
        RuleSet rules = RuleSet.Load(file);
        BoundRules<Customer> bound = rules.For<Customer>();
        Assert.True(bound.Matches("Adult", BoundClasses.Anna(), BoundClasses.Now));
        for (int i = 0; i < 10 && Array.Exists(gone, c => c.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, gone.Count(c => c.IsAlive));
        Assert.True(bound.Matches("Adult", BoundClasses.Anna(), BoundClasses.Now));
    }

    [Fact]
    public void Evaluating_allocates_nothing()
    {
        BoundRules<Customer> bound = RuleSet.Compile(BoundClasses.Rules).For<Customer>();
        Customer anna = BoundClasses.Anna();
        SegmentRule<Customer> adult = bound.Segment("Adult");
        ValueRule<Customer, decimal> spent = bound.Value<decimal>("Spent");
        ProfileResult result = bound.NewResult();
        ulong[] members = new ulong[1];
        Ask();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Ask();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(11, System.Numerics.BitOperations.PopCount(members[0]));

        void Ask()
        {
            Assert.True(adult.Matches(anna, BoundClasses.Now));
            Assert.True(bound.Matches("Adult", anna, BoundClasses.Now));
            bound.Members(anna, BoundClasses.Now, members);
            bound.Evaluate(anna, BoundClasses.Now, result);
            spent.TryGet(anna, BoundClasses.Now, out _);
        }
    }

    [Fact]
    public void Many_profiles_are_evaluated_in_parallel_and_may_be_cancelled()
    {
        BoundRules<Customer> bound = RuleSet.Compile(BoundClasses.Rules).For<Customer>();
        Customer[] customers = [.. Enumerable.Repeat(BoundClasses.Anna(), 500)];
        int members = 0;
        bound.EvaluateAll(customers, BoundClasses.Now, (_, result) => Interlocked.Add(ref members, result.Segments.Count()));

        Assert.Equal(500 * 11, members);
        Assert.Throws<OperationCanceledException>(() => bound.EvaluateAll(customers, BoundClasses.Now, (_, _) => { }, cancellation: new CancellationToken(canceled: true)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Use(byte[] file)
    {
        RuleSet rules = RuleSet.Load(file);
        BoundRules<Customer> bound = rules.For<Customer>();
        Assert.Contains("Adult", bound.Evaluate(BoundClasses.Anna(), BoundClasses.Now).Segments);
        return new WeakReference(AssemblyLoadContext.GetLoadContext(rules.Program.GetType().Assembly));
    }

    private static SegLang.Binding.BoundRuleSet Compiled() =>
        Compilation.Create([new SegLang.Text.SourceText("a.seg", BoundClasses.Rules)]).Rules ?? throw new InvalidOperationException();
}
