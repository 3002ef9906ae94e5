using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace SegLang.Tests.Hosting;

/// <summary>What a host's metrics and traces show.</summary>
public sealed class Instrumentation
{
    private static readonly DateTimeOffset Now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Reloads_evaluations_and_streams_are_measured()
    {
        const string Name = "measured";
        ConcurrentQueue<(string Instrument, double Value, string Tags)> seen = [];
        using MeterListener listener = Listen(Name, seen);
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync(more: b =>
        {
            b.Services.AddSegLang(Name, o => (o.Path, o.Watch) = ("rules", false));
            b.Services.AddSegLangStream(Name, o => o.Checkpoint = "state");
        });
        LiveRules live = host.Host!.Services.GetRequiredKeyedService<LiveRules>(Name);
        SegLangStream stream = host.Host!.Services.GetRequiredKeyedService<SegLangStream>(Name);
        Assert.True(live.For<Customer>().Matches("Adults", Shop.OfAge(18), Now));
        Assert.False(live.For<Customer>().Matches("Adults", Shop.OfAge(17), Now));
        await stream.SetAsync(new("c1", DateTimeOffset.UtcNow, new Dictionary<string, object?> { ["age"] = 40 }));
        await Assert.ThrowsAsync<StreamInputException>(() => stream.ApplyAsync(new("c1", "Purchaze", DateTimeOffset.UtcNow, new Dictionary<string, object?>())));
        await stream.CheckpointAsync();
        host.Write(Shop.Broken);
        await live.ReloadAsync();
        host.Write(Shop.Seniors);
        await live.ReloadAsync();
        listener.RecordObservableInstruments();

        Assert.Equal(["failed", "swapped", "swapped"], Values(seen, "seglang.reloads").Select(v => v.Tags).Order());
        Assert.Equal(3, Values(seen, "seglang.reload.duration").Count(v => v.Value > 0));
        Assert.Equal(2, Values(seen, "seglang.evaluations").Sum(v => v.Value));
        Assert.Equal(2, Values(seen, "seglang.evaluation.duration").Count(v => v.Value > 0));
        Assert.Equal(["applied", "refused"], Values(seen, "seglang.stream.inputs").Select(v => v.Tags));
        Assert.Contains(Values(seen, "seglang.stream.lines"), v => v.Tags == "enter");
        Assert.NotEmpty(Values(seen, "seglang.stream.checkpoint.duration"));
        Assert.Equal((2.0, 2.0, 1.0), (Last(seen, "seglang.rules.version"), Last(seen, "seglang.rules.segments"), Last(seen, "seglang.stream.profiles")));
        Assert.True(Last(seen, "seglang.stream.lag") >= 0);
    }

    [Fact]
    public async Task Reloads_are_traced_with_their_outcome()
    {
        const string Name = "traced";
        ConcurrentQueue<(string Name, string Tags, ActivityStatusCode Status)> seen = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = s => s.Name == SegLangTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a => seen.Enqueue((a.OperationName, $"{a.GetTagItem("seglang.rules")} {a.GetTagItem("seglang.outcome")} {a.GetTagItem("seglang.version")}", a.Status)),
        };
        ActivitySource.AddActivityListener(listener);
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync(more: b => b.Services.AddSegLang(Name, o => (o.Path, o.Watch) = ("rules", false)));
        host.Write(Shop.Broken);
        await host.Host!.Services.GetRequiredKeyedService<LiveRules>(Name).ReloadAsync();

        Assert.Contains(("seglang.reload", "traced swapped 1", ActivityStatusCode.Unset), seen);
        Assert.Contains(("seglang.reload", "traced failed 1", ActivityStatusCode.Error), seen);
    }

    // The measurements of one rule set, with the tag besides its name.
    private static MeterListener Listen(string name, ConcurrentQueue<(string, double, string)> seen)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == SegLangTelemetry.Name)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        return listener;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.ToArray().Contains(new("seglang.rules", name)))
            {
                seen.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Where(t => t.Key != "seglang.rules").Select(t => t.Value))));
            }
        }
    }

    private static IEnumerable<(double Value, string Tags)> Values(IEnumerable<(string Instrument, double Value, string Tags)> seen, string name) =>
        seen.Where(s => s.Instrument == name).Select(s => (s.Value, s.Tags));

    private static double Last(IEnumerable<(string Instrument, double Value, string Tags)> seen, string name) => Values(seen, name).Last().Value;
}
