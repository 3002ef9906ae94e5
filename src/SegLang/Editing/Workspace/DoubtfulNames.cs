namespace SegLang.Editing;

/// <summary>Names that may mean, or tell, something else than when what mentions them was checked.</summary>
internal sealed class DoubtfulNames
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private ulong bits;

    /// <summary>How many there are.</summary>
    public int Count => names.Count;

    /// <summary>Adds what was in doubt before.</summary>
    public void Add(DoubtfulNames? before)
    {
        foreach (string name in before?.names ?? [])
        {
            Add(name);
        }
    }

    /// <summary>Adds a name.</summary>
    public void Add(string name)
    {
        names.Add(name);
        bits |= BitOf(name);
    }

    /// <summary>Whether it may be among them: where no bit of <see cref="BitOf"/> is common it is not.</summary>
    public bool MayHold(ulong mentioned) => (bits & mentioned) != 0;

    /// <summary>Whether it is among them.</summary>
    public bool Holds(string name) => names.Contains(name);

    /// <summary>One of 64 bits, by the name.</summary>
    public static ulong BitOf(string name) => 1UL << (name.GetHashCode(StringComparison.Ordinal) & 63);
}
