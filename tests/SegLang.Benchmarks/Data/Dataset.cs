using SegLang.Benchmarks.Run;

namespace SegLang.Benchmarks.Data;

/// <summary>
/// Profiles and their purchases in order of time, as plain arrays. Unknown is <see cref="Unknown"/> in 64-bit columns,
/// <see cref="UnknownInt"/> in 32-bit ones and <see cref="UnknownByte"/> in codes. No two events share a time.
/// </summary>
internal sealed class Dataset
{
    public const long Unknown = long.MinValue;
    public const int UnknownInt = int.MinValue;
    public const byte UnknownByte = 255;

    private const long Day = 86_400_000_000;

    public required long Now { get; init; }

    public required byte[] Country { get; init; }

    public required byte[] Plan { get; init; }

    public required int[] Age { get; init; }

    public required byte[] Newsletter { get; init; }

    /// <summary>Days since 1970-01-01.</summary>
    public required int[] BirthDate { get; init; }

    /// <summary>Microseconds since 1970-01-01T00:00Z, as all instants here.</summary>
    public required long[] Registered { get; init; }

    /// <summary>Cents.</summary>
    public required long[] Credit { get; init; }

    /// <summary>Tenths.</summary>
    public required long[] Rating { get; init; }

    /// <summary>Whose event it is: an index into the profiles.</summary>
    public required int[] Owner { get; init; }

    public required long[] Time { get; init; }

    public required byte[] Channel { get; init; }

    public required byte[] Category { get; init; }

    public required int[] Quantity { get; init; }

    /// <summary>Cents.</summary>
    public required long[] Price { get; init; }

    public int Profiles => Country.Length;

    public int Events => Time.Length;

    /// <summary>Two years of purchases up to 2026-04-01T08:00Z, three days after the clocks went forward; about a tenth of the profiles buy nothing.</summary>
    public static Dataset Make(int profiles, int events, ulong seed)
    {
        var random = new SplitMix(seed);
        var now = new DateTimeOffset(2026, 4, 1, 8, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
        var data = new Dataset
        {
            Now = now,
            Country = new byte[profiles],
            Plan = new byte[profiles],
            Age = new int[profiles],
            Newsletter = new byte[profiles],
            BirthDate = new int[profiles],
            Registered = new long[profiles],
            Credit = new long[profiles],
            Rating = new long[profiles],
            Owner = new int[events],
            Time = new long[events],
            Channel = new byte[events],
            Category = new byte[events],
            Quantity = new int[events],
            Price = new long[events],
        };
        for (var i = 0; i < profiles; i++)
        {
            data.MakeProfile(i, ref random);
        }

        var permutation = Shuffled(profiles, ref random);
        var step = 730 * Day / Math.Max(events, 1);
        for (var i = 0; i < events; i++)
        {
            data.MakeEvent(i, now - (730 * Day) + (i * step) + (long)(random.Unit() * step), permutation, ref random);
        }

        return data;
    }

    private void MakeProfile(int i, ref SplitMix random)
    {
        Country[i] = (byte)(random.Unit() * random.Unit() * Shop.Countries.Length);
        Plan[i] = (byte)random.Below(4);
        Age[i] = random.Chance(0.12) ? UnknownInt : 16 + random.Below(70);
        Newsletter[i] = random.Chance(0.05) ? UnknownByte : (byte)(random.Chance(0.4) ? 1 : 0);
        BirthDate[i] = random.Chance(0.2) ? UnknownInt : -14_600 + random.Below(29_000);
        Registered[i] = random.Chance(0.1) ? Unknown : Now - 1 - (long)(random.Unit() * 2000 * Day);
        Credit[i] = random.Chance(0.15) ? Unknown : random.Below(100_000) - 10_000;
        Rating[i] = random.Chance(0.3) ? Unknown : random.Below(51);
    }

    private void MakeEvent(int i, long time, int[] permutation, ref SplitMix random)
    {
        var u = random.Unit();
        Owner[i] = permutation[(int)(u * Math.Sqrt(u) * 0.9 * permutation.Length)];
        Time[i] = time;
        Channel[i] = (byte)random.Below(4);
        Category[i] = random.Chance(0.03) ? UnknownByte : (byte)random.Below(Shop.Categories.Length);
        Quantity[i] = 1 + (random.Below(20) * random.Below(20) / 80);
        Price[i] = random.Chance(0.05) ? Unknown : 199 + (random.Below(300) * random.Below(100));
    }

    private static int[] Shuffled(int count, ref SplitMix random)
    {
        var items = new int[count];
        for (var i = 0; i < count; i++)
        {
            var at = random.Below(i + 1);
            items[i] = items[at];
            items[at] = i;
        }

        return items;
    }
}
