using SegLang.Data;
using SegLang.Plan;
using SegLang.Runtime;

namespace SegLang.Tests.Data;

/// <summary>
/// Loads the Online Retail lines: the real ones where they lie beside the repository, otherwise the small made-up sample.
/// </summary>
public sealed class OnlineRetail
{
    private static readonly string Real = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", "online-retail"));
    private static readonly string Sample = Path.Combine(Repository.Root, "examples", "online-retail");

    [Fact]
    public void Rows_without_a_customer_are_rejected_with_that_reason_and_all_others_taken()
    {
        bool isReal = File.Exists(Path.Combine(Real, "transactions.csv.gz"));
        DataFiles files = isReal
            ? new([Path.Combine(Real, "customers.csv")], [("Line", Path.Combine(Real, "transactions.csv.gz"))], [])
            : new([Path.Combine(Sample, "customers.csv")], [("Line", Path.Combine(Sample, "transactions.csv"))], []);
        (long rows, long rejected, int customers) = isReal ? (541_909, 135_080, 4_372) : (209, 27, 24);

        LoadedData data = Load(files);

        Assert.Empty(data.Findings);
        Assert.Equal(new FileCount(Path.GetFileName(files.Events[0].File), rows, rows - rejected), data.Files[1]);
        RejectCount reason = Assert.Single(data.Rejects.Counts);
        Assert.Equal(("no Customer: `CustomerID` is empty", rejected), (reason.Reason, reason.Rows));
        Assert.Equal(customers, data.Keys!.Count);
        Assert.Equal(rows - rejected, data.Data!.Events[0].Count);
    }

    [Fact]
    public void The_list_of_rejected_rows_has_a_line_for_each()
    {
        using StringWriter list = new();
        DataFiles files = new([Path.Combine(Sample, "customers.csv")], [("Line", Path.Combine(Sample, "transactions.csv"))], []);
        LoadedData data = Load(files, list);
        string[] lines = list.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal("file,row,reason,column,value", lines[0]);
        Assert.Equal(data.Rejects.Total, lines.Length - 1);
        Assert.All(lines.Skip(1), l => Assert.EndsWith(",no Customer: `CustomerID` is empty,CustomerID,", l));
    }

    private static LoadedData Load(DataFiles files, TextWriter? rejects = null)
    {
        var rules = Compilation.Create(RuleFolder.Read(Sample).Sources).Rules!;
        RuleSchema schema = SchemaMapping.From(rules);
        Calendar calendar = new(ZoneTables.From(schema.TimeZone), schema.WeekStartsSunday);
        return DataLoader.Load(schema, calendar, files, new LoadOptions { RejectList = rejects });
    }
}
