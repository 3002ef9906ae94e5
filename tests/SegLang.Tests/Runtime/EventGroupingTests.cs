using SegLang.Runtime;

namespace SegLang.Tests.Runtime;

/// <summary>Events grouped by profile come in order of time, order, arrival, whatever their number and however they arrive.</summary>
public sealed class EventGroupingTests
{
    private static readonly RuleSchema Schema = new(
        "Test",
        "UTC",
        false,
        "P",
        [new FieldSchema("id", 0, FieldKind.Int) { IsKey = true }],
        [new EventSchema("E", 0, [new FieldSchema("arrival", 0, FieldKind.Int), new FieldSchema("odd", 1, FieldKind.Bool) { IsOptional = true }, new FieldSchema("tags", 2, FieldKind.Set) { Element = new FieldSchema("", 0, FieldKind.Enum) }])],
        []);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 200, 1)]
    [InlineData(300, 5_000, 2)]
    [InlineData(5, 40_000, 2)]
    [InlineData(70_000, 120_000, 3)]
    public void Rows_are_grouped_and_ordered_as_a_sort_would(int profiles, int events, int threads)
    {
        var random = new Random(profiles + events);
        var rows = Enumerable.Range(0, events)
            .Select(i => (Profile: random.Next(profiles), Time: (long)random.Next(events / 2 + 1), Order: (long)random.Next(3), Arrival: i))
            .ToArray();
        DataSet data = Build(profiles, rows, threads);
        var expected = rows.OrderBy(r => r.Profile).ThenBy(r => r.Time).ThenBy(r => r.Order).ThenBy(r => r.Arrival).ToArray();
        EventStore store = data.Events[0];
        Assert.Equal(expected.Select(r => r.Time), store.Times);
        Assert.Equal(expected.Select(r => r.Order), store.Orders ?? new long[events]);
        Assert.Equal(expected.Select(r => (long)r.Arrival), ((FixedColumn<long>)store.Fields[0]!).Values);
        Assert.Equal(Offsets(profiles, rows), store.Offsets);
        for (int i = 0; i < events; i++)
        {
            bool known = expected[i].Arrival % 5 != 0;
            Assert.Equal(known, ((FixedColumn<byte>)store.Fields[1]!).TryGet(i, out byte odd));
            Assert.Equal(known ? expected[i].Arrival % 2 : 0, odd);
            Assert.Equal(expected[i].Arrival % 3, ((NestedColumn)store.Fields[2]!).Size(i));
        }
    }

    [Fact]
    public void An_event_of_a_profile_that_is_not_there_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Build(2, [(1, 5, 0, 0), (2, 1, 0, 1), (0, 1, 0, 2)], 1));
    }

    private static int[] Offsets(int profiles, (int Profile, long Time, long Order, int Arrival)[] rows)
    {
        var offsets = new int[profiles + 1];
        foreach (var row in rows)
        {
            offsets[row.Profile + 1]++;
        }

        for (int i = 0; i < profiles; i++)
        {
            offsets[i + 1] += offsets[i];
        }

        return offsets;
    }

    private static DataSet Build(int profiles, (int Profile, long Time, long Order, int Arrival)[] rows, int threads)
    {
        var ids = new FixedBuilder<long>();
        for (int i = 0; i < profiles; i++)
        {
            ids.Append(i);
        }

        var table = new EventTable(Schema.Events[0]);
        foreach (var row in rows)
        {
            ((FixedBuilder<long>)table.Fields[0]!).Append(row.Arrival);
            AppendOdd((FixedBuilder<byte>)table.Fields[1]!, row.Arrival);
            AppendTags((NestedBuilder)table.Fields[2]!, row.Arrival % 3);
            table.EndRow(row.Profile, row.Time, row.Order);
        }

        var calendar = new Calendar(Plan.ZoneTables.From("UTC"), false);
        return DataSet.Build(Schema, profiles, [ids.Build()], [table], calendar, threads);
    }

    private static void AppendOdd(FixedBuilder<byte> builder, int arrival)
    {
        if (arrival % 5 == 0)
        {
            builder.AppendUnknown();
        }
        else
        {
            builder.Append((byte)(arrival % 2));
        }
    }

    private static void AppendTags(NestedBuilder builder, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ((FixedBuilder<int>)builder.Items[0]!).Append(i);
        }

        builder.EndRow();
    }
}
