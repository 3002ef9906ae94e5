using System.Collections.Immutable;
using SegLang.Emit;
using SegLang.Runtime;
using SegLang.Text;
using Xunit;

namespace SegLang.Tests.Runtime;

/// <summary>The Block entry point against Row, over random data with unknowns, ties and edges of windows.</summary>
public sealed class BlockTests
{
    private const string Schema =
        """
        ruleset Blocks { timezone "Europe/Berlin" }
        enum Channel { online, store, app }
        profile Person {
          id: int key
          country: text?
          age: int?
          newsletter: bool?
          born: date?
          registered: datetime?
          credit: money(EUR)?
          rating: decimal(1)?
          weight: number?
          channel: Channel
        }
        event Purchase {
          channel: Channel
          category: text?
          quantity: int
          price: money(EUR)?
          gift: bool?
          due: date?
          total = quantity * price
        }
        event Visit { page: text, depth: int? }
        param home: text = "DE"
        param days: int = 30
        param limit: money(EUR) = 12.50 EUR

        """;

    private static readonly string[] Segments =
    [
        "country == \"DE\"", "country != \"DE\"", "not (country == \"DE\")", "country in [\"DE\", \"AT\", \"XX\"]",
        "country not in [\"DE\", \"AT\"]", "country starts with \"D\" ignoring case", "country matches \"^[AD].$\"", "country < \"DE\"",
        "country == home", "country != home", "country is unknown", "country == \"de\" ignoring case",
        "age >= 30", "age > 30.5", "age == 30.5", "age != 30.5", "not (age < 40)", "age in [20, 30, 40]", "age is known",
        "newsletter", "not newsletter", "newsletter == false", "newsletter is unknown",
        "born < 1990-06-01", "born in last 9000 days", "born in this year", "registered in last 90 days", "registered in previous 2 months",
        "registered >= 2026-01-01", "credit >= limit", "credit < 0 EUR", "credit > 12.345 EUR", "credit <= 12.345 EUR", "rating >= 2.5",
        "rating == 2.50", "rating != 2.55", "weight > 70.5", "weight <= 0.0", "weight != 1.5", "channel == store", "channel in [store, app]",
        "any(Purchase)", "none(Purchase in last 30 days)", "any(Purchase in last days days)", "any(Purchase in this month)",
        "count(Purchase in previous month) >= 1", "count(Purchase in previous 3 days where channel == online) < 1",
        "count(Purchase in last 90 days where channel == store) >= 2", "count(Purchase in last 90 days where channel != store) == 1",
        "count(Purchase in last 7 days where channel in [store, app]) > 0", "count(Purchase where category == \"a\") >= 1",
        "count(Purchase where category != \"a\") >= 1", "not any(Purchase in last 30 days where category starts with \"b\")",
        "count(Purchase where category is unknown) == 1", "count(Purchase where gift) > 1", "count(Purchase where not gift) > 1",
        "count(Purchase where price >= 10 EUR) >= 2", "count(Purchase where not (price >= 10 EUR)) >= 2",
        "count(Purchase where total > 25.005 EUR) >= 1", "count(Purchase where channel == online and price >= 10 EUR) >= 1",
        "count(Purchase where channel == online or category == \"b\") >= 1", "count(Purchase where due in last 30 days) >= 1",
        "count(Purchase where time < 2026-02-01) >= 1", "count(Purchase in last 3 days where quantity > 1) >= 0",
        "sum(Purchase.total in last 90 days) >= 100 EUR", "sum(Purchase.total in previous 2 weeks) > 10.001 EUR",
        "sum(Purchase.price) == 0 EUR", "sum(Purchase.quantity where channel == app) != 0", "not (sum(Purchase.quantity) > 3)",
        "max(Purchase.price in last 30 days) > 20 EUR", "not (max(Purchase.price in last 30 days) > 20 EUR)",
        "min(Purchase.price in previous 30 days) <= 5 EUR", "max(Purchase.time) in last 30 days", "max(Purchase.due) >= 2026-01-15",
        "max(Purchase.channel) == store", "min(Purchase.quantity where category == \"a\") == 1", "max(Visit.depth) == max(Visit.depth in last 9 days)",
        "any(Purchase since registered)", "any(Purchase since 2026-01-01)", "any(Purchase from 60 days ago until 30 days ago where gift)",
        "count(Purchase before 30 days ago) >= 2 and country == \"DE\"", "avg(Purchase.price) > 10 EUR and age > 30",
        "avg(Purchase.price) > 10 EUR or age > 30", "country == \"DE\" and not (median(Purchase.quantity) > 1)",
        "any(Visit where page starts with \"/p\" and depth >= 2)", "count(Visit in last 14 days) >= 2 and count(Purchase in last 14 days) == 0",
        "any(Purchase in last 60 days) and not any(Purchase in last 14 days)", "last(Purchase).channel == online or newsletter",
        "(any(Purchase in last 30 days) as of 30 days ago) and not any(Purchase in last 30 days)", "true", "newsletter or not newsletter",
        "any(Visit then Purchase within 2 days)", "age > 20 and any(Visit then Purchase within 2 days)",
    ];

