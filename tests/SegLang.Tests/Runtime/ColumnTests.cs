using SegLang.Runtime;
using Xunit;

namespace SegLang.Tests.Runtime;

public sealed class ColumnTests
{
    [Fact]
    public void A_column_without_unknown_values_has_no_bits()
    {
        var builder = new FixedBuilder<long>();
        builder.Append(1);
        builder.AppendUnknown();
        builder.Truncate(1);
        builder.Append(3);
        var column = (FixedColumn<long>)builder.Build();
        Assert.Null(column.Unknown);
        Assert.Equal((2, 3L), (column.Count, column.Values[1]));
    }

    [Fact]
    public void Unknown_is_a_bit_that_gathering_keeps()
    {
        var builder = new FixedBuilder<int>();
        for (int i = 0; i < 200; i++)
        {
            if (i % 3 == 0)
            {
                builder.AppendUnknown();
            }
            else
            {
                builder.Append(i);
            }
        }

        Column column = builder.Build().Gather([199, 198, 0, 1]);
        Assert.Equal([true, false, false, true], Enumerable.Range(0, 4).Select(column.IsKnown));
        Assert.True(((FixedColumn<int>)column).TryGet(0, out int value) && value == 199);
    }

    [Fact]
    public void Sets_and_lists_keep_their_rows()
    {
        var builder = new NestedBuilder([new TextBuilder()]);
        var items = (TextBuilder)builder.Items[0]!;
        items.Append("a");
        items.Append("b");
        builder.EndRow();
        builder.AppendUnknown();
        items.Append("half");
        builder.DropElements();
        items.Append("c");
        builder.EndRow();
        var column = (NestedColumn)builder.Build().Gather([2, 0, 1]);
        Assert.Equal([1, 2, 0], Enumerable.Range(0, 3).Select(column.Size));
        var texts = (TextColumn)column.Items[0]!;
        Assert.True(texts.TryGetText(0, out string first) && first == "c");
        Assert.True(texts.TryGetText(2, out string last) && last == "b");
    }

    [Fact]
    public void Dictionaries_hold_texts_once_in_NFC()
    {
        var dictionary = new TextDictionary();
        int first = dictionary.Add("e\u0301");
        Assert.Equal(first, dictionary.Add("é"u8));
        Assert.Equal(first, dictionary.Find("é"));
        Assert.Equal(-1, dictionary.Find("e"));
        Assert.Equal(dictionary.Add(""), dictionary.Find(""));
        for (int i = 0; i < 5000; i++)
        {
            dictionary.Add($"value {i}");
        }

        Assert.Equal(5002, dictionary.Count);
        Assert.Equal("value 4999", dictionary[dictionary.Find("value 4999")]);
        Assert.Equal("value 17", dictionary[dictionary.Add("value 17"u8)]);
    }

    [Fact]
    public void Ranks_are_by_code_point()
    {
        var dictionary = new TextDictionary();
        foreach (string text in new[] { "😀", "\uFFFD", "b", "", "a" })
        {
            dictionary.Add(text);
        }

        Assert.Equal([4, 3, 2, 0, 1], dictionary.Ranks());
    }

    [Fact]
    public void Keys_are_texts_or_ints_and_come_in_order()
    {
        var texts = new ProfileKeys(FieldKind.Text);
        Assert.Equal([0, 1, 0], new[] { texts.Add("b"), texts.Add("a"), texts.Add("b"u8) });
        Assert.Equal([1, 0], texts.Ordered());
        Assert.Equal((-1, 1), (texts.Find("c"), texts.Find("a"u8)));
        var ints = new ProfileKeys(FieldKind.Int);
        Assert.Equal([0, 1, 0], new[] { ints.Add(10), ints.Add(9), ints.Add(10) });
        Assert.Equal([1, 0], ints.Ordered());
        Assert.Equal(("9", -1), (ints.KeyText(1), ints.Find(11)));
    }

    [Fact]
    public void A_schema_survives_its_encoding()
    {
        var schema = new RuleSchema(
            "R", "Europe/Berlin", true, "P",
            [
                new FieldSchema("id", 0, FieldKind.Text) { IsKey = true, Column = "ID" },
                new FieldSchema("tags", 1, FieldKind.Set) { Element = new FieldSchema("", 0, FieldKind.Enum) { Members = ["a", "b"] }, Default = new object[] { 0, 1 } },
                new FieldSchema("items", 2, FieldKind.List) { Fields = [new FieldSchema("price", 0, FieldKind.Money) { Scale = 2, Currency = "EUR", IsOptional = true }] },
            ],
            [new EventSchema("E", 0, []) { OnceBy = [EventSchema.TimeOrdinal], OnceFor = new CalendarSpan(30, CalendarUnit.Day), TimeColumn = "T" }],
            [new ParamSchema("p", FieldKind.Duration, 0, true, new CalendarSpan(2, CalendarUnit.Week))]);
        RuleSchema copy = RuleSchema.Decode(schema.Encode());
        Assert.Equal(schema.Encode(), copy.Encode());
        Assert.Equal("ID", copy.Key.Column);
        Assert.Equal(new CalendarSpan(30, CalendarUnit.Day), copy.Events[0].OnceFor);
        Assert.Equal([0, 1], (object[]?)copy.Profile[1].Default);
    }

    [Fact]
    public void Samples_are_the_first_digits_of_MD5()
    {
        // `printf salt:key | md5sum` begins with d48a5796, a fraction of 2^32 between these shares.
        const long share = 830235933;
        Assert.False(Sample.Chosen("salt", "key", share, 9));
        Assert.True(Sample.Chosen("salt", "key", share + 1, 9));
        Assert.True(Sample.Chosen("a", 17, 1, 0));
        Assert.False(Sample.Chosen("a", 17, 0, 0));
        Assert.Equal(Sample.Chosen("a", "17", 5, 1), Sample.Chosen("a", 17, 5, 1));
        int chosen = Enumerable.Range(0, 10_000).Count(i => Sample.Chosen("spread", i, 10, 2));
        Assert.InRange(chosen, 900, 1100);
    }
}
