using System.Text;
using SegLang.Data;

namespace SegLang.Tests.Data;

/// <summary>How CSV splits into rows and cells.</summary>
public sealed class CsvRows
{
    [Theory]
    [InlineData("a,b\n1,2\n", "1|2")]
    [InlineData("a,b\r\n1,2\r\n", "1|2")]
    [InlineData("a,b\n1,2", "1|2")]
    [InlineData("\uFEFFa,b\n1,2\n", "1|2")]
    [InlineData("a;b\n1,5;2\n", "1,5|2")]
    [InlineData("a\tb\n1\t2\n", "1|2")]
    [InlineData("a,b\n\"x,\n\"\"y\"\"\",2\n", "x,\n\"y\"|2")]
    [InlineData("a,b\n\n1,2\n\n", "1|2")]
    [InlineData("a,b\n1,\n", "1|")]
    [InlineData("a,b\n1,5\"\n", "1|5\"")]
    [InlineData("a,b\n1,x|y\n", "1|x|y")]
    public void A_row_has_the_cells_of_the_header(string text, string cells)
    {
        using CsvReader reader = Open(text);
        Assert.Equal("a b", string.Join(' ', reader.Columns));
        Assert.True(reader.Read());
        Assert.Null(reader.RowProblem);
        Assert.Equal(cells, $"{Cell(reader, 0)}|{Cell(reader, 1)}");
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("a,b\n1\n", "fewer cells than the header")]
    [InlineData("a,b\n1,2,3\n", "more cells than the header")]
    [InlineData("a,b\n\"1\"x,2\n", "text after a closing quote")]
    [InlineData("a,b\n1,\"2\n", "a quote is not closed")]
    public void A_malformed_row_has_a_reason(string text, string problem)
    {
        using CsvReader reader = Open(text);
        Assert.True(reader.Read());
        Assert.Equal(problem, reader.RowProblem);
    }

    [Fact]
    public void Rows_around_a_malformed_one_are_read()
    {
        using CsvReader reader = Open("a,b\n1,2\n\"3\"x,4\n5,6\n");
        List<string?> problems = [];
        while (reader.Read())
        {
            problems.Add(reader.RowProblem);
        }

        Assert.Equal([null, "text after a closing quote", null], problems);
    }

    [Fact]
    public void Rows_longer_than_the_buffer_are_read()
    {
        string large = new('x', 700_000);
        using CsvReader reader = Open($"a,b\n1,{large}\n2,y\n");
        Assert.True(reader.Read());
        Assert.Equal(large, Cell(reader, 1));
        Assert.True(reader.Read());
        Assert.Equal("y", Cell(reader, 1));
    }

    [Fact]
    public void An_unclosed_quote_does_not_swallow_memory()
    {
        using CsvReader reader = Open("a,b\n1,\"" + new string('x', 40 << 20));
        Assert.False(reader.Read());
        Assert.Equal("SEG6018", reader.Finding!.Code);
        Assert.Equal("row 1 of `x.csv` is longer than 16 MiB", reader.Finding.Message);
    }

    private static CsvReader Open(string text) => CsvReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.csv", null);

    private static string Cell(CsvReader reader, int column) => Encoding.UTF8.GetString(reader.Cell(column).Bytes);
}