    private static readonly string[] Values =
    [
        "trait Mean = avg(Purchase.price)", "trait Middle = median(Purchase.quantity in last 30 days)", "trait Usual = mode(Purchase.category)",
        "trait Sorts = distinct(Purchase.category)", "trait First = first(Purchase.category)", "trait Last = last(Visit.page in last 20 days)",
        "trait Sum = sum(Purchase.total in previous 30 days)", "trait Least = min(Visit.page)", "trait Latest = last(Purchase).price",
        "trait Weight = weight + 1", "classify Kind { Big when sum(Purchase.total) > 20 EUR  Small when any(Purchase)  None otherwise }",
        "score Points { add 5 when age > 20  add 2 per Visit max 6 }",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Blocks_and_rows_give_the_same_answers(int seed)
    {
        RuleProgram program = Compile();
        DataSet data = MakeData(program, new Random(seed), 2500, 9000, wide: false);
        ImmutableArray<int> outputs = [.. Enumerable.Range(0, program.Outputs.Length)];
        foreach (long now in Instants())
        {
            var batch = new BatchEvaluator(program, data);
            AssertSame(batch.EvaluateRows(now, outputs), batch.Evaluate(now, outputs));
        }
    }

    [Fact]
    public void Rows_in_one_go_and_tests_of_segments_give_the_same_answers()
    {
        string[][] sets = [.. Segments.Chunk(8).Select(c => c.Select((s, i) => $"segment S{i} {{ {s} }}").ToArray()), Values];
        Assert.All(sets, rules =>
        {
            RuleProgram program = Compile(rules);
            DataSet data = MakeData(program, new Random(5), 150, 900, wide: rules.Length % 3 == 0);
            RowEvaluator<ColumnReader> rows = program.Rows<ColumnReader>();
            RowEvaluator<ColumnReader> other = program.Rows<ColumnReader>();
            (RowOutput one, RowOutput all) = (new(program.Outputs.Length), new(program.Outputs.Length));
            foreach (EvaluationContext context in Instants().Select(program.At))
            {
                for (int profile = 0; profile < data.ProfileCount; profile++)
                {
                    var reader = new ColumnReader(data, profile);
                    rows.Select(reader, context);
                    other.EvaluateAll(reader, context, all);
                    for (int i = 0; i < program.Outputs.Length; i++)
                    {
                        rows.Evaluate(i, one);
                        Assert.True(one.Known[i] == all.Known[i], rules[i]);
                        Assert.True(!one.Known[i] || (one.Bits[i], one.Texts[i]) == (all.Bits[i], all.Texts[i]), rules[i]);
                        Assert.True(program.Outputs[i].Kind != OutputKind.Segment || other.Test(i)(reader, context) == (one.Bits[i] != 0), rules[i]);
                    }
                }
            }
        });
    }

    [Fact]
    public void Sums_that_could_overflow_are_left_to_rows()
    {
        RuleProgram program = Compile();
        DataSet data = MakeData(program, new Random(7), 500, 3000, wide: true);
        ImmutableArray<int> outputs = [.. Enumerable.Range(0, program.Outputs.Length)];
        var batch = new BatchEvaluator(program, data);
        AssertSame(batch.EvaluateRows(Instants()[0], outputs), batch.Evaluate(Instants()[0], outputs));
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        RuleProgram program = Compile();
        DataSet data = MakeData(program, new Random(11), 17_100, 30_000, wide: false); // Few threads take several blocks at a time.
        ImmutableArray<int> outputs = [.. Enumerable.Range(0, program.Outputs.Length)];
        var batch = new BatchEvaluator(program, data);
        BatchResult one = batch.Evaluate(Instants()[0], outputs, threads: 1);
        AssertSame(one, batch.Evaluate(Instants()[0], outputs, threads: 4));
    }

    [Fact]
    public void A_result_that_is_given_back_is_written_over()
    {
        RuleProgram program = Compile();
        DataSet data = MakeData(program, new Random(12), 1500, 6000, wide: false);
        ImmutableArray<int> outputs = [.. Enumerable.Range(0, program.Outputs.Length)];
        var batch = new BatchEvaluator(program, data);
        BatchResult first = batch.Evaluate(Instants()[0], outputs);
        batch.Return(first);
        BatchResult second = batch.Evaluate(Instants()[1], outputs);
        AssertSame(new BatchEvaluator(program, data).Evaluate(Instants()[1], outputs), second);
        Assert.Contains(second.Columns, s => first.Columns.Any(f => ReferenceEquals(f.Bits, s.Bits)));
        BatchResult third = batch.Evaluate(Instants()[1], outputs);
        Assert.DoesNotContain(third.Columns, t => second.Columns.Any(s => ReferenceEquals(s.Bits, t.Bits)));
    }

    [Fact]
    public void Most_of_these_conditions_are_vectorised()
    {
        RuleProgram program = Compile();
        int vectorised = program.Block.Outputs.Count(o => o >= 0);
        Assert.True(vectorised > Segments.Length * 8 / 10, $"{vectorised} of {Segments.Length}");
        Assert.Equal(program.Block.Encode(), BlockPlan.Decode(program.Block.Encode()).Encode());
    }

    [Fact]
    public void No_profiles_give_empty_results()
    {
        RuleProgram program = Compile();
        DataSet data = MakeData(program, new Random(1), 0, 0, wide: false);
        BatchResult result = new BatchEvaluator(program, data).Evaluate(Instants()[0], [0, 1]);
        Assert.All(result.Columns, c => Assert.Equal(0, c.CountTrue()));
    }

    private static void AssertSame(BatchResult expected, BatchResult actual)
    {
        var differences = new List<string>();
        for (int i = 0; i < expected.Columns.Length; i++)
        {
            OutputColumn a = expected.Columns[i];
            OutputColumn b = actual.Columns[i];
            for (int profile = 0; profile < a.Count; profile++)
            {
                if (a.IsKnown(profile) != b.IsKnown(profile) || a.IsTrue(profile) != b.IsTrue(profile))
                {
                    differences.Add($"{Segments[i]}: profile {profile} {a.IsTrue(profile)}, then {b.IsTrue(profile)}");
                    break;
                }
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static long[] Instants() =>
    [
        new DateTimeOffset(2026, 3, 31, 10, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000,
        new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000,
    ];

    private static RuleProgram Compile() => Compile(Segments.Select((s, i) => $"segment S{i} {{ {s} }}"));

    private static RuleProgram Compile(IEnumerable<string> rules)
    {
        string text = Schema + string.Join('\n', rules);
        Compilation compilation = Compilation.Create([new SourceText("blocks.seg", text)]);
        Assert.True(compilation.Rules is not null, string.Join('\n', compilation.Diagnostics.Select(d => d.Message + " at " + d.Span)));
        return RuleCompiler.Compile(compilation.Rules!, []).Program;
    }

    private static DataSet MakeData(RuleProgram program, Random random, int profiles, int events, bool wide)
    {
        ColumnBuilder[] fields = [.. program.Schema.Profile.Select(f => ColumnBuilder.For(f))];
        for (int i = 0; i < profiles; i++)
        {
            for (int f = 0; f < fields.Length; f++)
            {
                Append(fields[f], program.Schema.Profile[f], random, i, wide);
            }
        }

        EventTable[] tables = [.. program.Schema.Events.Select(e => new EventTable(e))];
        for (int i = 0; i < events && profiles > 0; i++)
        {
            EventTable table = tables[random.Next(3) / 2];
            for (int f = 0; f < table.Fields.Length; f++)
            {
                if (table.Fields[f] is { } builder)
                {
                    Append(builder, table.Schema.Fields[f], random, i, wide);
                }
            }

            table.EndRow(random.Next(profiles) * random.Next(profiles) / profiles, Time(random), random.Next(3) / 2);
        }

        return DataSet.Build(
            program.Schema, profiles, [.. fields.Select(f => f.Build())], tables, program.Calendar, 2);
    }

    // Often whole days before an instant of evaluation, so that edges of windows are met; some lie after it.
    private static long Time(Random random)
    {
        long now = Instants()[random.Next(2)];
        return random.Next(3) == 0
            ? now - (random.Next(100) * Calendar.Day) + random.Next(-1, 2)
            : now + random.NextInt64(-120 * Calendar.Day, 5 * Calendar.Day);
    }

    private static void Append(ColumnBuilder builder, FieldSchema schema, Random random, int row, bool wide)
    {
        if (schema.IsOptional && random.Next(6) == 0)
        {
            builder.AppendUnknown();
            return;
        }

        switch (builder)
        {
            case TextBuilder text: text.Append(new[] { "DE", "AT", "CH", "de", "a", "b", "bb", "/p/1", "/" }[random.Next(9)]); break;
            case FixedBuilder<byte> flag: flag.Append((byte)random.Next(2)); break;
            case FixedBuilder<double> number: number.Append(random.Next(4) == 0 ? 1.5 : (random.NextDouble() * 200) - 50); break;
            case FixedBuilder<int> narrow: narrow.Append(schema.Kind == FieldKind.Enum ? random.Next(3) : Date(random)); break;
            case FixedBuilder<long> wideBuilder: wideBuilder.Append(Long(schema, random, row, wide)); break;
            default: throw new InvalidOperationException(builder.GetType().Name);
        }
    }

    private static int Date(Random random) => Calendar.DateFrom(2026, 3, 31) - (random.Next(2) == 0 ? random.Next(120) : random.Next(20_000));

    private static long Long(FieldSchema schema, Random random, int row, bool wide) => schema.Name switch
    {
        "id" => row,
        "registered" => Time(random),
        _ when wide => random.Next(3) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(4) == 0 ? long.MinValue : random.Next(50),
        "age" => random.Next(15, 60),
        "rating" => random.Next(50),
        "quantity" => random.Next(-1, 4),
        "depth" => random.Next(5),
        _ => random.Next(4) == 0 ? 1250 : random.Next(-500, 4000),
    };
}
