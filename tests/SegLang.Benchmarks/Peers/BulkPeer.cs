using System.Globalization;
using SegLang.Benchmarks.Rules;

namespace SegLang.Benchmarks.Peers;

/// <summary>How many members a segment has, and the sum of <see cref="Membership.Weight"/> over them: equal sums mean equal members.</summary>
internal readonly record struct Membership(long Count, long Sum)
{
    /// <summary>A number below 2³² for each profile (multiplicative hashing, Knuth).</summary>
    public static long Weight(long id) => (id + 1) * 2654435761 & 0xFFFF_FFFF;
}

/// <summary>One statement over all segments, in one of the ways to write it.</summary>
internal sealed record Statement(string Create, string Drop, string Plan);

/// <summary>A peer with the shop's data loaded, once in order of time and once sorted by profile and time.</summary>
internal abstract class BulkPeer(string name, int threads) : IDisposable
{
    public string Name { get; } = name;

    protected int Threads { get; } = threads;

    protected Peer Peer { get; } = Peer.Start(name);

    /// <summary>Loads both CSV files.</summary>
    public abstract void Load(string profiles, string events);

    /// <summary>The statement over the table in that order that leaves the table `result` of one truth value a profile and segment.</summary>
    public abstract Statement Write(IReadOnlyList<Condition> segments, long now, bool sorted, string form);

    /// <summary>The ways to write it that compete: those that were the fastest somewhere.</summary>
    public abstract string[] Forms(bool sorted);

    /// <summary>All ways that were tried, by the command `forms`.</summary>
    public virtual string[] AllForms(bool sorted) => Forms(sorted);

    /// <summary>Runs it; milliseconds.</summary>
    public double Run(Statement statement)
    {
        Peer.Run(statement.Drop);
        return Peer.Run(statement.Create);
    }

    /// <summary>What the last run left, a segment each.</summary>
    public Membership[] Members(int segments)
    {
        const string weight = "(((id + 1) * 2654435761) % 4294967296)";
        var members = new Membership[segments];
        const int batch = 250;
        for (var from = 0; from < segments; from += batch)
        {
            var count = Math.Min(batch, segments - from);
            var columns = Enumerable.Range(from, count).Select(i => $"{Whole($"sum(CASE WHEN s{i} THEN 1 ELSE 0 END)")}, {Whole($"sum(CASE WHEN s{i} THEN {weight} ELSE 0 END)")}");
            var row = Peer.Query($"SELECT {string.Join(", ", columns)} FROM {Results}")[0];
            for (var i = 0; i < count; i++)
            {
                members[from + i] = new Membership(Parse(row[2 * i]), Parse(row[(2 * i) + 1]));
            }
        }

        return members;
    }

    private static long Parse(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Milliseconds to plan the statement without running it.</summary>
    public double Planning(Statement statement) => Peer.Run(statement.Plan);

    /// <summary>The fastest form of the statement, each tried twice.</summary>
    public (string Form, Statement Statement) Best(IReadOnlyList<Condition> segments, long now, bool sorted, Action<string> log)
    {
        var best = (Form: "", Statement: (Statement?)null, Milliseconds: double.MaxValue);
        foreach (var form in Forms(sorted))
        {
            var statement = Write(segments, now, sorted, form);
            Run(statement);
            var milliseconds = Run(statement);
            log($"{Name} {(sorted ? "sorted" : "in order of time")}, {segments.Count} segments, {form}: {milliseconds:0} ms");
            if (milliseconds < best.Milliseconds)
            {
                best = (form, statement, milliseconds);
            }
        }

        return (best.Form, best.Statement ?? throw new InvalidOperationException("no form"));
    }

    /// <inheritdoc />
    public void Dispose() => Peer.Dispose();

    /// <summary>The table of results by its full name.</summary>
    protected abstract string Results { get; }

    /// <summary>A sum as a 64-bit whole number.</summary>
    protected abstract string Whole(string sum);
}
