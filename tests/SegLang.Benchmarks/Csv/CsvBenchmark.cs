using System.Diagnostics;
using System.Globalization;
using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Engine;
using SegLang.Benchmarks.Run;
using SegLang.Data;
using SegLang.Plan;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Benchmarks.Csv;

/// <summary>CSV files into columns and index on one core: rows of events a second, the profiles' file read too but not counted.</summary>
internal static class CsvBenchmark
{
    private const int MostRows = 2_000_000;

    public static void Run(Options options, Report report)
    {
        var rows = Math.Min(options.Events, MostRows);
        var data = Dataset.Make(Math.Max(rows / 10, 1), rows, options.Seed);
        var (profiles, events) = (Path.GetTempFileName() + ".csv", Path.GetTempFileName() + ".csv");
        WriteProfiles(data, profiles);
        WriteEvents(data, events);
        var schema = SchemaMapping.From(RuleTexts.Bind(Shop.Schema));
        var calendar = new Calendar(ZoneTables.From(schema.TimeZone), schema.WeekStartsSunday);
        double Load(bool withEvents)
        {
            var files = new DataFiles([profiles], withEvents ? [("Purchase", events)] : [], []);
            GC.Collect();
            var clock = Stopwatch.StartNew();
            var loaded = DataLoader.Load(schema, calendar, files, new LoadOptions(Threads: 1));
            var milliseconds = clock.Elapsed.TotalMilliseconds;
            Check(loaded, data, withEvents ? rows : 0);
            return milliseconds;
        }

        report.Begin("CSV into columns and index, one core");
        var measured = Rounds.Interleave([new("all", () => Load(true)), new("profiles", () => Load(false))], options.Rounds);
        var (all, alone) = (measured["all"], measured["profiles"]);
        double Rate(double milliseconds) => rows / (milliseconds - alone.Median) * 1000;
        report.Value(
            $"{rows} events, {new FileInfo(events).Length / 1_000_000} MB",
            string.Create(CultureInfo.InvariantCulture, $"{Rate(all.Median) / 1e6:0.00} million rows a second ({Rate(all.Max) / 1e6:0.00}–{Rate(all.Min) / 1e6:0.00})"),
            Rate(all.Median) / 1e6,
            1,
            "million",
            isFloor: true);
        File.Delete(profiles);
        File.Delete(events);
    }

    private static void Check(LoadedData loaded, Dataset data, int rows)
    {
        var set = loaded.Data ?? throw new InvalidOperationException(string.Join(", ", loaded.Findings.Select(f => f.Message)));
        if (loaded.Rejects.Total != 0 || set.ProfileCount != data.Profiles || set.Events[0].Count != rows)
        {
            throw new InvalidOperationException($"{loaded.Rejects.Total} rejected, {set.ProfileCount} profiles, {set.Events[0].Count} events");
        }

        if (rows > 0 && set.Events[0].Times.Sum(t => t & 0xFFFF) != data.Time.Sum(t => t & 0xFFFF))
        {
            throw new InvalidOperationException("the times differ");
        }
    }

    private static void WriteProfiles(Dataset data, string path)
    {
        using var csv = new StreamWriter(path);
        csv.WriteLine("id,country,plan,age,newsletter,birthDate,registered,credit,rating");
        for (var i = 0; i < data.Profiles; i++)
        {
            csv.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{i},{Shop.Countries[data.Country[i]]},{Shop.Plans[data.Plan[i]]},{Whole(data.Age[i])},{data.Newsletter[i] switch { 0 => "false", 1 => "true", _ => "" }},{Date(data.BirthDate[i])},{Instant(data.Registered[i])},{Fraction(data.Credit[i], 100)},{Fraction(data.Rating[i], 10)}"));
        }
    }

    private static void WriteEvents(Dataset data, string path)
    {
        using var csv = new StreamWriter(path);
        csv.WriteLine("id,time,channel,category,quantity,price");
        for (var i = 0; i < data.Events; i++)
        {
            csv.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{data.Owner[i]},{Instant(data.Time[i])},{Shop.Channels[data.Channel[i]]},{(data.Category[i] == Dataset.UnknownByte ? "" : Shop.Categories[data.Category[i]])},{data.Quantity[i]},{Fraction(data.Price[i], 100)}"));
        }
    }

    private static string Whole(int value) => value == Dataset.UnknownInt ? "" : value.ToString(CultureInfo.InvariantCulture);

    private static string Date(int day) =>
        day == Dataset.UnknownInt ? "" : new DateOnly(1970, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(long instant) =>
        instant == Dataset.Unknown ? "" : DateTime.UnixEpoch.AddTicks(instant * 10).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    private static string Fraction(long value, int unit) =>
        value == Dataset.Unknown ? "" : (value / (decimal)unit).ToString(unit == 100 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}
