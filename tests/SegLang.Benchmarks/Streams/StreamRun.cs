using SegLang.Benchmarks.Data;
using SegLang.Runtime;

namespace SegLang.Benchmarks.Streams;

/// <summary>Our engine on one thread over the made-up data, a batch of events after the other, and what it tells.</summary>
internal sealed class StreamRun
{
    private const int PerBatch = 4096;

    private readonly Dataset data;
    private readonly StreamEngine engine;
    private readonly FactRow[] rows;
    private readonly StreamInput[] inputs = new StreamInput[PerBatch];
    private readonly int[] places;

    public StreamRun(RuleProgram program, Dataset data)
    {
        this.data = data;
        places = new int[program.Outputs.Length];
        var segments = 0;
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = program.Outputs[i].Kind == OutputKind.Segment && program.Outputs[i].Name.Length > 0 ? segments++ : -1;
        }

        Tally = new Tally(segments, 12);
        engine = new StreamEngine(program, new StreamOptions { Threads = 1, Feed = Count });
        rows = [.. Enumerable.Range(0, PerBatch).Select(_ => new FactRow(engine.EventLayout(0)))];
        foreach (var row in Fields(engine.ProfileLayout, data))
        {
            engine.Add(row);
        }
    }

    public Tally Tally { get; }

    public long Ticks => engine.Counters.Ticks;

    public long EventBytes => engine.EventBytes;

    public void Advance(long now) => engine.AdvanceTo(now);

    public void Feed(int from, int until)
    {
        while (from < until)
        {
            var count = Math.Min(PerBatch, until - from);
            for (var i = 0; i < count; i++)
            {
                inputs[i] = StreamInput.Event(new ProfileKey(data.Owner[from + i]), 0, Fill(rows[i], from + i), data.Time[from + i], data.Time[from + i]);
            }

            engine.TakeAll(new ArraySegment<StreamInput>(inputs, 0, count));
            engine.AdvanceTo(data.Time[from + count - 1]);
            from += count;
        }
    }

    private FactRow Fill(FactRow row, int i)
    {
        row.SetNumber(0, data.Channel[i]);
        row.SetText(1, data.Category[i] == Dataset.UnknownByte ? null : Shop.Categories[data.Category[i]]);
        row.SetNumber(2, data.Quantity[i]);
        if (data.Price[i] == Dataset.Unknown)
        {
            row[3] = null;
        }
        else
        {
            row.SetNumber(3, data.Price[i]);
        }

        return row;
    }

    /// <summary>The profiles' fields, a row each.</summary>
    public static IEnumerable<FactRow> Fields(RecordLayout layout, Dataset data)
    {
        for (var i = 0; i < data.Profiles; i++)
        {
            var row = new FactRow(layout);
            row.SetNumber(0, i);
            row.SetText(1, Shop.Countries[data.Country[i]]);
            row.SetNumber(2, data.Plan[i]);
            Set(row, 3, data.Age[i], data.Age[i] != Dataset.UnknownInt);
            Set(row, 4, data.Newsletter[i], data.Newsletter[i] != Dataset.UnknownByte);
            Set(row, 5, data.BirthDate[i], data.BirthDate[i] != Dataset.UnknownInt);
            Set(row, 6, data.Registered[i], data.Registered[i] != Dataset.Unknown);
            Set(row, 7, data.Credit[i], data.Credit[i] != Dataset.Unknown);
            Set(row, 8, data.Rating[i], data.Rating[i] != Dataset.Unknown);
            yield return row;
        }
    }

    private static void Set(FactRow row, int field, long value, bool isKnown)
    {
        if (isKnown)
        {
            row.SetNumber(field, value);
        }
    }

    private void Count(ProfileKey key, FeedLine line)
    {
        var count = line.Retracted is null ? 1 : -1;
        switch ((line.Retracted ?? line).Kind)
        {
            case FeedKind.Enter: Tally.Entered[places[line.Subject]] += count; break;
            case FeedKind.Leave: Tally.Left[places[line.Subject]] += count; break;
            case FeedKind.Stage: Tally.Stages[(6 * line.Subject) + line.To] += count; break;
        }
    }
}
