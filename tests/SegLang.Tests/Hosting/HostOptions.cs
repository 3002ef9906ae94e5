using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SegLang.Tests.Hosting;

/// <summary>Options that are wrong keep a host from starting, and say how to mend them.</summary>
public sealed class HostOptions
{
    public static TheoryData<Action<SegLangOptions>, string> Wrong => new()
    {
        { o => o.Path = " ", "`Path` is empty; name the folder of the rules, a `.seg` file or a compiled `.dll`" },
        { o => o.Path = "nowhere", "`Path` is `nowhere`, and there is no `" },
        { o => o.Path = "rules/notes.txt", "which is neither a folder nor a `.seg` or `.dll` file" },
        { o => o.Hash = new string('a', 64), "`Hash` pins a compiled `.dll`, and `Path` names none" },
        { o => o.Hash = "abc", "`Hash` is no SHA-256; give the 64 hex digits" },
        { o => o.Debounce = TimeSpan.FromHours(1), "`Debounce` is 01:00:00; give a span from zero to one minute" },
        { o => o.Poll = TimeSpan.FromMilliseconds(1), "give at least 100 ms, or zero for never" },
        { o => o.MaxFindings = 0, "`MaxFindings` is 0; give a number from 1 to 1000" },
    };

    public static TheoryData<Action<SegLangStreamOptions>, string> WrongStreams => new()
    {
        { o => o.Capacity = 0, "`Capacity` is 0; give how many inputs may wait" },
        { o => o.Tick = TimeSpan.Zero, "`Tick` is 00:00:00" },
        { o => o.CheckpointEvery = TimeSpan.Zero, "`CheckpointEvery` is 00:00:00" },
        { o => o.Lateness = TimeSpan.FromHours(-1), "`Lateness` is -01:00:00; give zero or more" },
        { o => o.MaxLag = TimeSpan.Zero, "`MaxLag` is 00:00:00" },
        { o => o.Threads = -1, "`Threads` is -1" },
        { o => o.Checkpoint = "", "`Checkpoint` is empty; name a folder" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_options_of_rules_are_refused_at_the_start(Action<SegLangOptions> wrong, string says)
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        host.Write("", "notes.txt");
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(wrong));
        Assert.Contains(refused.Failures, f => f.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(WrongStreams))]
    public async Task Wrong_options_of_streams_are_refused_at_the_start(Action<SegLangStreamOptions> wrong, string says)
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => host.StartAsync(more: b => b.Services.AddSegLangStream(wrong)));
        Assert.Contains(refused.Failures, f => f.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_without_rules_says_what_is_missing()
    {
        HostApplicationBuilder builder = new(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSegLangStream();
        using IHost host = builder.Build();
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
        Assert.Equal("the stream has no rules; call AddSegLang too", refused.Message);
    }
}
