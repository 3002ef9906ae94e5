using SegLang.Tests.Cli;

namespace SegLang.Tests.Checkpoints;

/// <summary>What a replay tells, line by line, adds up to what `seg run` answers at its end.</summary>
public sealed class ReplayedMembership : IDisposable
{
    private const string Names = "Abroad,BackAgain,Bakers,CameBackSoon,EarlyBirds,Growing,Kept,Lapsed,LongLoyal,NewCustomers,OneTimers,Retail,"
        + "ReturnsALot,RhythmBroken,Seasonal,SentBack,ShipsElsewhere,Slipping,Wholesale,WonBack,CartSize,Recency,Rfm,SpendClass,Lifecycle";

    private readonly TemporaryFolder folder = new();

    private static string Retail => Path.Combine(Repository.Root, "examples", "online-retail");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_that_of_run()
    {
        string[] rows = Lines("run", Retail, "--now", "latest", "--select", Names);
        string[] names = rows[0].Split(',');
        Dictionary<(string Profile, string Name), string> told = [];
        foreach (string[] line in Lines("replay", Retail).Skip(1).Select(l => l.Split(',')))
        {
            told[(line[2], line[4])] = line[3] switch
            {
                "enter" => "true",
                "leave" => "false",
                _ => line[6],
            };
        }

        Assert.True(rows.Length > 20);
        foreach (string[] row in rows.Skip(1).Select(r => r.Split(',')))
        {
            for (int i = 1; i < row.Length; i++)
            {
                string got = told.GetValueOrDefault((row[0], names[i]), "");
                Assert.True((got.Length == 0 && row[i] == "false") || got == row[i], $"{row[0]} {names[i]}: {got}, not {row[i]}");
            }
        }
    }

    [Fact]
    public void Threads_and_checkpoints_do_not_show_in_it()
    {
        string[] log = Lines("replay", Retail);
        Assert.Equal(log, Lines("replay", Retail, "--threads", "1"));
        Assert.Equal(log, Lines("replay", Retail, "--threads", "7"));
        Assert.Equal(log, Lines("replay", Retail, "--checkpoint", folder["state"], "--checkpoint-every", "10"));
        Assert.Equal(log, Lines("replay", Retail, "--checkpoint", folder["state"]));
        Assert.Equal(log, Lines("replay", Retail, "--checkpoint", folder["half"], "--until", "2011-05-01T00:00").Concat(
            Lines("replay", Retail, "--checkpoint", folder["half"])).Distinct());
    }

    private string[] Lines(params string[] arguments)
    {
        Binary.Output output = Binary.Run(folder.Path, folder["cache"], arguments);
        Assert.True(output.Code == 0, output.Error);
        return output.Out.TrimEnd('\n').Split('\n');
    }
}
