using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Run;

namespace SegLang.Benchmarks.Sequences;

/// <summary>
/// Views, carts and purchases in order of time. No two share a time, and no clock changes while they last: only there does
/// windowFunnel, whose window is a length, answer the same question as `within 7 days`, which is calendar time.
/// </summary>
internal sealed class FunnelData
{
    /// <summary>The rule set.</summary>
    public const string Rules =
        """
        ruleset Funnel { timezone "Europe/Berlin" }

        profile Customer { id: int key }

        event View { item: int }
        event Cart { item: int }
        event Buy { item: int }

        segment Bought { any(View as v then Cart then Buy within 7 days of v) }

        """;

    public required long Now { get; init; }

    public required int Profiles { get; init; }

    public required int[] Owner { get; init; }

    public required long[] Time { get; init; }

    /// <summary>0 a view, 1 a cart, 2 a purchase: seven, two and one in ten.</summary>
    public required byte[] Kind { get; init; }

    public int Events => Time.Length;

    /// <summary>Half a year from 2026-04-05, between two changes of the clock.</summary>
    public static FunnelData Make(int profiles, int events, ulong seed)
    {
        var random = new SplitMix(seed ^ 0xF0);
        var start = new DateTimeOffset(2026, 4, 5, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
        var step = 180L * 86_400_000_000 / Math.Max(events, 1);
        var data = new FunnelData
        {
            Now = start + (181L * 86_400_000_000),
            Profiles = profiles,
            Owner = new int[events],
            Time = new long[events],
            Kind = new byte[events],
        };
        for (var i = 0; i < events; i++)
        {
            var u = random.Unit();
            data.Owner[i] = (int)(u * Math.Sqrt(u) * profiles);
            data.Time[i] = start + (i * step) + (long)(random.Unit() * step);
            data.Kind[i] = random.Below(10) switch { < 7 => 0, < 9 => 1, _ => 2 };
        }

        return data;
    }

    /// <summary>Writes owner, time and kind.</summary>
    public void WriteCsv(string path)
    {
        using var csv = new PlainCsv(File.Create(path));
        for (var i = 0; i < Events; i++)
        {
            csv.Cell(Owner[i]);
            csv.Cell(Time[i]);
            csv.Code(Kind[i], last: true);
        }
    }
}
