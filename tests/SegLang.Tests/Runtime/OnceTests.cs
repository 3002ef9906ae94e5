using SegLang.Runtime;
using Xunit;

namespace SegLang.Tests.Runtime;

public sealed class OnceTests
{
    [Fact]
    public void The_first_of_several_with_the_same_values_counts()
    {
        EventStore store = Build(null, (0, 30, "a", 1), (0, 10, "a", 2), (0, 20, "b", 3), (1, 10, "a", 4), (0, 40, "a", 2));
        Assert.Equal([2L, 3, 4], Amounts(store));
        Assert.Equal((2, 2), (store.Repetitions, store.DifferingRepetitions));
        Assert.Equal([0, 2, 3], store.Offsets);
    }

    [Fact]
    public void An_unknown_value_equals_nothing()
    {
        EventStore store = Build(null, (0, 1, null, 1), (0, 2, null, 1), (0, 3, "a", 1));
        Assert.Equal(3, store.Count);
        Assert.Equal(0, store.Repetitions);
    }

    [Fact]
    public void With_a_span_the_next_after_it_is_a_new_first()
    {
        long day = Calendar.Day;
        EventStore store = Build(
            new CalendarSpan(30, CalendarUnit.Day),
            (0, 0, "a", 1), (0, 30 * day, "a", 2), (0, (30 * day) + 1, "a", 3), (0, 60 * day, "a", 4), (0, (60 * day) + 1, "a", 5), (0, (60 * day) + 2, "a", 6));
        Assert.Equal([1L, 3, 6], Amounts(store));
    }

    [Fact]
    public void Repetitions_that_are_the_same_in_all_do_not_differ()
    {
        EventStore store = Build(null, (0, 5, "a", 1), (0, 5, "a", 1), (0, 5, "a", 2));
        Assert.Equal((2, 1), (store.Repetitions, store.DifferingRepetitions));
    }

    private static long[] Amounts(EventStore store) => ((FixedColumn<long>)store.Fields[1]!).Values[..store.Count];

    private static EventStore Build(CalendarSpan? span, params (int Profile, long Time, string? Key, long Amount)[] events)
    {
        var schema = new EventSchema("E", 0, [new FieldSchema("key", 0, FieldKind.Text) { IsOptional = true }, new FieldSchema("amount", 1, FieldKind.Int)])
        {
            OnceBy = [0],
            OnceFor = span,
        };
        var table = new EventTable(schema);
        foreach ((int profile, long time, string? key, long amount) in events)
        {
            if (key is null)
            {
                table.Fields[0]!.AppendUnknown();
            }
            else
            {
                ((TextBuilder)table.Fields[0]!).Append(key);
            }

            ((FixedBuilder<long>)table.Fields[1]!).Append(amount);
            table.EndRow(profile, time);
        }

        var rules = new RuleSchema("R", "UTC", false, "P", [new FieldSchema("id", 0, FieldKind.Int) { IsKey = true }], [schema], []);
        return DataSet.Build(rules, 2, [null], [table], new Calendar(ZoneTable.Utc, false), 2).Events[0];
    }
}
