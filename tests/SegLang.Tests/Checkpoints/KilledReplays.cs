using System.Diagnostics;
using System.Globalization;
using System.Text;
using SegLang.Tests.Cli;

namespace SegLang.Tests.Checkpoints;

/// <summary>A replay with a checkpoint may be killed at any moment: the one that goes on writes what an undisturbed one does.</summary>
public sealed class KilledReplays : IDisposable
{
    private const int Kills = 50;
    private const int Profiles = 25;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_replay_killed_again_and_again_writes_the_same_log()
    {
        Random random = new(2026);
        Write(random);
        string undisturbed = Undisturbed();
        Assert.Contains(",stage,", undisturbed, StringComparison.Ordinal);
        int killed = 0;
        for (int run = 0; killed < Kills; run++)
        {
            string checkpoint = string.Create(CultureInfo.InvariantCulture, $"checkpoint{run}");
            while (!Finishes(checkpoint, random, killed))
            {
                killed++;
            }

            Assert.Equal(undisturbed, File.ReadAllText(folder["log.csv"]));
            File.Delete(folder["log.csv"]);
        }
    }

    // Whether a run came to its end before it was killed. It is killed at some time, or some time after it has stored something.
    private bool Finishes(string checkpoint, Random random, int killed)
    {
        using Process process = Binary.Start(
            folder.Path, folder["cache"], [.. Arguments, "--out", "log.csv", "--checkpoint", checkpoint, "--checkpoint-every", "4"]);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        bool isEnd = killed >= Kills;
        if (!isEnd && killed % 3 > 0)
        {
            WaitForChange(process, folder[checkpoint]);
        }

        if (!process.WaitForExit(isEnd ? 120_000 : random.Next(killed % 3 > 0 ? 60 : 400)))
        {
            process.Kill();
            process.WaitForExit();
            return false;
        }

        _ = output.Result;
        Assert.True(process.ExitCode == 0, error.Result);
        return true;
    }

    private static void WaitForChange(Process process, string path)
    {
        long before = Size(path);
        while (!process.HasExited && Size(path) == before)
        {
            Thread.Sleep(1);
        }
    }

    private static long Size(string path)
    {
        FileInfo feed = new(Path.Combine(path, "feed.csv"));
        return feed.Exists ? feed.Length : 0;
    }

    private string Undisturbed()
    {
        Binary.Output output = Binary.Run(folder.Path, folder["cache"], Arguments);
        Assert.True(output.Code == 0, output.Error);
        return output.Out;
    }

    private static string[] Arguments =>
        ["replay", "rules.seg", "--profiles", "customers.csv", "--events", "Visit=visits.csv", "Purchase=purchases.csv", "--changes", "changes.csv"];

    private void Write(Random random)
    {
        File.WriteAllText(folder["rules.seg"], StreamCase.Rules);
        StringBuilder customers = new("id,country\n");
        StringBuilder visits = new("id,time,page,channel\n");
        StringBuilder purchases = new("id,time,order,price\n");
        StringBuilder changes = new("id,time,country,visits\n");
        for (int profile = 0; profile < Profiles; profile++)
        {
            customers.Append(CultureInfo.InvariantCulture, $"c{profile},{(profile % 2 == 0 ? "DE" : "")}\n");
        }

        DateTime time = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int i = 0; i < 1500; i++)
        {
            time = time.AddSeconds(random.Next(1, 3600));
            string head = string.Create(CultureInfo.InvariantCulture, $"c{random.Next(Profiles)},{time:yyyy-MM-ddTHH:mm:ss}Z");
            switch (random.Next(5))
            {
                case 0: changes.Append(CultureInfo.InvariantCulture, $"{head},{(random.Next(2) == 0 ? "null" : "DE")},{random.Next(9)}\n"); break;
                case 1: purchases.Append(CultureInfo.InvariantCulture, $"{head},o{random.Next(300)},{random.Next(1, 30)}.50\n"); break;
                default: visits.Append(CultureInfo.InvariantCulture, $"{head},/{random.Next(5)},{(random.Next(2) == 0 ? "online" : "store")}\n"); break;
            }
        }

        File.WriteAllText(folder["customers.csv"], customers.ToString());
        File.WriteAllText(folder["visits.csv"], visits.ToString());
        File.WriteAllText(folder["purchases.csv"], purchases.ToString());
        File.WriteAllText(folder["changes.csv"], changes.ToString());
    }
}
