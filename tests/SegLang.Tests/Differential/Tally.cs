using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace SegLang.Tests.Differential;

/// <summary>Counts what occurs in the cases and how they come out. Not safe for several threads; each batch has its own.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, (long Cases, long Asked, long True, long Unknown)> constructs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (int Count, string Example)> refusals = new(StringComparer.Ordinal);

    public long Cases { get; private set; }

    public long Asked { get; private set; }

    public long True { get; private set; }

    public long Unknown { get; private set; }

    public long Refused { get; private set; }

    /// <summary>The share of conditions that the binder refused.</summary>
    public double RefusalRate => (double)Refused / (Refused + Cases);

    /// <summary>Adds a condition with its answers.</summary>
    public void Add(IEnumerable<string> occurring, int asked, int trueAnswers, int unknownAnswers)
    {
        Cases++;
        Asked += asked;
        True += trueAnswers;
        Unknown += unknownAnswers;
        foreach (string construct in occurring)
        {
            constructs.TryGetValue(construct, out (long Cases, long Asked, long True, long Unknown) sum);
            constructs[construct] = (sum.Cases + 1, sum.Asked + asked, sum.True + trueAnswers, sum.Unknown + unknownAnswers);
        }
    }

    public void AddRefusal(string code, string example)
    {
        Refused++;
        int count = refusals.TryGetValue(code, out (int Count, string Example) before) ? before.Count : 0;
        refusals[code] = (count + 1, before.Example is null || example.Length < before.Example.Length ? example : before.Example);
    }

    public void Add(Tally other)
    {
        Cases += other.Cases;
        Asked += other.Asked;
        True += other.True;
        Unknown += other.Unknown;
        Refused += other.Refused;
        foreach ((string name, (long cases, long asked, long trueAnswers, long unknown)) in other.constructs)
        {
            constructs.TryGetValue(name, out (long Cases, long Asked, long True, long Unknown) sum);
            constructs[name] = (sum.Cases + cases, sum.Asked + asked, sum.True + trueAnswers, sum.Unknown + unknown);
        }

        foreach ((string code, (int count, string example)) in other.refusals)
        {
            int before = refusals.TryGetValue(code, out (int Count, string Example) known) ? known.Count : 0;
            refusals[code] = (before + count, known.Example is null || example.Length < known.Example.Length ? example : known.Example);
        }
    }

    /// <summary>The constructs that occur in less than the share of cases.</summary>
    public ImmutableArray<string> RarerThan(double share) =>
        [.. Constructs.Universe.Where(c => !constructs.TryGetValue(c, out (long Cases, long, long, long) sum) || sum.Cases < share * Cases)];

    /// <summary>The histogram as a table.</summary>
    public string Print()
    {
        StringBuilder text = new();
        Line(text, $"{Cases} conditions, {Asked} answers: {Percent(True, Asked)} true, {Percent(Unknown, Asked)} unknown");
        Line(text, $"{Refused} refused by the binder ({100 * RefusalRate:F2} %)");
        foreach ((string code, (int count, string example)) in refusals.OrderByDescending(r => r.Value.Count))
        {
            Line(text, $"  {count,6} {code}: {example}");
        }

        Line(text, $"  {"construct",-40} {"cases",8}  {"true",7}  {"unknown",7}");
        foreach (string name in Constructs.Universe.Union(constructs.Keys))
        {
            constructs.TryGetValue(name, out (long Cases, long Asked, long True, long Unknown) sum);
            Line(text, $"  {name,-40} {Percent(sum.Cases, Cases),8}  {Percent(sum.True, sum.Asked),7}  {Percent(sum.Unknown, sum.Asked),7}");
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Percent(long part, long whole) =>
        whole == 0 ? "-" : (100.0 * part / whole).ToString("F2", CultureInfo.InvariantCulture) + " %";
}
