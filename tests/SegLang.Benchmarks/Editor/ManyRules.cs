using System.Globalization;
using System.Text;
using SegLang.Text;

namespace SegLang.Benchmarks.Editor;

/// <summary>A rule set of a size that an editor must bear: a schema, shared traits, many files of ten segments that refer to each other, one long file.</summary>
internal sealed class ManyRules(int files, int segments, ulong seed)
{
    /// <summary>The file that is being written in.</summary>
    public const string Open = "open.seg";

    /// <summary>The file that nearly all others build on.</summary>
    public const string Shared = "shared.seg";

    private const int OpenSegments = 200;
    private const int Traits = 100;
    private static readonly string[] Countries = ["DE", "AT", "CH", "FR", "IT", "ES", "NL", "PL"];
    private static readonly string[] Categories = ["shoes", "coats", "bags", "hats", "gloves", "belts"];
    private readonly Random random = new((int)(seed % int.MaxValue));

    /// <summary>All files; the open one has about 2 000 lines.</summary>
    public List<SourceText> Make()
    {
        List<SourceText> all = [new("schema.seg", Schema), new(Shared, SharedTraits()), new(Open, Segments("Open", OpenSegments, 0))];
        int rest = files - all.Count;
        for (int i = 0; i < rest; i++)
        {
            int count = (segments - OpenSegments) / rest + (i < (segments - OpenSegments) % rest ? 1 : 0);
            all.Add(new(string.Create(CultureInfo.InvariantCulture, $"area{i % 40}/f{i}.seg"), Segments($"F{i}", count, i)));
        }

        return all;
    }

    private const string Schema =
        """
        ruleset Many { timezone "Europe/Berlin" }

        enum Channel { online, store, app }

        enum Plan { free, basic "Basic plan", pro "Pro plan" }

        profile Customer {
          id:         text key
          country:    text
          plan:       Plan
          age:        int?
          newsletter: bool default false
          registered: datetime?
          interests:  set of text
        }

        event Visit { channel: Channel  page: text? }

        event Purchase {
          channel:  Channel
          category: text
          quantity: int
          price:    money(EUR)
          total  =  quantity * price
        }

        """;

    private string SharedTraits()
    {
        StringBuilder text = new();
        for (int i = 0; i < Traits; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"/// Worth {i}.\ntrait Value{i} = sum(Purchase.total in last {30 + i} days)\n\n");
            text.Append(CultureInfo.InvariantCulture, $"segment Base{i} \"Base {i}\" {{\n  Value{i} > {100 + i} EUR\n}}\n\n");
        }

        return text.ToString();
    }

    // Ten lines a segment, as people write them.
    private string Segments(string prefix, int count, int file)
    {
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            string other = i > 0 && random.Next(3) == 0 ? $"{prefix}S{random.Next(i)}" : file > 0 && random.Next(3) == 0 ? $"F{file / 2}S0" : $"Base{random.Next(Traits)}";
            text.Append(CultureInfo.InvariantCulture, $"/// Segment {i} of {prefix}: those who bought {Pick(Categories)}.\n@owner(\"crm\")\n");
            text.Append(CultureInfo.InvariantCulture, $"segment {prefix}S{i} \"{prefix} {i}\" {{\n");
            text.Append(CultureInfo.InvariantCulture, $"  country in [\"{Pick(Countries)}\", \"{Pick(Countries)}\"]\n  and plan == {Pick(["free", "basic", "pro"])}\n");
            text.Append(CultureInfo.InvariantCulture, $"  and count(Purchase in last {random.Next(1, 365)} days where category == \"{Pick(Categories)}\" and channel == {Pick(["online", "store"])}) >= {random.Next(1, 9)}\n");
            text.Append(CultureInfo.InvariantCulture, $"  and Value{random.Next(Traits)} > {random.Next(1, 900)}.50 EUR\n  and not {other}\n}}\n\n");
        }

        return text.ToString();
    }

    private string Pick(string[] words) => words[random.Next(words.Length)];
}
