using System.Runtime.CompilerServices;
using SegLang.Emit;

namespace SegLang.Tests.Hosting;

/// <summary>Rules that were replaced are freed, whatever was asked of them.</summary>
public sealed class FreedRules
{
    private static readonly DateTimeOffset Now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task No_rules_outlive_their_replacement()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync(more: b => b.Services.AddSegLangStream());
        LiveRules<Customer> customers = host.Live.For<Customer>();
        List<WeakReference> replaced = Replace(host, customers, [LiveReloads.Compiled(Shop.Adults), LiveReloads.Compiled(Shop.Seniors)]);
        for (int left = 50; left > 0 && replaced.Any(r => r.IsAlive); left--)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(20);
        }

        Assert.Equal(0, replaced.Count(r => r.IsAlive));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Replace(HostCase host, LiveRules<Customer> customers, CompiledRules[] compiled)
    {
        List<WeakReference> replaced = [];
        for (int i = 0; i < 100; i++)
        {
            replaced.Add(new(host.Live.Current.Program.GetType().Assembly));
            host.Live.Swap(RuleSet.Load(compiled[i % 2].Assembly));
            Assert.True(customers.Matches("Adults", Shop.OfAge(40), Now));
        }

        return replaced;
    }
}
